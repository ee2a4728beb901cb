/** What moved a score, and what differs between two points in time. */

import { type Static, Type } from 'typebox'
import { Finding } from '../finding.ts'
import { Score } from '../score/score.ts'
import { Evaluation, nullable, oneOf, Severity } from '../vocabulary.ts'
import { pageOf, ScoreEvent, ScorePart } from './api.ts'

/** GET /scores/parts?by=&cluster=: one of these, or `label:<key>` for a label of the clusters; worst first. */
export const scoreDimensions = [
  'organisation',
  'cluster',
  'namespace',
  'owner',
  'benchmark',
  'section',
  'framework',
] as const
export const ScoreDimension = oneOf(...scoreDimensions)
export type ScoreDimension = Static<typeof ScoreDimension>

export const ScoreParts = Type.Array(ScorePart)
export type ScoreParts = Static<typeof ScoreParts>

/** GET /scores/changes?from=&to=&cluster=: dates as KQL takes them; `to` is now where nothing is said. */
export const ScoreChanges = Type.Object({
  from: Type.Object({ at: Type.String(), score: Score }),
  to: Type.Object({ at: Type.String(), score: Score }),
  /** Largest effect first, at most 100. */
  moved: Type.Array(
    Type.Object({
      rule: Type.Object({ id: Type.String(), name: Type.String(), severity: Severity }),
      cluster: Type.Object({ id: Type.String(), name: Type.String() }),
      /** Findings that began to fail, that pass again, that came new, that left with their resource. */
      failed: Type.Integer(),
      resolved: Type.Integer(),
      appeared: Type.Integer(),
      gone: Type.Integer(),
      /** Points of the score that the difference of this rule alone makes; they need not add up, a score is not linear. */
      effect: nullable(Type.Number()),
      query: Type.String(),
    }),
  ),
  /** What else happened in between, oldest first. */
  events: Type.Array(ScoreEvent),
})
export type ScoreChanges = Static<typeof ScoreChanges>

/** `opened` fails now, `resolved` passes after failing, `changed` is everything else, to unknown for one. */
export const DifferenceKind = oneOf('appeared', 'gone', 'opened', 'resolved', 'changed')
export type DifferenceKind = Static<typeof DifferenceKind>

/** GET /diff?from=&to=&q=&kind=&cursor=&limit=: findings whose evaluation differs between the two. */
export const FindingDifference = Type.Object({
  /** As it is at `to`; as it was at `from` where it is gone. */
  finding: Finding,
  /** Null where it did not exist. */
  before: nullable(Evaluation),
  after: nullable(Evaluation),
  kind: DifferenceKind,
})
export type FindingDifference = Static<typeof FindingDifference>

/** The page, with how many went from one evaluation to another in all. */
export const FindingDifferencePage = Type.Object({
  ...pageOf(FindingDifference).properties,
  from: Type.String(),
  to: Type.String(),
  moves: Type.Array(
    Type.Object({
      before: nullable(Evaluation),
      after: nullable(Evaluation),
      kind: DifferenceKind,
      count: Type.Integer(),
    }),
  ),
})
export type FindingDifferencePage = Static<typeof FindingDifferencePage>
