/** The entry of the agent's bundle: `node evenkeel-agent.mjs agent [doctor]`, with nothing else in it. */

import { parseArgs } from 'node:util'
import { agentSettings } from '@evenkeel/agent/settings'
import { agent } from '../commands/agent.ts'

try {
  process.exitCode = await runEntry(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`evenkeel: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}

/** The same options as of `evenkeel agent`, without what its help needs. */
async function runEntry(args: string[]): Promise<number> {
  const names = [...agentSettings.map(({ name }) => name), 'config', 'format']
  const { values, positionals } = parseArgs({
    args,
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    allowPositionals: true,
  })
  const { format, ...options } = texts(values)
  if (positionals.join(' ') !== 'agent doctor') {
    await agent(options)
    return 0
  }
  const { agentDoctor } = await import('../commands/agent-doctor.ts')
  return agentDoctor(options, format === 'json' ? 'json' : 'table')
}

function texts(values: Record<string, unknown>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : undefined,
    ]),
  )
}
