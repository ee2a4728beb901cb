/** What the API document says of each endpoint; a test holds that none is left out. */

export interface OperationNote {
  /** The heading that it stands under. */
  tag: Tag
  /** One line, without a full stop. */
  summary: string
  /** Of the request's body. */
  example?: unknown
  /** Media types of the answer, where it is not JSON. */
  answers?: readonly string[]
}

export const tags = {
  Findings: 'Findings as they are, as they were, and as files. Queries are KQL.',
  Compliance: 'Benchmarks and frameworks with what was found, attestations, reports.',
  Exceptions: 'Decisions to accept failed findings.',
  Clusters: 'Clusters, their resources and how these hang together.',
  Rules: 'The rules and the benchmarks that number them.',
  Scores: 'The posture score, its parts, and what moved it.',
  Views: 'Saved searches of pages.',
  Access: 'Sessions, users, tokens, the audit log.',
  Agents: 'What agents call; the messages may arrive twice without harm.',
  Operation: 'For whoever keeps the server running.',
} as const
export type Tag = keyof typeof tags

const note = (tag: Tag, summary: string, more: Omit<OperationNote, 'tag' | 'summary'> = {}) => ({
  tag,
  summary,
  ...more,
})

const id = '00000000-0000-8000-8000-000000000000'
const exception = {
  rule: 'pod-privileged',
  resource: 'Deployment/payments/api-*',
  reason: 'The payment terminal needs the device.',
  category: 'compensating-control',
  owner: 'team-payments',
  until: '2030-03-31T23:59:59Z',
}
const everywhere = { cluster_id: null, cluster_labels: {} }
const ruleSetting = {
  rule_ids: ['pod-privileged'],
  cluster_id: null,
  cluster_labels: { environment: 'test' },
  state: 'disabled',
  reason: 'Test clusters run the device plugin.',
}
const view = {
  name: 'Critical in production',
  page: 'findings',
  search: 'q=rule.severity+%3A+critical',
  visibility: 'private',
  is_default: false,
}
const approver = { description: 'Decides on exceptions.', permissions: ['exceptions.approve'] }
const rows = ['application/json', 'application/x-ndjson', 'text/csv']

export const operations: Readonly<Record<string, OperationNote>> = {
  'GET /healthz': note('Operation', 'Tell that the process answers'),
  'GET /api/v1/system': note('Operation', 'Show how the server is: storage, jobs, what comes in'),
  'GET /api/v1/system/bundle': note('Operation', 'Take a redacted file for whoever gives support'),
  'GET /readyz': note('Operation', 'Tell that the database answers'),

  'GET /api/v1/findings': note('Findings', 'List findings, or count them by groups'),
  'GET /api/v1/findings/{id}': note('Findings', 'Show a finding with its rule and resource'),
  'GET /api/v1/findings/{id}/history': note('Findings', 'List the changes of a finding'),
  'GET /api/v1/findings/{id}/notes': note('Findings', 'List comments and who had it'),
  'POST /api/v1/findings/{id}/comments': note('Findings', 'Comment on a finding', {
    example: { text: 'Asked the payments team; they drop it with **release 14**.' },
  }),
  'POST /api/v1/assignments': note('Findings', 'Name who sees to the findings of a query', {
    example: { query: 'resource.namespace : payments', assignee: 'anna' },
  }),
  'GET /api/v1/facets': note('Findings', 'Count findings by the values of fields'),
  'GET /api/v1/labels': note('Findings', 'List the keys of labels that resources carry'),
  'GET /api/v1/fields': note('Findings', 'List the fields that a query may name'),
  'GET /api/v1/fields/{field}/values': note('Findings', 'Complete the values of a field'),
  'GET /api/v1/diff': note('Findings', 'Compare the findings of two times'),
  'GET /api/v1/export': note('Findings', 'Export all that a query finds', { answers: rows }),

  'GET /api/v1/frameworks': note('Compliance', 'List benchmarks and frameworks with results'),
  'GET /api/v1/frameworks/{id}': note('Compliance', 'Show the controls of one with what was found'),
  'GET /api/v1/reports': note('Compliance', 'List the reports that were made'),
  'GET /api/v1/reports/{file}': note('Compliance', 'Make a report', {
    answers: ['application/pdf', 'text/csv'],
  }),
  'GET /api/v1/attestations': note('Compliance', 'List answers to manual rules'),
  'POST /api/v1/attestations': note('Compliance', 'Answer a manual rule', {
    example: {
      rule_id: 'rbac-cluster-admin',
      cluster_id: null,
      verdict: 'passed',
      statement: 'All three bindings are of the platform team; looked at one by one.',
      until: '2030-01-31T00:00:00Z',
      file: null,
    },
  }),
  'DELETE /api/v1/attestations/{id}': note('Compliance', 'Revoke an answer'),
  'GET /api/v1/attestations/{id}/file': note('Compliance', 'Take the document of an answer', {
    answers: ['application/octet-stream'],
  }),

  'GET /api/v1/exceptions': note('Exceptions', 'List exceptions of every state'),
  'POST /api/v1/exceptions': note('Exceptions', 'Accept findings, or ask for that', {
    example: exception,
  }),
  'POST /api/v1/exceptions/preview': note('Exceptions', 'Tell what a scope would accept', {
    example: { query: 'rule.severity : low' },
  }),
  'POST /api/v1/exceptions/{id}/decision': note(
    'Exceptions',
    'Approve or deny what was asked for',
    {
      example: { decision: 'denied', note: 'Drop the capability instead.' },
    },
  ),
  'DELETE /api/v1/exceptions/{id}': note(
    'Exceptions',
    'Revoke an exception, or withdraw a request',
  ),
  'GET /api/v1/exceptions.yaml': note('Exceptions', 'Take those in force as a file for scans', {
    answers: ['application/yaml'],
  }),
  'POST /api/v1/exceptions/import': note(
    'Exceptions',
    'Take a file of exceptions in, all or nothing',
    {
      example:
        'version: 1\nexceptions:\n  - { rule: pod-privileged, reason: Needed., owner: platform }\n',
    },
  ),

  'GET /api/v1/rule-settings': note('Rules', 'List what people set for rules'),
  'POST /api/v1/rule-settings': note('Rules', 'Turn rules off or on, rate them, set parameters', {
    example: ruleSetting,
  }),
  'POST /api/v1/rule-settings/preview': note('Rules', 'Tell what setting rules would do', {
    example: { ...everywhere, rule_ids: ['pod-privileged'], state: 'disabled' },
  }),
  'GET /api/v1/rule-settings/history': note('Rules', 'List who set what for rules, and when'),
  'GET /api/v1/rule-settings/{id}': note('Rules', 'Show one setting'),
  'PUT /api/v1/rule-settings/{id}': note('Rules', 'Change one setting', {
    example: { state: null, severity: 'low', parameters: {}, reason: 'A sandbox.' },
  }),
  'DELETE /api/v1/rule-settings/{id}': note('Rules', 'Take one setting away'),

  'GET /api/v1/clusters': note('Clusters', 'List clusters with coverage and score'),
  'POST /api/v1/clusters': note('Clusters', 'Add a cluster', {
    example: { name: 'prod-eu', labels: { team: 'payments' } },
  }),
  'GET /api/v1/clusters/{id}': note('Clusters', 'Show a cluster and who reports of it'),
  'DELETE /api/v1/clusters/{id}': note('Clusters', 'Remove a cluster with all its findings'),
  'GET /api/v1/clusters/{id}/manifest': note(
    'Clusters',
    'Make the manifest of its agent; parameters are the options of `evenkeel manifest`',
    { answers: ['application/yaml'] },
  ),
  'GET /api/v1/clusters/{id}/agents': note('Clusters', 'List its agents by their credentials'),
  'DELETE /api/v1/clusters/{id}/agents/{agent}': note('Clusters', 'Revoke an agent'),
  'POST /api/v1/clusters/{id}/enrolment-token': note('Clusters', 'Make a new enrolment token'),
  'GET /api/v1/clusters/{id}/evaluate': note(
    'Clusters',
    'Tell which agents answered the latest request',
  ),
  'POST /api/v1/clusters/{id}/evaluate': note(
    'Clusters',
    'Ask the agents to look at everything anew',
  ),
  'GET /api/v1/inventory': note('Clusters', 'Count resources by kind, with what failed on them'),
  'GET /api/v1/resources': note('Clusters', 'List resources, most failed first'),
  'GET /api/v1/resources/{id}': note('Clusters', 'Show a resource, redacted'),
  'GET /api/v1/resources/{id}/relations': note(
    'Clusters',
    'Show what a resource hangs together with',
  ),
  'GET /api/v1/resources/{id}/versions': note('Clusters', 'List the versions of a resource'),
  'GET /api/v1/resources/{id}/versions/{hash}': note('Clusters', 'Show one version of a resource'),
  'GET /api/v1/access-paths': note('Clusters', 'Tell who may do something, and by which bindings'),
  'GET /api/v1/access-subjects': note('Clusters', 'List everybody whom a binding names'),
  'GET /api/v1/access-grants': note('Clusters', 'Tell what one subject was given'),

  'GET /api/v1/rules': note('Rules', 'List rules'),
  'GET /api/v1/rules/{id}': note('Rules', 'Show a rule'),
  'GET /api/v1/benchmarks': note('Rules', 'List benchmarks'),
  'GET /api/v1/benchmarks/{id}': note('Rules', 'Show a benchmark'),

  'GET /api/v1/scores': note('Scores', 'Show the posture score, its sections and its trend'),
  'GET /api/v1/scores/parts': note(
    'Scores',
    'Show the score by label, namespace, owner or framework',
  ),
  'GET /api/v1/scores/changes': note('Scores', 'Tell what moved the score between two times'),

  'GET /api/v1/views': note('Views', "List one's own views and the shared ones"),
  'POST /api/v1/views': note('Views', 'Save a view', { example: view }),
  'GET /api/v1/views/{id}': note('Views', 'Show a view'),
  'PUT /api/v1/views/{id}': note('Views', "Change one's own view", { example: view }),
  'DELETE /api/v1/views/{id}': note('Views', 'Remove a view'),

  'GET /api/v1/login-options': note('Access', 'Tell how people may log in'),
  'POST /api/v1/session': note('Access', 'Log in', {
    example: { name: 'zoe', password: 'correct horse battery' },
  }),
  'GET /api/v1/session': note('Access', 'Tell who is asking'),
  'DELETE /api/v1/session': note('Access', 'Log out'),
  'GET /api/v1/roles': note('Access', 'List roles that people made, and who has them'),
  'POST /api/v1/roles': note('Access', 'Make a role', {
    example: { name: 'Approver', ...approver },
  }),
  'PUT /api/v1/roles/{name}': note('Access', 'Change what a role may', { example: approver }),
  'DELETE /api/v1/roles/{name}': note('Access', 'Remove a role that nobody has'),
  'POST /api/v1/oidc/trial': note('Access', 'Tell what groups of the identity provider would get', {
    example: { groups: ['platform', 'everyone'] },
  }),
  'GET /api/v1/sessions': note('Access', 'List sessions'),
  'DELETE /api/v1/sessions/{id}': note('Access', 'End a session'),
  'GET /api/v1/users': note('Access', 'List users'),
  'POST /api/v1/users': note('Access', 'Add a user', {
    example: { name: 'zoe', role: 'viewer', password: 'correct horse battery' },
  }),
  'PATCH /api/v1/users/{name}': note('Access', 'Change a user', { example: { role: 'editor' } }),
  'DELETE /api/v1/users/{name}': note('Access', 'Remove a user and their sessions'),
  'GET /api/v1/tokens': note('Access', 'List API tokens'),
  'POST /api/v1/tokens': note('Access', 'Make an API token', {
    example: { name: 'ci', role: 'viewer', expires_at: '2030-01-31T00:00:00Z' },
  }),
  'DELETE /api/v1/tokens/{id}': note('Access', 'Revoke an API token'),
  'GET /api/v1/audit': note('Access', 'List who wrote what'),
  'GET /api/v1/audit/export': note('Access', 'Export who wrote what', { answers: rows }),

  'POST /api/v1/agent/enrol': note('Agents', 'Trade an enrolment token for a credential', {
    example: { node: 'node-1', version: '0.1.0' },
  }),
  'POST /api/v1/agent/credential': note('Agents', 'Trade a credential for its successor', {
    example: { node: 'node-1', version: '0.1.0' },
  }),
  'GET /api/v1/agent/settings': note('Agents', 'Ask what people set for the rules of the cluster'),
  'POST /api/v1/agent/diff': note('Agents', 'Ask which rows of a cycle the server lacks', {
    example: { scope: 'kube-api', sequence: 1, keys: [] },
  }),
  'POST /api/v1/agent/cycles': note('Agents', 'Bring a cycle in, in one piece'),
}

/** Of parameters, by their names. */
export const parameterExamples: Readonly<Record<string, unknown>> = {
  q: 'result.evaluation : failed and rule.severity : (critical or high)',
  sort: '-rule.severity,resource.name',
  group: 'rule.id',
  at: 'now-7d',
  from: 'now-30d',
  to: 'now',
  compare: 'now-30d',
  prefix: 'kube-',
  search: 'payments api',
  namespace: 'payments',
  kind: 'Deployment',
  format: 'ndjson',
  cluster: id,
}
