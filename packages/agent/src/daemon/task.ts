/**
 * The work of an agent that needs the rules, done in a process of its own.
 *
 * Rules and their engine take more memory than everything else together. A node's cycle takes
 * seconds every few hours, so its process ends with it, and the agent itself stays small; the
 * leader's lives as long as it leads. A task that crashes does not take the agent with it.
 */

import type { Cluster } from '@evenkeel/model'
import type { Logger } from 'pino'
import type { Publisher } from '../publisher/publisher.ts'
import type { AgentConfig } from './config.ts'

export type TaskKind = 'node' | 'kube-api'

/** All that a task needs to know; it is sent to its process as the first message. */
export interface Task {
  kind: TaskKind
  config: AgentConfig
  cluster: Cluster
  node: string
  version: string
  credential: string | undefined
}

/** What a cycle came to, for metrics and health. */
export interface CycleSummary {
  scope: string
  isComplete: boolean
  seconds: number
  /** By evaluation. */
  findings: Record<string, number>
  resources: number
  gaps: number
  kubeRequests: number
  kubeBytes: number
}

export type TaskReport =
  | { kind: 'cycle'; summary: CycleSummary }
  /** The server gave the agent a new credential. */
  | { kind: 'credential'; credential: string }
  /** The files that the node's facts rest on. */
  | { kind: 'paths'; paths: string[] }
  /** A cycle could not be made or sent; `reason` is the kind of a PublishError, or `cycle`. */
  | { kind: 'failure'; reason: string; message: string }

/** What a task works with inside its process. */
export interface TaskHost {
  task: Task
  log: Logger
  publisher: Publisher | undefined
  report(report: TaskReport): void
}
