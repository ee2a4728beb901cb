/** `evenkeel agent` and its options, which are the settings of the agent by their own names. */

import { agentSettings } from '@evenkeel/agent/settings'
import { Argument, type Command, Option } from 'commander'
import type { SetStatus } from './options.ts'

export function addAgent(program: Command, setStatus: SetStatus): void {
  const command = program
    .command('agent')
    .description('the agent, as the manifest runs it; flags come before variables before the file')
    .addArgument(
      new Argument('[task]', '`doctor` only looks at what the agent needs').choices(['doctor']),
    )
    .option('--config <file>', 'a file with the same settings, `name: value` ($EVENKEEL_CONFIG)')
  for (const { name, variable, form, about } of agentSettings)
    command.option(`--${name} <${form}>`, `${about} ($${variable})`)
  command.addOption(
    new Option('--format <format>', 'what `doctor` prints').choices(['table', 'json']),
  )
  command.action(async (task: string | undefined, options: Record<string, string | undefined>) => {
    const { format, ...given } = options
    // Settings are named as on the command line: `token-file`.
    const named = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [toKebabCase(name), value]),
    )
    if (task === 'doctor') {
      const { agentDoctor } = await import('../commands/agent-doctor.ts')
      setStatus(await agentDoctor(named, format === 'json' ? 'json' : 'table'))
      return
    }
    const { agent } = await import('../commands/agent.ts')
    await agent(named)
  })
}

function toKebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
