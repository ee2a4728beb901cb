/** The HTTP API that the web application, the command line and scripts use, under /api/v1. */

import { type Static, Type } from 'typebox'
import { Coverage } from '../coverage.ts'
import { Finding } from '../finding.ts'
import { Rule } from '../rule.ts'
import { Score, TallySchema } from '../score/score.ts'
import { Evaluation, nullable, oneOf, ResourceType, Severity } from '../vocabulary.ts'
import { LoginSource, Permission, Reach } from './access.ts'

/** RFC 9457; every error is one of these. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  /** The offending field as a JSON pointer or query parameter name, where there is one. */
  field: Type.Optional(Type.String()),
  /** For a query that does not parse: where, in UTF-16 units, and what to write instead. */
  position: Type.Optional(Type.Object({ start: Type.Integer(), end: Type.Integer() })),
  fix: Type.Optional(Type.String()),
  request_id: Type.Optional(Type.String()),
})
export type Problem = Static<typeof Problem>

/** The type of the problem that a body is not what its digest says; one of IANA's. */
export const damagedBodyType =
  'https://iana.org/assignments/http-problem-types#digest-mismatching-values'

/** A page of anything. The total is exact. */
export function pageOf<T extends Parameters<typeof Type.Array>[0]>(item: T) {
  return Type.Object({
    items: Type.Array(item),
    total: Type.Integer(),
    next_cursor: nullable(Type.String()),
    /** Sentences, such as an unknown field in the query with the nearest names. */
    warnings: Type.Array(Type.String()),
  })
}

/** GET /findings. `q` is KQL; `sort` is `field` or `-field`, several separated by commas. */
export const FindingsQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 8192 })),
  sort: Type.Optional(Type.String({ maxLength: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 2048 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
  /** One to three field names separated by commas; the answer is then a FindingGroupPage. */
  group: Type.Optional(Type.String({ maxLength: 200 })),
  /** Findings as they were at this time: a date as KQL takes it. */
  at: Type.Optional(Type.String({ maxLength: 100 })),
  /** What of each finding to answer, separated by commas: `id,rule.id,result`; all where it is left out. */
  fields: Type.Optional(Type.String({ maxLength: 1000 })),
  /** Keys of labels of the resources to answer as well, separated by commas. */
  labels: Type.Optional(Type.String({ maxLength: 1000 })),
})
export type FindingsQuery = Static<typeof FindingsQuery>

export const FindingPage = pageOf(Finding)
export type FindingPage = Static<typeof FindingPage>

export const FindingGroup = Type.Object({
  /** One value for each field of `group`; null for findings without one. */
  values: Type.Array(nullable(Type.String())),
  /** What to show for it: a resource's or rule's name where the value is an id. */
  label: Type.String(),
  counts: TallySchema,
  /** Failed findings by severity. */
  failed: Type.Object({
    critical: Type.Integer(),
    high: Type.Integer(),
    medium: Type.Integer(),
    low: Type.Integer(),
    info: Type.Integer(),
  }),
  resources: Type.Integer(),
  score: nullable(Type.Number()),
})
export type FindingGroup = Static<typeof FindingGroup>

/** Groups come most failed first. */
export const FindingGroupPage = pageOf(FindingGroup)
export type FindingGroupPage = Static<typeof FindingGroupPage>

/** GET /facets?q=&fields=a,b: the values of each field with counts, without that field's own filter. */
export const Facets = Type.Object({
  fields: Type.Array(
    Type.Object({
      field: Type.String(),
      values: Type.Array(Type.Object({ value: nullable(Type.String()), count: Type.Integer() })),
      /** There are more values than were returned. */
      has_more: Type.Boolean(),
    }),
  ),
  warnings: Type.Array(Type.String()),
})
export type Facets = Static<typeof Facets>

/** GET /labels: the keys of labels that resources carry, most frequent first. */
export const LabelKeys = Type.Array(Type.Object({ key: Type.String(), resources: Type.Integer() }))
export type LabelKeys = Static<typeof LabelKeys>

/** GET /findings/{id}: with the rule and the redacted resource. */
export const FindingDetail = Type.Object({
  finding: Finding,
  rule: Rule,
  resource: Type.Object({
    labels: Type.Record(Type.String(), Type.String()),
    node: nullable(Type.String()),
    data: Type.Unknown(),
  }),
  /** Other failed findings of the same resource, worst first, at most 20. */
  related: Type.Array(Finding),
})
export type FindingDetail = Static<typeof FindingDetail>

/** GET /findings/{id}/history, latest first. */
export const FindingChange = Type.Object({
  at: Type.String(),
  kind: oneOf('opened', 'changed', 'resolved', 'reopened', 'gone', 'disabled', 'enabled', 'rated'),
  previous: nullable(Evaluation),
  evaluation: nullable(Evaluation),
  evidence: Type.Array(Type.Unknown()),
})
export type FindingChange = Static<typeof FindingChange>

export const ResourceSummary = Type.Object({
  id: Type.String(),
  type: ResourceType,
  sub_type: nullable(Type.String()),
  name: Type.String(),
  namespace: nullable(Type.String()),
  owner: nullable(Type.String()),
  cluster: Type.Object({ id: Type.String(), name: Type.String() }),
  counts: TallySchema,
})
export type ResourceSummary = Static<typeof ResourceSummary>

/** GET /rules, /rules/{id} */
export const KnownRule = Type.Object({
  ...Rule.properties,
  /**
   * `built-in` is of this server's own rules. `custom` is any other that agents describe: a user's, or one of
   * agents that are newer than the server. Null where agents name it and tell nothing of it.
   */
  origin: nullable(oneOf('built-in', 'custom')),
})
export type KnownRule = Static<typeof KnownRule>

/** One reporter of a cluster: a node's agent, or the leader for the Kubernetes API. */
export const ReporterStatus = Type.Object({
  scope: Type.String(),
  node: nullable(Type.String()),
  agent_version: nullable(Type.String()),
  last_cycle_at: nullable(Type.String()),
  duration_ms: nullable(Type.Integer()),
  coverage: nullable(Coverage),
  /** Silent for two periods. */
  is_stale: Type.Boolean(),
})
export type ReporterStatus = Static<typeof ReporterStatus>

/** The live state of a new cluster, in the order in which it is passed through. */
export const OnboardingState = oneOf('no-contact', 'agent-connected', 'evaluating', 'first-finding')
export type OnboardingState = Static<typeof OnboardingState>

export const ClusterSummary = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** `sample` is the recorded cluster, `local` the one of this machine's kubeconfig or node. */
  kind: oneOf('agent', 'local', 'sample'),
  provider: nullable(Type.String()),
  kubernetes_version: nullable(Type.String()),
  benchmark: nullable(Type.String()),
  labels: Type.Record(Type.String(), Type.String()),
  created_at: Type.String(),
  last_evaluated_at: nullable(Type.String()),
  /** Nodes by the Kubernetes API, and those of them that report. */
  nodes: Type.Object({ expected: Type.Integer(), reporting: Type.Integer() }),
  /**
   * Reporters that have said nothing for two of their periods, of how many, and the last word of the
   * one that is silent for longest. What they reported is of then.
   */
  silent: Type.Object({
    reporters: Type.Integer(),
    of: Type.Integer(),
    since: nullable(Type.String()),
  }),
  coverage: nullable(Coverage),
  state: OnboardingState,
  score: Score,
})
export type ClusterSummary = Static<typeof ClusterSummary>

/** GET /clusters/{id} */
export const ClusterDetail = Type.Object({
  cluster: ClusterSummary,
  reporters: Type.Array(ReporterStatus),
  /** Nodes of the API without an agent. */
  silent_nodes: Type.Array(Type.String()),
})
export type ClusterDetail = Static<typeof ClusterDetail>

/** POST /clusters */
export const CreateClusterRequest = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  labels: Type.Optional(Type.Record(Type.String(), Type.String())),
})
export type CreateClusterRequest = Static<typeof CreateClusterRequest>

/** The token is shown once; the manifest holds it too. */
export const CreateClusterResponse = Type.Object({
  cluster: ClusterSummary,
  enrolment_token: Type.String(),
  expires_at: Type.String(),
  /** How the agents reach this server. */
  server: Type.String(),
  /** Ready for `kubectl apply -f -`. */
  manifest: Type.String(),
})
export type CreateClusterResponse = Static<typeof CreateClusterResponse>

/** A part of the whole with its own score: a section, a cluster. */
export const ScorePart = Type.Object({
  key: Type.String(),
  label: Type.String(),
  /** The section's number, for sorting; empty elsewhere. */
  number: Type.String(),
  /** The KQL that lists its findings. */
  query: Type.String(),
  score: Score,
  /** With the failed findings that exceptions accept left out; absent where there are none. */
  accepted: Type.Optional(Type.Object({ failed: Type.Integer(), score: Score })),
})
export type ScorePart = Static<typeof ScorePart>

/** What happened beside the findings that explains a score. */
export const ScoreEvent = Type.Object({
  at: Type.String(),
  kind: oneOf(
    'cluster-added',
    'cluster-removed',
    'rules-updated',
    'rules-set',
    'exception',
    'attestation',
  ),
  text: Type.String(),
})
export type ScoreEvent = Static<typeof ScoreEvent>

/** GET /scores?cluster=&days=&at=: everything the overview shows, from rollups; `days` of trend and events, 90 where nothing is said. */
export const Scores = Type.Object({
  score: Score,
  /** With the failed findings that exceptions accept left out; absent where there are none. */
  accepted: Type.Optional(Type.Object({ failed: Type.Integer(), score: Score })),
  /** Failed findings by severity are in score.by_severity. */
  sections: Type.Array(ScorePart),
  clusters: Type.Array(ScorePart),
  /** Oldest first, at most 400 points. */
  trend: Type.Array(
    Type.Object({ at: Type.String(), value: nullable(Type.Number()), failed: Type.Integer() }),
  ),
  /** What explains the trend's jumps, oldest first. */
  events: Type.Optional(Type.Array(ScoreEvent)),
  top_rules: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      number: Type.String(),
      severity: Severity,
      failed: Type.Integer(),
    }),
  ),
  top_resources: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      kind: Type.String(),
      namespace: nullable(Type.String()),
      cluster: Type.Object({ id: Type.String(), name: Type.String() }),
      failed: Type.Integer(),
    }),
  ),
})
export type Scores = Static<typeof Scores>

/** GET /session: who the page speaks as, and how this server runs. */
export const Session = Type.Object({
  user: Type.Object({
    name: Type.String(),
    role: Type.String(),
    /** Of a role that people made. */
    permissions: Type.Optional(Type.Array(Permission)),
    reach: Type.Optional(Reach),
    source: Type.Optional(LoginSource),
  }),
  mode: oneOf('local', 'server'),
  version: Type.String(),
})
export type Session = Static<typeof Session>

/** GET /fields: the fields that KQL knows, for completion. */
export const Fields = Type.Array(
  Type.Object({
    name: Type.String(),
    type: oneOf('keyword', 'text', 'date', 'number', 'boolean'),
    description: Type.String(),
  }),
)
export type Fields = Static<typeof Fields>
