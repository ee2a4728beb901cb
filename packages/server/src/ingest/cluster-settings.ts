/** What people set for the rules, as it holds for one cluster. */

import { createHash } from 'node:crypto'
import {
  type AgentSettings,
  type EffectiveRule,
  effectiveRules,
  type FindingRow,
  type RuleSetting,
} from '@evenkeel/model'
import { severityCode } from '../storage/codes.ts'
import type { FindingWrite } from '../storage/cycle-rows.ts'
import type { Database } from '../storage/database.ts'
import type { RuleBook } from '../storage/rule-book.ts'
import { listRuleSettings } from '../storage/rule-settings.ts'
import type { RuleNumbers } from '../storage/unsettled.ts'

export interface ClusterSettings {
  rules: ReadonlyMap<string, EffectiveRule>
  /** The same text for the same settings. */
  fingerprint: string
  isDisabled(ruleId: string): boolean
  /** Undefined where nobody set another than the rule's own. */
  severityOf(ruleId: string): number | undefined
}

interface LabelledCluster {
  clusterId: string
  labels: Record<string, string>
}

export async function readClusterSettings(
  db: Database,
  cluster: LabelledCluster,
): Promise<ClusterSettings> {
  return settingsOf(await listRuleSettings(db), cluster)
}

export function settingsOf(
  settings: readonly RuleSetting[],
  { clusterId, labels }: LabelledCluster,
): ClusterSettings {
  const rules = effectiveRules(settings, { id: clusterId, labels })
  return {
    rules,
    fingerprint: digest([...rules].map(([id, rule]) => [id, plain(rule)])),
    isDisabled: (ruleId) => rules.get(ruleId)?.state?.value === 'disabled',
    severityOf(ruleId) {
      const severity = rules.get(ruleId)?.severity
      return severity && severityCode(severity.value)
    },
  }
}

/** What a person set has the word; the rule's own is kept beside it. */
export function rate(
  settings: ClusterSettings,
  row: Pick<FindingRow, 'rule_id' | 'severity'>,
): Pick<FindingWrite, 'severity' | 'own_severity'> {
  const own = severityCode(row.severity)
  const set = settings.severityOf(row.rule_id)
  return set === undefined
    ? { severity: own, own_severity: null }
    : { severity: set, own_severity: own }
}

/** Severities are no matter of agents: the server puts them in, so that two never disagree on one. */
export function toAgentSettings({ rules }: ClusterSettings): AgentSettings {
  const sorted = [...rules].sort(([a], [b]) => (a < b ? -1 : 1))
  const disabled = sorted.flatMap(([id, { state }]) => (state?.value === 'disabled' ? [id] : []))
  const parameters = Object.fromEntries(
    sorted.flatMap(([id, rule]) => {
      const { parameters: values } = plain(rule)
      return Object.keys(values).length > 0 ? [[id, values]] : []
    }),
  )
  return { version: digest([disabled, parameters]), disabled, parameters }
}

/** In the numbers of the tables; rules that the book does not know have no findings. */
export function toNumbers({ rules }: ClusterSettings, book: RuleBook): RuleNumbers {
  const numbers = [...rules].flatMap(([id, rule]) => {
    const ruleNo = book.rules.get(id)?.ruleNo
    return ruleNo === undefined ? [] : [{ ruleNo, rule }]
  })
  return {
    disabled: numbers.flatMap(({ ruleNo, rule }) =>
      rule.state?.value === 'disabled' ? [ruleNo] : [],
    ),
    severities: numbers.flatMap(({ ruleNo, rule: { severity } }) =>
      severity ? [{ rule_no: ruleNo, severity: severityCode(severity.value) }] : [],
    ),
  }
}

function plain({ state, severity, parameters }: EffectiveRule) {
  const names = Object.keys(parameters).sort()
  return {
    state: state?.value,
    severity: severity?.value,
    parameters: Object.fromEntries(names.map((name) => [name, parameters[name]?.value])),
  }
}

const digestLength = 22

function digest(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value))
    .digest('base64url')
    .slice(0, digestLength)
}
