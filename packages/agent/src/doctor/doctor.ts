/** Examines what an agent needs (server, state, permissions, mounts, clock) and says what to mend. */

import type { AgentConfig } from '../daemon/config.ts'
import { type Diagnosis, well } from './diagnosis.ts'
import { diagnoseHost } from './host.ts'
import { diagnoseKube } from './kube.ts'
import { diagnoseServer } from './server.ts'
import { diagnoseState } from './state.ts'

export type { Diagnosis } from './diagnosis.ts'

/** One after the other, as they are found. It sends no finding and leaves nothing behind. */
export async function* diagnose(config: AgentConfig, version: string): AsyncGenerator<Diagnosis> {
  yield well('agent', `This is the agent ${version}, on Node.js ${process.versions.node}.`)
  yield* diagnoseServer(config, version)
  yield* diagnoseState(config)
  yield* diagnoseKube(config)
  if (config.isNodeScopeOn) yield* diagnoseHost(config)
}
