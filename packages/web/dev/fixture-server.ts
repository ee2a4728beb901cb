/** Answers the API from invented findings, for looking at the pages without a server: `npx tsx dev/fixture-server.ts`. */

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  computeScore,
  createKqlMatcher,
  evaluationOrder,
  type Finding,
  findingFields,
  KqlError,
  parseKql,
  severities,
  severityOrder,
  tallyFindings,
  toKqlRecord,
} from '@evenkeel/model'
import { clusters, dataOf, findings, rules } from './fixture-data.ts'

const port = Number(process.env.PORT ?? 4400)
const delayMs = Number(process.env.DELAY ?? 0)
const kind = process.env.KIND === 'sample' ? 'sample' : 'agent'
const records = new Map(findings.map((it) => [it.id, toKqlRecord(it)]))

const find = (q: string) => {
  const matches = createKqlMatcher(parseKql(q), Date.now())
  return findings.filter((it) => matches(records.get(it.id) ?? { pairs: [], controls: [] }))
}
const fieldOf = (finding: Finding, field: string) =>
  records.get(finding.id)?.pairs.find(([name]) => name === field)?.[1] ?? null

function tally<T>(items: T[], key: (it: T) => string | null) {
  const groups = new Map<string | null, T[]>()
  for (const it of items) groups.set(key(it), [...(groups.get(key(it)) ?? []), it])
  return groups
}

const scoreOf = (some: Finding[]) => computeScore(tallyFindings(some))

function countFailed(some: Finding[]) {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 }
  for (const it of some) if (it.result.evaluation === 'failed') counts[it.rule.severity] += 1
  return counts
}

function sortKey(finding: Finding, field: string): string | number {
  const value = fieldOf(finding, field) ?? ''
  if (field === 'rule.severity') return (severityOrder as readonly string[]).indexOf(value)
  if (field === 'result.evaluation') return (evaluationOrder as readonly string[]).indexOf(value)
  return value
}

function listFindings(params: URLSearchParams) {
  const sort = (params.get('sort') ?? '-result.evaluation,-rule.severity,rule.number').split(',')
  const all = find(params.get('q') ?? '').sort((a, b) => {
    for (const part of sort) {
      const field = part.replace(/^-/, '')
      const [left, right] = [sortKey(a, field), sortKey(b, field)]
      if (left !== right) return (left < right ? -1 : 1) * (part.startsWith('-') ? -1 : 1)
    }
    return 0
  })
  const start = Number(params.get('cursor') ?? 0)
  const end = start + Number(params.get('limit') ?? 50)
  return {
    items: all.slice(start, end),
    total: all.length,
    next_cursor: end < all.length ? String(end) : null,
    warnings: [],
  }
}

function listGroups(params: URLSearchParams) {
  const groupFields = (params.get('group') ?? '').split(',')
  const [field = ''] = groupFields
  const keyOf = (it: Finding) => groupFields.map((name) => fieldOf(it, name)).join()
  const items = [...tally(find(params.get('q') ?? ''), keyOf)].map(([, some]) => ({
    values: groupFields.map((name) => (some[0] ? fieldOf(some[0], name) : null)),
    label:
      field === 'rule.id'
        ? (some[0]?.rule.name ?? '')
        : field === 'resource.id'
          ? (some[0]?.resource.name ?? '')
          : ((some[0] && fieldOf(some[0], field)) ?? ''),
    counts: scoreOf(some).counts,
    failed: countFailed(some),
    resources: new Set(some.map((it) => it.resource.id)).size,
    score: scoreOf(some).value,
  }))
  items.sort((a, b) => b.counts.failed - a.counts.failed)
  return { items, total: items.length, next_cursor: null, warnings: [] }
}

function listFacets(params: URLSearchParams) {
  const q = params.get('q') ?? ''
  const fields = (params.get('fields') ?? '').split(',').map((field) => {
    const without = q
      .split(' and ')
      .filter((it) => !it.includes(field))
      .join(' and ')
    const values = [...tally(find(without), (it) => fieldOf(it, field))].map(([value, some]) => ({
      value,
      count: some.length,
    }))
    values.sort((a, b) => b.count - a.count)
    return { field, values: values.slice(0, 50), has_more: values.length > 50 }
  })
  return { fields, warnings: [] }
}

const coverage = {
  expected: 1400,
  evaluated: 1290,
  gaps: [
    {
      collector: 'kube-api',
      source: 'GET /apis/apps/v1/deployments',
      reason: 'The API server answered 403: the service account may not list deployments.',
      resource_type: 'k8s_object',
      sub_type: 'Deployment',
      node: null,
    },
    {
      collector: 'files',
      source: '/etc/kubernetes/pki',
      reason: 'Permission denied; run the agent as root.',
      resource_type: 'kubernetes_master_node',
      sub_type: null,
      node: 'cp-2',
    },
  ],
}

const pending: Record<string, unknown>[] = []
const clusterSummaries = () => [
  ...clusters.map((it, at) => ({
    ...it,
    kind: at === 0 ? kind : 'agent',
    provider: at === 0 ? 'kubeadm' : 'eks',
    kubernetes_version: '1.35.4',
    benchmark: 'cis-kubernetes-1.12',
    labels: { stage: at === 0 ? 'production' : 'staging' },
    created_at: new Date(Date.now() - 4e9).toISOString(),
    last_evaluated_at: new Date(Date.now() - 3e6).toISOString(),
    nodes: { expected: 5, reporting: at === 0 ? 4 : 5 },
    coverage: at === 0 ? coverage : { ...coverage, evaluated: 1400, gaps: [] },
    state: 'first-finding',
    score: scoreOf(findings.filter((finding) => finding.cluster.id === it.id)),
  })),
  ...pending,
]

function scores(clusterId: string | null) {
  const some = clusterId ? findings.filter((it) => it.cluster.id === clusterId) : findings
  const failed = some.filter((it) => it.result.evaluation === 'failed')
  const sections = [...tally(some, (it) => it.rule.section)].map(([section, part]) => ({
    key: section ?? '',
    label: section ?? '',
    number: part[0]?.rule.number.split('.').slice(0, -1).join('.') ?? '',
    query: `rule.section : "${section}"`,
    score: scoreOf(part),
  }))
  return {
    score: scoreOf(some),
    sections,
    clusters: clusters.map((it) => ({
      key: it.id,
      label: it.name,
      number: '',
      query: `cluster.id : "${it.id}"`,
      score: scoreOf(findings.filter((finding) => finding.cluster.id === it.id)),
    })),
    trend: Array.from({ length: 60 }, (_, at) => ({
      at: new Date(Date.now() - ((60 - at) * 86_400_000) / 2).toISOString(),
      value: 58 + Math.sin(at / 7) * 4 + at / 12,
      failed: 400 - at,
    })),
    top_rules: [...tally(failed, (it) => it.rule.id)]
      .map(([id, part]) => ({
        id: id ?? '',
        name: part[0]?.rule.name ?? '',
        number: part[0]?.rule.number ?? '',
        severity: part[0]?.rule.severity ?? 'low',
        failed: part.length,
      }))
      .sort(
        (a, b) =>
          severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.failed - a.failed,
      )
      .slice(0, 10),
    top_resources: [...tally(failed, (it) => it.cluster.id + it.resource.id)]
      .map(([, part]) => ({
        id: part[0]?.resource.id ?? '',
        name: part[0]?.resource.name ?? '',
        kind: part[0]?.resource.sub_type ?? part[0]?.resource.type ?? '',
        namespace: part[0]?.resource.namespace ?? null,
        cluster: part[0]?.cluster ?? clusters[0],
        failed: part.length,
      }))
      .sort((a, b) => b.failed - a.failed)
      .slice(0, 10),
  }
}

function detail(id: string) {
  const finding = findings.find((it) => it.id === id)
  const rule = rules.find((it) => it.id === finding?.rule.id)
  if (!finding || !rule) return undefined
  const related = findings.filter(
    (it) =>
      it.id !== id &&
      it.resource.id === finding.resource.id &&
      it.cluster.id === finding.cluster.id &&
      it.result.evaluation === 'failed',
  )
  return {
    finding,
    rule,
    resource: {
      labels: { app: finding.resource.name },
      node: null,
      data: dataOf(finding.resource),
    },
    related: related.slice(0, 20),
  }
}

function answer(path: string, params: URLSearchParams, body: Record<string, unknown>): unknown {
  if (path === '/session')
    return { user: { name: 'admin', role: 'admin' }, mode: 'local', version: '0.1.0' }
  if (path === '/findings') return params.has('group') ? listGroups(params) : listFindings(params)
  if (path === '/facets') return listFacets(params)
  if (path === '/fields')
    return findingFields.map(({ name, type, description }) => ({ name, type, description }))
  if (path === '/scores') return scores(params.get('cluster'))
  if (path === '/clusters' && body.name) return addCluster(String(body.name))
  if (path === '/clusters') return clusterSummaries()
  const values = /^\/fields\/(.+)\/values$/.exec(path)
  if (values) {
    const field = decodeURIComponent(values[1] ?? '')
    return [...tally(find(params.get('q') ?? ''), (it) => fieldOf(it, field))]
      .map(([value, some]) => ({ value, count: some.length }))
      .filter(({ value }) =>
        value?.toLowerCase().startsWith((params.get('prefix') ?? '').toLowerCase()),
      )
  }
  const history = /^\/findings\/(.+)\/history$/.exec(path)
  if (history) {
    const finding = findings.find((it) => it.id === history[1])
    return [
      {
        at: finding?.changed_at,
        kind: 'reopened',
        previous: 'passed',
        evaluation: finding?.result.evaluation,
        evidence: [],
      },
      {
        at: finding?.first_seen,
        kind: 'opened',
        previous: null,
        evaluation: 'failed',
        evidence: [],
      },
    ]
  }
  const cluster = /^\/clusters\/(.+)$/.exec(path)
  if (cluster) {
    const summary = clusterSummaries().find((it) => it.id === cluster[1])
    return (
      summary && {
        cluster: summary,
        reporters: ['kube-api', 'node/cp-1', 'node/cp-2', 'node/worker-1'].map((scope, at) => ({
          scope,
          node: at ? scope.slice(5) : null,
          agent_version: '0.1.0',
          last_cycle_at: new Date(Date.now() - 3e6 * (at + 1)).toISOString(),
          duration_ms: 1234,
          coverage,
          is_stale: at === 3,
        })),
        silent_nodes: ['worker-3'],
      }
    )
  }
  return detail(path.replace('/findings/', ''))
}

function addCluster(name: string) {
  const cluster = {
    ...clusterSummaries()[0],
    id: `new-${pending.length}`,
    name,
    kind: 'agent',
    state: 'no-contact',
    score: computeScore({}),
    nodes: { expected: 0, reporting: 0 },
    coverage: null,
    last_evaluated_at: null,
  }
  pending.push(cluster)
  const states = ['agent-connected', 'evaluating', 'first-finding']
  const timer = setInterval(() => {
    cluster.state = states.shift() ?? 'first-finding'
    if (states.length === 0) clearInterval(timer)
  }, 4000)
  return {
    cluster,
    enrolment_token: 'ekt_8f2c1d9b7a6e5f4c3b2a',
    expires_at: new Date(Date.now() + 864e5).toISOString(),
    manifest:
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: evenkeel\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: evenkeel-agent\n  namespace: evenkeel\n',
  }
}

const dist = new URL('../dist/', import.meta.url)
const types: Record<string, string> = {
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
}

/** The built pages, with the Content-Security-Policy of the real server. */
function sendPage(path: string, response: ServerResponse) {
  const extension = path.split('.').at(-1) ?? ''
  if (types[extension]) {
    response.writeHead(200, { 'content-type': types[extension] })
    response.end(readFileSync(new URL(`.${path}`, dist)))
    return
  }
  const nonce = randomBytes(16).toString('base64')
  response.writeHead(200, {
    'content-type': 'text/html',
    'content-security-policy': `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`,
  })
  response.end(readFileSync(new URL('index.html', dist), 'utf8').replaceAll('__NONCE__', nonce))
}

async function handle(request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (!url.pathname.startsWith('/api/')) {
    sendPage(url.pathname, response)
    return
  }
  let text = ''
  for await (const chunk of request) text += chunk
  await new Promise((resolve) => setTimeout(resolve, delayMs))
  let status = 200
  let body: unknown
  try {
    body = answer(
      url.pathname.replace('/api/v1', ''),
      url.searchParams,
      text ? JSON.parse(text) : {},
    )
    if (body === undefined) {
      status = 404
      body = { type: 'about:blank', title: 'Not found', status, detail: 'There is no such thing.' }
    }
  } catch (error) {
    status = error instanceof KqlError ? 400 : 500
    body = {
      type: 'about:blank',
      title: 'Bad',
      status,
      detail: String(error),
      request_id: 'req-17',
    }
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

createServer((request, response) => void handle(request, response)).listen(port, '127.0.0.1')
