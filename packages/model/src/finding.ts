/** A finding as everybody sees it: scan output, API, export, webhook. Names are fixed by DESIGN.md section 11. */

import { type Static, Type } from 'typebox'
import { Evaluation, Lifecycle, nullable, oneOf, ResourceType, Severity } from './vocabulary.ts'

const open = { additionalProperties: true }

/** Where evidence came from. */
export const EvidenceSource = Type.Object(
  {
    /** `flag`, `environment`, `drop-in`, `config-file`, `configz`, `default`, `file`, `object`. */
    kind: Type.String(),
    file: Type.Optional(Type.String()),
    line: Type.Optional(Type.Integer()),
    column: Type.Optional(Type.Integer()),
  },
  open,
)
export type EvidenceSource = Static<typeof EvidenceSource>

/** One observation that the verdict rests on. `actual` is null where the thing is unset. */
export const Evidence = Type.Object(
  {
    path: Type.String(),
    actual: Type.Unknown(),
    expected: Type.Unknown(),
    source: Type.Optional(EvidenceSource),
  },
  open,
)
export type Evidence = Static<typeof Evidence>

/** One place of a rule in a benchmark or framework. */
export const Control = Type.Object({
  benchmark: Type.String(),
  number: Type.String(),
  section: Type.Optional(Type.String()),
})
export type Control = Static<typeof Control>

export const FindingRule = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** The title of the section in the benchmark that applies to the resource: `API Server`. */
  section: Type.String(),
  number: Type.String(),
  benchmark: Type.Object({ id: Type.String(), version: Type.String() }),
  severity: Severity,
  controls: Type.Array(Control),
})
export type FindingRule = Static<typeof FindingRule>

export const FindingResource = Type.Object({
  id: Type.String(),
  type: ResourceType,
  sub_type: nullable(Type.String()),
  name: Type.String(),
  namespace: nullable(Type.String()),
  owner: nullable(Type.String()),
  source: nullable(Type.Object({ file: Type.String(), line: Type.Optional(Type.Integer()) })),
})
export type FindingResource = Static<typeof FindingResource>

/** One operation of RFC 6902 on the object. */
export const PatchOperation = Type.Object({
  op: oneOf('add', 'replace', 'remove'),
  path: Type.String(),
  value: Type.Optional(Type.Unknown()),
})
export type PatchOperation = Static<typeof PatchOperation>

/** A change of the object that would make the rule pass. */
export const Fix = Type.Object({
  patch: Type.Array(PatchOperation),
  /** It was applied in memory: the rule then passes, and no other rule fails that had not. */
  is_verified: Type.Boolean(),
  /** What stands against it, where it is not verified. */
  reason: nullable(Type.String()),
})
export type Fix = Static<typeof Fix>

export const Finding = Type.Object({
  /** A uuid made from cluster id, resource id and rule id. */
  id: Type.String(),
  rule: FindingRule,
  resource: FindingResource,
  cluster: Type.Object({ id: Type.String(), name: Type.String() }),
  result: Type.Object({
    evaluation: Evaluation,
    /** Why it is unknown or manual, or one sentence on what was seen; null where evidence says it all. */
    reason: nullable(Type.String()),
    evidence: Type.Array(Evidence),
    /** Only where it was asked for. */
    fix: Type.Optional(Fix),
  }),
  /** RFC 3339 in UTC; null in a scan, which has no history. */
  first_seen: nullable(Type.String()),
  changed_at: nullable(Type.String()),
  exception: nullable(
    Type.Object({ reason: Type.String(), owner: Type.String(), until: nullable(Type.String()) }),
  ),
  lifecycle: Type.Optional(Lifecycle),
})
export type Finding = Static<typeof Finding>
