/** What users set for rules: off with a reason, parameters, another severity. */

import { type Static, Type } from 'typebox'
import { Score } from '../score/score.ts'
import { nullable, Severity } from '../vocabulary.ts'

/** PUT /rules/{id}/settings, POST /rules/{id}/settings/preview */
export const RuleSettingRequest = Type.Object({
  is_enabled: Type.Boolean(),
  /** Why; asked for when a rule is turned off or made milder. */
  reason: Type.String({ maxLength: 2000 }),
  /** By name; what is left out keeps the rule's or benchmark's value. */
  parameters: Type.Record(Type.String({ maxLength: 100 }), Type.Unknown()),
  severity: nullable(Severity),
  /** Labels that a cluster must carry; empty for all clusters. The most particular setting counts. */
  cluster_labels: Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 200 })),
})
export type RuleSettingRequest = Static<typeof RuleSettingRequest>

export const RuleSetting = Type.Object({
  rule_id: Type.String(),
  is_enabled: Type.Boolean(),
  reason: Type.String(),
  parameters: Type.Record(Type.String(), Type.Unknown()),
  severity: nullable(Severity),
  cluster_labels: Type.Record(Type.String(), Type.String()),
  updated_at: Type.String(),
  updated_by: Type.String(),
})
export type RuleSetting = Static<typeof RuleSetting>

export const RuleSettingPreview = Type.Object({
  /** Findings of the rule that would leave. */
  findings: Type.Integer(),
  failed: Type.Integer(),
  score: Score,
  /** Null where only the next evaluation can tell, as for parameters. */
  score_after: nullable(Score),
})
export type RuleSettingPreview = Static<typeof RuleSettingPreview>

/** GET /api/v1/agent/settings: what an agent evaluates by; it asks again before each cycle, by ETag. */
export const AgentSettings = Type.Object({
  disabled: Type.Array(Type.String()),
  parameters: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())),
  severities: Type.Record(Type.String(), Severity),
})
export type AgentSettings = Static<typeof AgentSettings>
