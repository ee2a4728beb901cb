/** Compliance: a benchmark's or framework's controls with what was found. */

import { type Static, Type } from 'typebox'
import { Score, TallySchema } from '../score/score.ts'
import { Assessment, nullable, oneOf, Profile, Severity } from '../vocabulary.ts'
import { Attestation } from './attestations.ts'

/**
 * `disabled` somebody turned its rule off on every cluster that it would be held against,
 * `failed` one resource failed, `unknown` none failed and one could not be looked at, `passed` all passed,
 * `manual` a person has to answer, `listed` no rule yet, `not-applicable` nothing that it applies to was seen.
 * Failed findings under an exception still fail here; `excepted` says how many of them there are.
 */
export const ControlResult = oneOf(
  'failed',
  'unknown',
  'manual',
  'passed',
  'not-applicable',
  'listed',
  'disabled',
)
export type ControlResult = Static<typeof ControlResult>

/** GET /frameworks?cluster=&at=: those that something was held against, best known first. */
export const FrameworkSummary = Type.Object({
  id: Type.String(),
  name: Type.String(),
  version: Type.String(),
  clusters: Type.Integer(),
  score: Score,
  controls: Type.Object({
    failed: Type.Integer(),
    unknown: Type.Integer(),
    manual: Type.Integer(),
    passed: Type.Integer(),
    not_applicable: Type.Integer(),
    listed: Type.Integer(),
    disabled: Type.Integer(),
  }),
})
export type FrameworkSummary = Static<typeof FrameworkSummary>

export const FrameworkControl = Type.Object({
  number: Type.String(),
  title: Type.String(),
  rule: Type.String(),
  severity: nullable(Severity),
  profile: nullable(Profile),
  assessment: Assessment,
  result: ControlResult,
  counts: TallySchema,
  excepted: Type.Integer(),
  /** By whom and why its rule is off, with the names of the clusters; absent where it is on everywhere. */
  off: Type.Optional(
    Type.Array(
      Type.Object({
        by: Type.String(),
        since: Type.String(),
        reason: Type.String(),
        clusters: Type.Array(Type.String()),
      }),
    ),
  ),
  /** The answer that counts now, for manual controls. */
  attestation: nullable(Attestation),
  /** The KQL that lists its findings. */
  query: Type.String(),
  /** Of the earlier date, where two are compared. */
  before: Type.Optional(ControlResult),
})
export type FrameworkControl = Static<typeof FrameworkControl>

/** GET /frameworks/{id}?cluster=&at=&compare=: `at` and `compare` are dates as KQL takes them. */
export const FrameworkDetail = Type.Object({
  id: Type.String(),
  name: Type.String(),
  version: Type.String(),
  at: Type.String(),
  /** Those that it was held against. */
  clusters: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  /** Sentences on what could not be looked at; as it is now. */
  gaps: Type.Array(Type.String()),
  score: Score,
  /** Of the earlier date, where two are compared. */
  score_before: Type.Optional(Score),
  /** Of the last 30 days, a day with the score at its end; those on which nothing moved are left out. */
  trend: Type.Array(Type.Object({ at: Type.String(), value: nullable(Type.Number()) })),
  sections: Type.Array(
    Type.Object({
      number: Type.String(),
      title: Type.String(),
      score: Score,
      controls: Type.Array(FrameworkControl),
    }),
  ),
})
export type FrameworkDetail = Static<typeof FrameworkDetail>

/** GET /reports: those that were made, latest first, at most 200. The same data makes the same file again. */
export const Report = Type.Object({
  id: Type.String(),
  framework: Type.Object({ id: Type.String(), name: Type.String(), version: Type.String() }),
  /** Null for all clusters. */
  cluster: nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  format: oneOf('pdf', 'csv'),
  /** What it shows is as it was then. */
  at: Type.String(),
  score: nullable(Type.Number()),
  bytes: Type.Integer(),
  /** Of the file, in hexadecimal. */
  sha256: Type.String(),
  created_at: Type.String(),
  created_by: Type.String(),
})
export type Report = Static<typeof Report>
