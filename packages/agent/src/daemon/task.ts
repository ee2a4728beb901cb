/**
 * The work of an agent that needs the rules, done in a process of its own.
 *
 * Rules and their engine take more memory than everything else together. A node's cycle takes
 * seconds every few hours, so its process ends with it, and the agent itself stays small; the
 * leader's lives as long as it leads. A task that crashes does not take the agent with it.
 */

import type { Cluster, CoverageGap } from '@evenkeel/model'
import type { Logger } from 'pino'
import type { RuleSettings } from '../rule-settings/rule-settings.ts'
import type { AgentConfig } from './config.ts'
import type { Delivery, DeliveryState } from './delivery.ts'
import type { Identity } from './identity.ts'

export type TaskKind = 'node' | 'kube-api'

/** All that a task needs to know; it is sent to its process as the first message. */
export interface Task {
  kind: TaskKind
  config: AgentConfig
  /** What is wrong with the configuration file, while the settings before it hold. */
  configGaps: CoverageGap[]
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
  /** The agent enrolled anew. */
  | { kind: 'identity'; identity: Identity }
  /** What waits for the server, and what stands in the way. */
  | { kind: 'delivery'; state: DeliveryState }
  /** The files that the node's facts rest on. */
  | { kind: 'paths'; paths: string[] }
  /** A cycle could not be sent, with the kind of the PublishError; it waits if it can. */
  | { kind: 'away'; reason: string }
  /** A cycle could not be made or sent; `reason` is the kind of a PublishError, or `cycle`. */
  | { kind: 'failure'; reason: string; message: string }

/** What a task works with inside its process. */
export interface TaskHost {
  task: Task
  log: Logger
  /** Undefined where no server is configured. */
  delivery: Delivery | undefined
  /** What people set for the rules; undefined where no server is configured. */
  ruleSettings?: RuleSettings
  /** The latest request for a look at everything; of the task of the cluster. */
  requestedAt?: string
  /** What of the server's was lost can be made good by a whole cycle alone, or one was asked for; called when that shows. */
  onNeedsWhole?: () => void
  report(report: TaskReport): void
}
