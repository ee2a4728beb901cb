/** `evenkeel agent`: what the manifest runs on every node. */

import { readAgentConfig, runAgent } from '@evenkeel/agent/daemon'
import { Failure } from '../failure.ts'
import { untilStopped } from '../terminal/signals.ts'
import { version } from '../version.ts'

/** By the names of `agentSettings`; what is not given comes from the environment or a file. */
export type AgentOptions = Record<string, string | undefined>

export async function agent(options: AgentOptions): Promise<void> {
  const result = readAgentConfig(options)
  if ('mistakes' in result) throw new Failure(result.mistakes.join('\n'))
  const controller = new AbortController()
  const running = runAgent(result.config, controller.signal, {
    version,
    entry: process.argv[1],
    readConfig: () => readAgentConfig(options),
  })
  await Promise.race([running, untilStopped()])
  controller.abort()
  await running
}
