/** What people set for rules: off, another severity, parameters; for all clusters or some, with a reason. */

import { type Static, Type } from 'typebox'
import { Score } from '../score/score.ts'
import { nullable, oneOf, Severity } from '../vocabulary.ts'

export const RuleState = oneOf('enabled', 'disabled')
export type RuleState = Static<typeof RuleState>

const ruleId = Type.String({ minLength: 1, maxLength: 256 })

/** The clusters that a setting holds for: one of them, those with all these labels, or all where neither is said. */
const scope = {
  cluster_id: nullable(Type.String({ maxLength: 64 })),
  cluster_labels: Type.Record(
    Type.String({ minLength: 1, maxLength: 100 }),
    Type.String({ maxLength: 200 }),
    { maxProperties: 20 },
  ),
}
export const SettingScope = Type.Object(scope)
export type SettingScope = Static<typeof SettingScope>

/** Null leaves the word to a wider setting, then to the rule itself. */
const values = {
  state: nullable(RuleState),
  severity: nullable(Severity),
  /** By name; each that is left out is what a wider setting, the benchmark or the rule says. */
  parameters: Type.Record(Type.String({ minLength: 1, maxLength: 100 }), Type.Unknown(), {
    maxProperties: 50,
  }),
}
const reason = Type.String({ minLength: 1, maxLength: 2000 })

/** PUT /rule-settings/{id}, with If-Match */
export const RuleSettingValues = Type.Object({ ...values, reason })
export type RuleSettingValues = Static<typeof RuleSettingValues>

/**
 * POST /rule-settings: for each of the rules at one scope, all or none. What is left out stays as it is
 * where there is a setting of that scope, which is changed then.
 */
export const SetRulesRequest = Type.Object({
  rule_ids: Type.Array(ruleId, { minItems: 1, maxItems: 1000, uniqueItems: true }),
  ...scope,
  ...Type.Partial(Type.Object(values)).properties,
  reason,
})
export type SetRulesRequest = Static<typeof SetRulesRequest>

export const RuleSetting = Type.Object({
  id: Type.String(),
  rule_id: Type.String(),
  ...scope,
  ...values,
  reason: Type.String(),
  created_at: Type.String(),
  created_by: Type.String(),
  updated_at: Type.String(),
  updated_by: Type.String(),
})
export type RuleSetting = Static<typeof RuleSetting>

/** POST /rule-settings/preview: what SetRulesRequest would do, or taking the settings of these rules at the scope away. */
export const PreviewRulesRequest = Type.Object({
  rule_ids: SetRulesRequest.properties.rule_ids,
  ...scope,
  ...Type.Partial(Type.Object(values)).properties,
  is_removal: Type.Optional(Type.Boolean()),
})
export type PreviewRulesRequest = Static<typeof PreviewRulesRequest>

const severityCounts = Type.Object({
  critical: Type.Integer(),
  high: Type.Integer(),
  medium: Type.Integer(),
  low: Type.Integer(),
  info: Type.Integer(),
})

export const RuleSettingPreview = Type.Object({
  /** Findings that count no longer, of every evaluation, and the failed ones of them by severity. */
  leaving: Type.Integer(),
  leaving_failed: severityCounts,
  /** Findings of rules that are off, as they were when last evaluated, which count again. */
  returning: Type.Integer(),
  returning_failed: severityCounts,
  /** Findings that stay and get another severity. */
  rated_anew: Type.Integer(),
  score: Score,
  score_after: Score,
  clusters: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String(), score: Score, score_after: Score }),
  ),
  /** Sentences on what only the next evaluation can tell. */
  open: Type.Array(Type.String()),
})
export type RuleSettingPreview = Static<typeof RuleSettingPreview>

/**
 * GET /rule-settings/history?rule=&last=: latest first, at most 500; with `last` the last change of each rule,
 * at most 5000. Values are null before it was made and after it was taken away.
 */
export const RuleSettingChange = Type.Object({
  at: Type.String(),
  by: Type.String(),
  rule_id: Type.String(),
  ...scope,
  reason: Type.String(),
  before: nullable(Type.Object(values)),
  after: nullable(Type.Object(values)),
})
export type RuleSettingChange = Static<typeof RuleSettingChange>

/** GET /agent/settings: what holds for the agent's cluster. Asked for before each cycle, by ETag. */
export const AgentSettings = Type.Object({
  /** Names these settings; cycles say by which they were evaluated. */
  version: Type.String({ maxLength: 64 }),
  disabled: Type.Array(Type.String()),
  /** By rule id. Severities are put in by the server. */
  parameters: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())),
  /** When somebody last asked for a look at everything; the cycle that is one says so by it. */
  evaluate_at: Type.Optional(Type.String({ maxLength: 40 })),
})
export type AgentSettings = Static<typeof AgentSettings>
