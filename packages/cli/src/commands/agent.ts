/** `evenkeel agent`: what the manifest runs on every node. */

import { isTaskProcess, readAgentConfig, runAgent, serveTask } from '@evenkeel/agent/daemon'
import { Failure } from '../failure.ts'
import { untilStopped } from '../terminal/signals.ts'
import { version } from '../version.ts'

/** By the names of `agentSettings`; what is not given comes from the environment or a file. */
export type AgentOptions = Record<string, string | undefined>

export async function agent(options: AgentOptions): Promise<void> {
  const controller = new AbortController()
  const { signal } = controller
  // A task is begun with the settings of its agent, whatever the file says by now.
  const running = isTaskProcess() ? serveTask(signal) : startAgent(options, signal)
  await Promise.race([running, untilStopped()])
  controller.abort()
  await running.catch((error: unknown) => {
    // What was cut short says so, which is no failure.
    if (!isTaskProcess() || !(error instanceof Error && error.name === 'AbortError')) throw error
  })
}

async function startAgent(options: AgentOptions, signal: AbortSignal): Promise<void> {
  const readConfig = () => readAgentConfig(options)
  const result = readConfig()
  if ('mistakes' in result) throw new Failure(result.mistakes.join('\n'))
  await runAgent(result.config, signal, { version, entry: process.argv[1], readConfig })
}
