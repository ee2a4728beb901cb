/** What a dialect is: other people's Rego, unmodified, as rules that the evaluator can run. */

import type { Evaluation, Evidence, Resource, Rule } from '@evenkeel/model'
import type { SourceFile } from '@evenkeel/rego'

export type DialectName =
  | 'gatekeeper'
  | 'trivy'
  | 'conftest'
  | 'kubescape'
  | 'datadog'
  | 'elastic'
  | 'native'

/** What a foreign rule says of one resource. */
export interface ForeignVerdict {
  evaluation: Evaluation
  reason: string | null
  evidence: Evidence[]
}

/** The other objects of the cluster, in Gatekeeper's layout. */
export interface ForeignInventory {
  cluster: Record<string, Record<string, Record<string, unknown>>>
  namespace: Record<string, Record<string, Record<string, Record<string, unknown>>>>
}

export interface ForeignRule {
  dialect: DialectName
  rule: Rule
  /** Kinds whose objects must be in the inventory before the rule runs; `all` where it cannot be told. */
  inventory: readonly string[] | 'all'
  /** Where it stands, as `file:line`. */
  place: string
  /** Undefined where the rule does not apply to the resource. Never throws: a mistake is `unknown`. */
  judge(resource: Resource, inventory: ForeignInventory): ForeignVerdict | undefined
}

/** A file of a folder of rules. */
export interface RuleFile {
  file: string
  text: string
}

/** A sentence about a file that could not become a rule, with its place. */
export interface DialectMistake {
  file: string
  message: string
}

export interface ForeignRules {
  rules: ForeignRule[]
  mistakes: DialectMistake[]
}

/** A Rego module with what is needed to tell its dialect. */
export interface ParsedModule {
  source: SourceFile
  /** After `data`: `['lib', 'kubernetes']`. */
  path: string[]
  /** Its rules by the first part of their names (`deny`), with the line on which the first stands. */
  ruleLines: ReadonlyMap<string, number>
  metadata: ModuleMetadata
}

/** The package's METADATA, as far as dialects use it. */
export interface ModuleMetadata {
  title?: string
  description?: string
  custom?: Record<string, unknown>
}

/** Where a rule of a module stands. */
export function placeOf({ source, ruleLines }: ParsedModule, name: string): string {
  return `${source.file}:${ruleLines.get(name) ?? 1}`
}

/** A rule with the fields that no foreign rule has left at their neutral values. */
export function describeForeign(
  fields: Pick<Rule, 'id' | 'name' | 'severity'> & Partial<Rule>,
): Rule {
  return {
    description: '',
    rationale: '',
    assessment: 'automated',
    resource_types: ['k8s_object'],
    kinds: [],
    remediation: '',
    impact: '',
    parameters: [],
    references: [],
    controls: [],
    source: null,
    ...fields,
  }
}

export function failedWith(messages: readonly string[], path: string): ForeignVerdict {
  return {
    evaluation: 'failed',
    reason: messages.join('\n') || null,
    evidence: messages.map((message) => ({ path, actual: message, expected: null })),
  }
}

export const passed: ForeignVerdict = { evaluation: 'passed', reason: null, evidence: [] }

export function unknownBecause(error: unknown): ForeignVerdict {
  const message = error instanceof Error ? error.message : String(error)
  return { evaluation: 'unknown', reason: `The rule ended with an error: ${message}`, evidence: [] }
}

/** The text of a result: a string, or an object with one of the usual fields. */
export function messageOf(result: unknown): string {
  if (typeof result === 'string') return result
  if (typeof result === 'object' && result !== null) {
    for (const key of ['msg', 'alertMessage', 'message', 'details']) {
      const value = Object.getOwnPropertyDescriptor(result, key)?.value
      if (typeof value === 'string') return value
    }
  }
  return JSON.stringify(result)
}
