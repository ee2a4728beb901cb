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
  /** What the rule itself says, where somebody set another severity. */
  own_severity: Type.Optional(Severity),
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
  /** Those of its labels that were asked for. */
  labels: Type.Optional(Type.Record(Type.String(), Type.String())),
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

/** What to change in one file of a node. */
export const FileFix = Type.Object(
  {
    path: Type.String(),
    /** A unified diff that `patch` takes; null where the text was not at hand or stays as it is. */
    diff: nullable(Type.String()),
    /** The settings that the file must hold then: `--profiling=false`, `readOnlyPort: 0`. */
    settings: Type.Array(Type.String()),
    /** Four octal digits, where the mode is to change. */
    mode: nullable(Type.String()),
    /** `root:root`, where the owner is to change. */
    owner: nullable(Type.String()),
  },
  open,
)
export type FileFix = Static<typeof FileFix>

/** A value that only the user knows. It stands as `<name>`, or `<name: number>`, in the parts of a fix. */
export const FixPlaceholder = Type.Object(
  { name: Type.String(), type: oneOf('text', 'number') },
  open,
)
export type FixPlaceholder = Static<typeof FixPlaceholder>

/** A change that would make the rule pass: of the object, of new objects, of files of the node. */
export const Fix = Type.Object(
  {
    /** On the object itself; empty where it stays as it is. */
    patch: Type.Array(PatchOperation),
    /** New objects to apply beside it. */
    create: Type.Optional(Type.Array(Type.Unknown())),
    files: Type.Optional(Type.Array(FileFix)),
    /** The same as commands for a shell, in their order. */
    commands: Type.Optional(Type.Array(Type.String())),
    /** Left open: the user fills them in. A fix with any is never verified. */
    placeholders: Type.Optional(Type.Array(FixPlaceholder)),
    /** What may break. */
    impact: Type.Optional(Type.String()),
    /** It was applied in memory: the rule then passes, and no other rule fails that had not. */
    is_verified: Type.Boolean(),
    /** What stands against it, where it is not verified. */
    reason: nullable(Type.String()),
  },
  open,
)
export type Fix = Static<typeof Fix>

/** The answer that counts for a manual finding; the evaluation stays `manual` and the score as it is. */
export const FindingAttestation = Type.Object({
  id: Type.String(),
  verdict: oneOf('passed', 'failed'),
  statement: Type.String(),
  created_at: Type.String(),
  created_by: Type.String(),
  until: nullable(Type.String()),
})
export type FindingAttestation = Static<typeof FindingAttestation>

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
  /** Who sees to it; absent where nobody was named. */
  assignee: Type.Optional(Type.String()),
  /** Who turned its rule off for the cluster, and why; absent where it is on. */
  disabled: Type.Optional(
    Type.Object({ reason: Type.String(), by: Type.String(), since: Type.String() }),
  ),
  /** Nobody has looked at it since, for longer than two periods of its reporter; absent while it is looked at. */
  stale_since: Type.Optional(Type.String()),
  attestation: Type.Optional(FindingAttestation),
})
export type Finding = Static<typeof Finding>
