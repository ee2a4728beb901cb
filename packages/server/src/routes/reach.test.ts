/** No answer to a caller who sees a part holds anything of the rest. */

import { findingFields } from '@evenkeel/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createToken } from '../storage/tokens.ts'
import { query as kql, openTestApi, type TestApi } from '../testing/api.ts'
import { addCluster, makeCycle, makeFinding, makeResource, slowMs } from '../testing/world.ts'

/** Whatever belongs to the cluster blue alone, or to the namespace two alone, carries its word. */
const blue = 'secretblue'
const two = 'secrettwo'

const reaches = {
  'the cluster red': [{ cluster_labels: { team: 'red' }, namespaces: null }],
  'the namespace one of every cluster': [{ cluster_labels: {}, namespaces: ['one'] }],
  'the namespace one of red': [{ cluster_labels: { team: 'red' }, namespaces: ['one'] }],
  'no cluster at all': [{ cluster_labels: { team: 'green' }, namespaces: null }],
}

let api: TestApi
const clusterIds: Record<'red' | 'blue', string> = { red: '', blue: '' }
const ids: Record<string, string[]> = {}

beforeAll(async () => {
  api = await openTestApi()
  await plantCluster('red', 'red')
  await plantCluster('blue', blue)
  const accept = { reason: `${blue} reason`, category: 'accepted', owner: `${blue} owner` }
  for (const [query, word] of [
    [`resource.name : ${blue}-one`, blue],
    [`resource.name : red-${two}`, two],
  ] as const) {
    const body = { ...accept, reason: word, owner: `${word} owner`, query, until: null }
    await write('POST /api/v1/exceptions', body)
    await write('POST /api/v1/assignments', { query, assignee: word }, 200)
    const { items } = (await api.call(`GET /api/v1/findings?${kql(query)}`)).json()
    await write(`POST /api/v1/findings/${items[0].id}/comments`, { text: word })
  }
  for (const [cluster, word] of [
    ['blue', blue],
    ['red', two],
  ] as const) {
    const body = { rule_id: 'anonymous', cluster_id: clusterIds[cluster], verdict: 'passed' }
    const file = { name: `${word}.txt`, media_type: 'text/plain', content: btoa(word) }
    await write('POST /api/v1/attestations', { ...body, statement: word, until: null, file })
    const off = { rule_ids: ['profiling'], cluster_id: clusterIds[cluster], cluster_labels: {} }
    const setting = { ...off, state: 'disabled', reason: cluster === 'blue' ? word : 'Of red.' }
    await write('POST /api/v1/rule-settings', setting, 200)
    const search = `q=${word}`
    const view = { name: word, page: 'findings', search, visibility: 'shared', is_default: false }
    await write('POST /api/v1/views', view)
  }
  for (const kind of [
    'findings',
    'resources',
    'exceptions',
    'attestations',
    'views',
    'rule-settings',
  ]) {
    const answer = (await api.call(`GET /api/v1/${kind}`)).json()
    const items: { id: string }[] = Array.isArray(answer) ? answer : answer.items
    expect(items.length, kind).toBeGreaterThan(1)
    ids[kind] = items.map((item) => encodeURIComponent(item.id))
  }
}, slowMs)
afterAll(() => api.world.close())

async function write(line: string, body: object, expected = 201): Promise<void> {
  const answer = await api.call(line, { body })
  if (answer.statusCode !== expected) throw new Error(`${line}: ${answer.body}`)
}

/** Two cycles, so that there is a history; a node, gaps, and a pod that fails in each namespace. */
async function plantCluster(team: 'red' | 'blue', word: string): Promise<void> {
  const { clusterId, token } = await addCluster(api.world, word, { team: word })
  clusterIds[team] = clusterId
  const enrol = { bearer: token, body: { node: null, version: '1' } }
  const { credential } = (await api.call('POST /api/v1/agent/enrol', enrol)).json()
  const resources = ['one', two].flatMap((namespace) =>
    [namespace, `${namespace}-other`].map((name) =>
      makeResource(`${word}-${name}`, {
        namespace,
        owner: `Deployment/${word}-${namespace}`,
        node: `${word}-node`,
        labels: { app: `${word}-${namespace}` },
        data: { kind: 'Deployment', metadata: { name: `${word}-${namespace}` } },
      }),
    ),
  )
  const evidence = (name: string) => [{ path: `spec.${name}`, actual: name, expected: null }]
  const findings = resources.flatMap((it) => [
    makeFinding(it, 'privileged', { evidence: evidence(it.name) }),
    makeFinding(it, 'anonymous', { evaluation: 'unknown', reason: `No word of ${it.name}.` }),
  ])
  const gap = { collector: 'kube-api', resource_type: null, sub_type: null, node: null }
  const gaps = [{ ...gap, source: `${word}/${two}/pods`, reason: `${word} ${two} forbidden` }]
  const coverage = { expected: 9, evaluated: 8, gaps }
  const nodes = [`${word}-${two}-node`]
  for (const sequence of [1, 2]) {
    const held = sequence === 1 ? findings.slice(0, -2) : findings
    const cycle = makeCycle(resources, held, { sequence, coverage, nodes })
    const sent = await api.call('POST /api/v1/agent/cycles', { bearer: credential, body: cycle })
    if (sent.statusCode !== 200) throw new Error(sent.body)
    api.world.clock.now = new Date(api.world.clock.now.getTime() + 3_600_000)
  }
}

/** What stands in the place of a parameter, by the path up to it. */
function valuesFor(path: string): string[] | undefined {
  const known: Record<string, string[]> = {
    '/api/v1/clusters/{id}': Object.values(clusterIds),
    '/api/v1/fields/{field}': findingFields.map((field) => field.name),
    '/api/v1/rules/{id}': ['privileged'],
    '/api/v1/benchmarks/{id}': ['cis-kubernetes-1.12'],
    '/api/v1/frameworks/{id}': ['cis-kubernetes-1.12'],
    '/api/v1/reports/{file}': ['cis-kubernetes-1.12.csv'],
    ...Object.fromEntries(
      Object.keys(ids).map((kind) => [`/api/v1/${kind}/{id}`, ids[kind] ?? []]),
    ),
  }
  return known[path]
}

/** What is asked for beside the bare path. */
function searchesFor(path: string, names: readonly string[]): string[] {
  const fields = findingFields.map((field) => field.name).filter((it) => !it.includes('controls'))
  const each = Object.values(clusterIds).map((id) => `cluster=${id}`)
  const own: Record<string, string[]> = {
    '/api/v1/findings': [...fields.map((it) => `group=${it}`), 'at=now-1h', 'q=secret*'],
    '/api/v1/facets': fields.map((field) => `fields=${field}`),
    '/api/v1/diff': ['from=now-1d', 'from=now-1d&q=secret*'],
    '/api/v1/scores/parts': ['cluster', 'namespace', 'owner', 'section', 'label:team'].map(
      (by) => `by=${by}`,
    ),
    '/api/v1/scores/changes': ['from=now-1d', ...each.map((it) => `from=now-1d&${it}`)],
    '/api/v1/access-paths': each.map((it) => `${it}&verb=get&resource=pods`),
    '/api/v1/access-grants': each.map((it) => `${it}&kind=User&name=anna`),
    '/api/v1/export': ['format=json', 'format=ndjson', 'format=csv'],
  }
  const times = names.includes('at') ? ['at=now-1h'] : []
  return ['', ...(names.includes('cluster') ? each : []), ...times, ...(own[path] ?? [])]
}

interface Operation {
  parameters?: { name: string; in: string }[]
}

async function listAddresses(): Promise<{ path: string; url: string }[]> {
  const document = (await api.call('GET /openapi.json')).json()
  const paths: [string, { get?: Operation }][] = Object.entries(document.paths)
  return paths.flatMap(([path, { get }]) => {
    if (!get) return []
    const names = (get.parameters ?? []).map((it) => it.name)
    return searchesFor(path, names).flatMap((search) =>
      fill(path).map((it) => ({ path, url: search === '' ? it : `${it}?${search}` })),
    )
  })
}

function fill(path: string): string[] {
  const [, head, rest = ''] = /^([^{]*\{\w+\})(.*)$/.exec(path) ?? []
  if (head === undefined) return [path]
  // The last part of a path that nothing is known of is filled with what is not there.
  const values = valuesFor(head) ?? ['nothing']
  return values.flatMap((value) => fill(`${head.replace(/\{\w+\}/, value)}${rest}`))
}

async function ask(bearer: string | undefined, url: string) {
  const answer = await api.call(`GET ${url}`, bearer === undefined ? {} : { bearer })
  return { status: answer.statusCode, text: `${JSON.stringify(answer.headers)} ${answer.body}` }
}

describe.each([
  ['the cluster red', new RegExp(`${blue}`)],
  ['the namespace one of every cluster', new RegExp(two)],
  ['the namespace one of red', new RegExp(`${blue}|${two}`)],
  ['no cluster at all', new RegExp(`${blue}|${two}|red-`)],
] as const)('who sees %s', (name, forbidden) => {
  test('is told nothing else by any endpoint', async () => {
    const now = api.world.clock.now
    const role = 'editor'
    const write = { kind: 'api', subject: name, role, reach: reaches[name], now } as const
    const bearer = await createToken(api.world.host.db, { ...write, expiresAt: null })
    const told: string[] = []
    for (const { url } of await listAddresses()) {
      const { status, text } = await ask(bearer, url)
      if (status >= 500) told.push(`${url} answers ${status}.`)
      // What the caller wrote into the address comes back in errors.
      const said = text.replaceAll(decodeURIComponent(url), '').replaceAll(url, '')
      const at = status === 404 ? -1 : said.search(forbidden)
      if (at >= 0) told.push(`${url}: ${said.slice(Math.max(0, at - 60), at + 20)}`)
    }
    expect(told).toEqual([])
  })
})

test('who sees everything is told of both by every endpoint that can', async () => {
  const telling = new Set<string>()
  for (const { path, url } of await listAddresses()) {
    if (new RegExp(`${blue}|${two}`).test((await ask(undefined, url)).text)) telling.add(path)
  }
  expect([...telling]).toEqual(
    expect.arrayContaining([
      '/api/v1/attestations',
      '/api/v1/attestations/{id}/file',
      '/api/v1/audit',
      '/api/v1/audit/export',
      '/api/v1/clusters',
      '/api/v1/clusters/{id}',
      '/api/v1/clusters/{id}/manifest',
      '/api/v1/diff',
      '/api/v1/exceptions',
      '/api/v1/exceptions.yaml',
      '/api/v1/export',
      '/api/v1/fields/{field}/values',
      '/api/v1/findings',
      '/api/v1/findings/{id}',
      '/api/v1/findings/{id}/history',
      '/api/v1/frameworks/{id}',
      '/api/v1/reports',
      '/api/v1/reports/{file}',
      '/api/v1/resources',
      '/api/v1/resources/{id}',
      '/api/v1/resources/{id}/relations',
      '/api/v1/resources/{id}/versions',
      '/api/v1/resources/{id}/versions/{hash}',
      '/api/v1/rule-settings',
      '/api/v1/rule-settings/history',
      '/api/v1/rule-settings/{id}',
      '/api/v1/scores',
      '/api/v1/scores/changes',
      '/api/v1/scores/parts',
      '/api/v1/views',
      '/api/v1/views/{id}',
    ]),
  )
})
