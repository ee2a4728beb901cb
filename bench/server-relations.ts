/** Maps, access paths, versions and what moved a score, in one cluster of 100,000 resources, beside reading all of them. */
import { sql } from 'kysely'
import type { FindingRow, ResourceRow } from '../packages/model/src/index.ts'
import { ingestCycle } from '../packages/server/src/ingest/ingest.ts'
import { makeObject } from '../packages/server/src/testing/cluster-objects.ts'
import { addBenchCluster, makeCycle, measure, openBenchWorld } from './_server-world.ts'

const count = Number(process.env.BENCH_RESOURCES ?? 100_000)
const namespaces = 50
const cycles = 6
const changedPart = 0.02
const rounds = 7

const rbac = 'rbac.authorization.k8s.io/v1'
const shares = { workloads: 0.6, services: 0.1, accounts: 0.1, bindings: 0.1, ingresses: 0.05 }

function podSpec(index: number, account: string): object {
  const variables = Array.from({ length: 12 }, (_, at) => ({
    name: `SETTING_${at}`,
    value: `[redacted]`,
  }))
  return {
    serviceAccountName: account,
    containers: [
      {
        name: 'main',
        image: `registry.example.org/team/app-${index % 700}:1.${index % 90}.${index}`,
        command: ['/bin/app', '--port=8080', `--shard=${index}`],
        ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }],
        env: variables,
        envFrom: [{ configMapRef: { name: `settings-${index % 40}` } }],
        resources: { limits: { memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
        securityContext: { privileged: index % 100 === 0, allowPrivilegeEscalation: false },
        volumeMounts: [{ mountPath: '/etc/app', name: 'keys', readOnly: true }],
      },
    ],
    volumes: [{ name: 'keys', secret: { secretName: `keys-${index % 60}` } }],
  }
}

function makeWorkload(index: number, revision: number): ResourceRow {
  const namespace = `team-${index % namespaces}`
  const labels = { app: `app-${index}`, tier: index % 3 === 0 ? 'web' : 'backend' }
  // Every fourth one runs as the default account, which so is a hub.
  const account = index % 4 === 0 ? 'default' : `account-${index % (count * shares.accounts)}`
  return makeObject(`Deployment/app-${index}`, {
    apiVersion: 'apps/v1',
    namespace,
    labels,
    spec: {
      replicas: 1 + revision,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(index, account) },
    },
  })
}

function makeCluster(): ResourceRow[] {
  const many = (share: number, make: (index: number) => ResourceRow) =>
    Array.from({ length: Math.floor(count * share) }, (_, index) => make(index))
  return [
    ...Array.from({ length: namespaces }, (_, at) => makeObject(`Namespace/team-${at}`)),
    ...Array.from({ length: namespaces }, (_, at) =>
      makeObject('ServiceAccount/default', { namespace: `team-${at}` }),
    ),
    ...many(shares.workloads, (index) => makeWorkload(index, 0)),
    ...many(shares.services, (index) =>
      makeObject(`Service/app-${index}`, {
        namespace: `team-${index % namespaces}`,
        spec: {
          selector: { app: `app-${index}` },
          type: index % 50 === 0 ? 'LoadBalancer' : 'ClusterIP',
        },
      }),
    ),
    ...many(shares.accounts, (index) =>
      makeObject(`ServiceAccount/account-${index}`, { namespace: `team-${index % namespaces}` }),
    ),
    ...many(shares.bindings, (index) =>
      makeObject(`RoleBinding/account-${index}`, {
        apiVersion: rbac,
        namespace: `team-${index % namespaces}`,
        roleRef: { kind: 'ClusterRole', name: `role-${index % 100}` },
        subjects: [{ kind: 'ServiceAccount', name: `account-${index}` }],
      }),
    ),
    ...many(shares.ingresses, (index) =>
      makeObject(`Ingress/app-${index}`, {
        apiVersion: 'networking.k8s.io/v1',
        namespace: `team-${index % namespaces}`,
        spec: { defaultBackend: { service: { name: `app-${index}` } } },
      }),
    ),
    ...Array.from({ length: 100 }, (_, at) =>
      makeObject(`ClusterRole/role-${at}`, {
        apiVersion: rbac,
        rules: [
          { apiGroups: [''], resources: at % 5 === 0 ? ['secrets'] : ['pods'], verbs: ['get'] },
        ],
      }),
    ),
  ]
}

const world = await openBenchWorld()
const clusterId = await addBenchCluster(world, 'large')
const rule = 'rule-3'
const found = (row: ResourceRow, isFailed: boolean): FindingRow => ({
  resource_id: row.id,
  rule_id: rule,
  evaluation: isFailed ? 'failed' : 'passed',
  severity: 'high',
  reason: null,
  evidence: [],
})

/** What a hash of the content would be, without making one of 100,000. */
function revisionOf(row: ResourceRow | undefined): string {
  const replicas = /"replicas":\d+/.exec(JSON.stringify(row?.data))?.[0] ?? ''
  return replicas.padEnd(64, '0')
}

let rows = makeCluster()
let findings = rows.map((row, index) => found(row, index % 4 === 0))
const send = async (sequence: number, resources: ResourceRow[], sent: FindingRow[]) => {
  const cycle = makeCycle({ resources: rows, findings }, sequence, new Set())
  const keys = cycle.keys.map((key, index) => ({ ...key, hash: revisionOf(rows[index]) }))
  return await measure(() =>
    ingestCycle(world.host, clusterId, { ...cycle, keys, resources, findings: sent }),
  )
}
const first = await send(1, rows, findings)
console.log(`first load of ${rows.length} resources: ${first.cpuSeconds.toFixed(1)} s of CPU`)

const between = new Date()
const times: number[] = []
for (let cycle = 2; cycle <= cycles; cycle += 1) {
  const changed = new Set<ResourceRow>()
  rows = rows.map((row, index) => {
    // The same ones each time, so that they gather versions.
    if (row.sub_type !== 'Deployment' || index % Math.round(1 / changedPart) !== 0) return row
    const next = makeWorkload(Number(row.name.slice(4)), cycle)
    changed.add(next)
    return next
  })
  findings = rows.map((row, index) =>
    found(row, (index + (changed.has(row) ? cycle : 0)) % 4 === 0),
  )
  const sent = findings.filter((_, index) => changed.has(rows[index] as ResourceRow))
  times.push((await send(cycle, [...changed], sent)).cpuSeconds)
}
console.log(
  `cycle with ${changedPart * 100} % of the workloads changed: ${median(times).toFixed(1)} s of CPU`,
)
await world.host.store.checkpoint()

const naive = await measure(async () => {
  const all = await sql`select data from resource_data where cluster_id = ${clusterId}`.execute(
    world.host.db,
  )
  return all.rows.length
})
console.log(`reading all resources, the baseline: ${naive.wallMs.toFixed(0)} ms\n`)

const of = (id: string, hops: number) =>
  `/api/v1/resources/${encodeURIComponent(`k8s_object/${id}`)}/relations?cluster=${clusterId}&hops=${hops}`
const requests: [string, string][] = [
  ['map of a workload, 1 step', of('apps/Deployment/team-1/app-51', 1)],
  ['map of a workload, 2 steps', of('apps/Deployment/team-1/app-51', 2)],
  ['map of a workload, 3 steps', of('apps/Deployment/team-1/app-51', 3)],
  ['map of a service, 3 steps', of('core/Service/team-1/app-51', 3)],
  ['map of an account of 300 workloads', of('core/ServiceAccount/team-0/default', 2)],
  ['map of a role of 100 bindings, 3 steps', of(`rbac.authorization.k8s.io/ClusterRole/role-5`, 3)],
  ['map of a namespace of 2,000 resources', of('core/Namespace/team-1', 2)],
  ['who can get secrets', `/api/v1/access-paths?cluster=${clusterId}&verb=get&resource=secrets`],
  [
    'versions with a rule',
    `/api/v1/resources/${encodeURIComponent('k8s_object/apps/Deployment/team-0/app-0')}/versions?cluster=${clusterId}&rule=${rule}`,
  ],
  ['score by namespace', `/api/v1/scores/parts?by=namespace&cluster=${clusterId}`],
  ['score by section', `/api/v1/scores/parts?by=section&cluster=${clusterId}`],
  [
    'what moved the score',
    `/api/v1/scores/changes?from=${between.toISOString()}&cluster=${clusterId}`,
  ],
  ['differences, first page', `/api/v1/diff?from=${between.toISOString()}&limit=50`],
  ['overview of then', `/api/v1/scores?cluster=${clusterId}&at=${between.toISOString()}`],
  ['findings of then, first page', `/api/v1/findings?at=${between.toISOString()}`],
]
for (const [name, url] of requests) {
  const ms: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const { wallMs, result } = await measure(() => world.get(url))
    if (result.statusCode !== 200) throw new Error(`${url}: ${result.body}`)
    ms.push(wallMs)
  }
  const middle = median(ms)
  console.log(`${name}: ${middle.toFixed(1)} ms, ${(naive.wallMs / middle).toFixed(0)} times less`)
}

const sizes = await sql<{ name: string; rows: number; bytes: number }>`
  select c.relname as name, c.reltuples::bigint as rows,
    pg_total_relation_size(c.oid)::bigint as bytes
  from pg_class c where c.relname in ('resource', 'resource_data', 'resource_version',
    'resource_link', 'resource_selector', 'owner_count', 'finding_flow')`.execute(world.host.db)
for (const { name, rows: held, bytes } of sizes.rows) {
  const mb = (bytes / 1024 / 1024).toFixed(1)
  console.log(
    `${name}: ${held} rows, ${mb} MB, ${Math.round(bytes / Math.max(1, held))} bytes each`,
  )
}
await world.close()

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
