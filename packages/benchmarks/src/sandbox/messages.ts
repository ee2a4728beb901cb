/** What the thread of the users' rules and its owner say to each other. */

import type { Resource, Rule } from '@evenkeel/model'
import type {
  DialectMistake,
  DialectName,
  ForeignInventory,
  ForeignVerdict,
  RuleFile,
} from '../dialects/dialect.ts'

export interface SandboxData {
  files: readonly RuleFile[]
  /** Ids of rules that have overrun and are not run again. */
  ended: readonly string[]
  /** See `slots`. */
  shared: SharedArrayBuffer
}

/** Places in the shared memory. */
export const slots = {
  /** Counts up with every answer; its owner waits for it. */
  answers: 0,
  /** The index of the rule that is running, or -1. */
  running: 1,
} as const

export type SandboxRequest =
  | { kind: 'inventory'; inventory: ForeignInventory }
  | { kind: 'judge'; resource: Resource }

/** One rule as its owner knows it. */
export interface SandboxRule {
  dialect: DialectName
  rule: Rule
  inventory: readonly string[] | 'all'
  place: string
}

export type SandboxAnswer =
  | { kind: 'loaded'; rules: SandboxRule[]; mistakes: DialectMistake[] }
  | { kind: 'judged'; verdicts: (ForeignVerdict | null)[] }
