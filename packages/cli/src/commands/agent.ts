/** `evenkeel agent`: what the manifest runs on every node. */

import { readAgentConfig, runAgent } from '@evenkeel/agent'
import { parseDuration } from '../duration.ts'
import { untilStopped } from '../terminal/signals.ts'
import { version } from '../version.ts'

export interface AgentOptions {
  period?: string
}

/** Its settings are environment variables, as a DaemonSet gives them. */
export async function agent(options: AgentOptions): Promise<void> {
  const config = readAgentConfig(process.env, {
    version,
    ...(options.period ? { periodMilliseconds: parseDuration(options.period) } : {}),
  })
  const controller = new AbortController()
  const running = runAgent(config, controller.signal)
  await Promise.race([running, untilStopped()])
  controller.abort()
  await running
}
