/** What was expected to be looked at, what was, and what stands in the way. */

import { type Static, Type } from 'typebox'
import { nullable, ResourceType } from './vocabulary.ts'

/** A gap on the wire and in the output. */
export const CoverageGap = Type.Object({
  collector: Type.String(),
  source: Type.String(),
  reason: Type.String(),
  resource_type: nullable(ResourceType),
  sub_type: nullable(Type.String()),
  node: nullable(Type.String()),
})
export type CoverageGap = Static<typeof CoverageGap>

export const Coverage = Type.Object({
  /** Pairs of rule and resource that had to be evaluated, gaps included. */
  expected: Type.Integer(),
  /** Those that ended as passed, failed or manual. */
  evaluated: Type.Integer(),
  gaps: Type.Array(CoverageGap),
  /** Namespaces that the configuration leaves out; nothing of them was looked at. */
  excluded_namespaces: Type.Optional(Type.Array(Type.String({ maxLength: 63 }))),
})
export type Coverage = Static<typeof Coverage>
