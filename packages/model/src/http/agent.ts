/**
 * What an agent and the server say to each other.
 *
 * Two stateless calls a cycle: `diff` sends keys with content hashes and learns which rows the server
 * lacks; `cycle` sends the keys again with just those rows and is applied in one transaction. Both may
 * be repeated without harm: a cycle is known by cluster, scope and sequence.
 */

import { type Static, Type } from 'typebox'
import { Coverage } from '../coverage.ts'
import { Evidence } from '../finding.ts'
import { Rule } from '../rule.ts'
import { Evaluation, nullable, oneOf, ResourceType, Severity } from '../vocabulary.ts'

/** No database takes a NUL as text. */
const withoutNul = '^[^\\u0000]*$'

/**
 * POST /api/v1/agent/enrol with the enrolment token as bearer, and /api/v1/agent/credential with the
 * credential itself, which gives a new one for it. The old one serves an hour longer.
 */
export const EnrolRequest = Type.Object({
  /** The node's name; null for an agent without a node. */
  node: nullable(Type.String({ maxLength: 253, pattern: withoutNul })),
  version: Type.String({ maxLength: 64, pattern: withoutNul }),
})
export type EnrolRequest = Static<typeof EnrolRequest>

export const EnrolResponse = Type.Object({
  cluster: Type.Object({ id: Type.String(), name: Type.String() }),
  /** The agent's own bearer from now on. */
  credential: Type.String(),
  /** When it ends unless it is renewed; null for one without an end, not said by older servers. */
  expires_at: Type.Optional(nullable(Type.String())),
})
export type EnrolResponse = Static<typeof EnrolResponse>

/** An agent as the pages show it: one a node, by its latest credential. */
export const ClusterAgent = Type.Object({
  id: Type.String(),
  node: nullable(Type.String()),
  version: nullable(Type.String()),
  address: nullable(Type.String()),
  credential_created_at: Type.String(),
  /** Null for one without an end, and for one that was revoked. */
  credential_expires_at: nullable(Type.String()),
  last_seen_at: nullable(Type.String()),
  revoked_at: nullable(Type.String()),
  /** `two-holders`: one credential was renewed twice, so somebody may have copied it. */
  revoked_because: nullable(oneOf('asked', 'two-holders')),
})
export type ClusterAgent = Static<typeof ClusterAgent>

/** The token is shown once. */
export const EnrolmentToken = Type.Object({
  enrolment_token: Type.String(),
  expires_at: Type.String(),
  /** How the agents reach this server. */
  server: Type.String(),
})
export type EnrolmentToken = Static<typeof EnrolmentToken>

/** A resource with the hashes of itself and of its findings, by rule id. */
export const ResourceKey = Type.Object({
  id: Type.String({ maxLength: 1024 }),
  hash: Type.String({ maxLength: 64 }),
  findings: Type.Array(
    Type.Tuple([Type.String({ maxLength: 256 }), Type.String({ maxLength: 64 })]),
  ),
})
export type ResourceKey = Static<typeof ResourceKey>

export const ResourceRow = Type.Object({
  id: Type.String({ maxLength: 1024 }),
  type: ResourceType,
  sub_type: nullable(Type.String()),
  api_version: nullable(Type.String()),
  name: Type.String(),
  namespace: nullable(Type.String()),
  node: nullable(Type.String()),
  owner: nullable(Type.String()),
  labels: Type.Record(Type.String(), Type.String()),
  /** Redacted. */
  data: Type.Unknown(),
})
export type ResourceRow = Static<typeof ResourceRow>

export const FindingRow = Type.Object({
  resource_id: Type.String({ maxLength: 1024 }),
  rule_id: Type.String({ maxLength: 256 }),
  evaluation: Evaluation,
  severity: Severity,
  reason: nullable(Type.String()),
  evidence: Type.Array(Evidence),
})
export type FindingRow = Static<typeof FindingRow>

const cycleHead = {
  /** `kube-api`, `node/<name>`, `cloud/<provider>`. */
  scope: Type.String({ maxLength: 300, pattern: withoutNul }),
  /** Rises with every cycle of a scope; milliseconds since the epoch when it started is a good one. */
  sequence: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  keys: Type.Array(ResourceKey),
}

/** POST /api/v1/agent/diff */
export const DiffRequest = Type.Object(cycleHead)
export type DiffRequest = Static<typeof DiffRequest>

/** What the server lacks or holds differently; of what is `present` it can name the resources alone. */
export const DiffResponse = Type.Object({
  resources: Type.Array(Type.String()),
  findings: Type.Array(Type.Tuple([Type.String(), Type.String()])),
})
export type DiffResponse = Static<typeof DiffResponse>

/** POST /api/v1/agent/cycles; 409 with a DiffResponse when rows are missing that the server lacks. */
export const CycleRequest = Type.Object({
  ...cycleHead,
  /** A full cycle: what has no key is gone from the scope. Otherwise only `gone` is. */
  is_complete: Type.Boolean(),
  /** Of a full cycle: ids of resources that are there as parts before it said, and have no key here. */
  present: Type.Optional(Type.Array(Type.String({ maxLength: 1024 }))),
  /** Resource ids that left, for a delta. */
  gone: Type.Array(Type.String({ maxLength: 1024 })),
  started_at: Type.String(),
  finished_at: Type.String(),
  agent: Type.Object({
    version: Type.String({ maxLength: 64 }),
    node: nullable(Type.String({ maxLength: 253 })),
    resident_bytes: Type.Optional(Type.Integer()),
  }),
  /** How often the scope is looked at as a whole; who says nothing for two of these is stale. */
  period_ms: Type.Optional(Type.Integer({ minimum: 1, maximum: 31_536_000_000 })),
  /** Names the set of rules that the scope was held against; the agent's version where it is not said. */
  rules_version: Type.Optional(Type.String({ maxLength: 200 })),
  /** The version of the AgentSettings that it was evaluated by. */
  settings_version: Type.Optional(Type.String({ maxLength: 64 })),
  /** Of a full cycle: the `evaluate_at` that was known before it began, which it answers. */
  answers: Type.Optional(Type.String({ maxLength: 40 })),
  /** What was detected: the benchmark that this scope is held against, versions, provider. */
  detected: Type.Object({
    benchmark: nullable(Type.String()),
    kubernetes_version: nullable(Type.String()),
    provider: nullable(Type.String()),
  }),
  /** Names of the nodes that the Kubernetes API lists; only from the scope `kube-api`. */
  nodes: Type.Optional(Type.Array(Type.String())),
  resources: Type.Array(ResourceRow),
  findings: Type.Array(FindingRow),
  /** Rules that the server may not know: the user's own. */
  rules: Type.Array(Rule),
  coverage: Coverage,
})
export type CycleRequest = Static<typeof CycleRequest>

export const CycleResponse = Type.Object({
  /** False when this cycle had been applied before. */
  applied: Type.Boolean(),
  findings_changed: Type.Integer(),
  resources_changed: Type.Integer(),
  /** Where it was not applied: the number of the last cycle that was. */
  sequence: Type.Optional(Type.Integer()),
  /** Of the AgentSettings that hold now: whoever evaluated by others asks for them. */
  settings_version: Type.Optional(Type.String()),
})
export type CycleResponse = Static<typeof CycleResponse>
