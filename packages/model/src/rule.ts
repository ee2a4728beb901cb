/** Rules and benchmarks as the evaluator, the API and the pages know them. */

import { type Static, Type } from 'typebox'
import { Control } from './finding.ts'
import { Assessment, nullable, oneOf, Profile, ResourceType, Severity } from './vocabulary.ts'

/** A parameter that a user may set for a rule. */
export const RuleParameter = Type.Object({
  name: Type.String(),
  description: Type.String(),
  default: Type.Unknown(),
})
export type RuleParameter = Static<typeof RuleParameter>

/** What is known of a rule, from its own METADATA and from the benchmarks that number it. */
export const Rule = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  rationale: Type.String(),
  severity: Severity,
  assessment: Assessment,
  resource_types: Type.Array(ResourceType),
  /** The kinds that it applies to, where the type is `k8s_object`. */
  kinds: Type.Array(Type.String()),
  /** Markdown; commands in fenced blocks, placeholders as `<name>`. See remediation/fill.ts. */
  remediation: Type.String(),
  /** What may break when it is followed; empty when nothing is known to. */
  impact: Type.String(),
  parameters: Type.Array(RuleParameter),
  references: Type.Array(Type.String()),
  controls: Type.Array(Control),
  /** The Rego source; null where a control is listed and has no rule yet. */
  source: nullable(Type.String()),
})
export type Rule = Static<typeof Rule>

/** `implemented` rules are evaluated; `listed` ones have no rule yet and are never shown as passed. */
export const BenchmarkRule = Type.Object({
  number: Type.String(),
  rule: Type.String(),
  title: Type.String(),
  profile: nullable(Profile),
  assessment: Assessment,
  state: oneOf('implemented', 'listed'),
})
export type BenchmarkRule = Static<typeof BenchmarkRule>

export const Benchmark = Type.Object({
  id: Type.String(),
  name: Type.String(),
  version: Type.String(),
  sections: Type.Array(
    Type.Object({
      number: Type.String(),
      title: Type.String(),
      rules: Type.Array(BenchmarkRule),
    }),
  ),
})
export type Benchmark = Static<typeof Benchmark>
