/** What the API answers. */

import type { KnownRule, Rule } from '@evenkeel/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApi, query, reportedDeployments, type TestApi } from '../testing/api.ts'
import { makeCycle, makeFinding, slowMs, testRules } from '../testing/world.ts'

const [first, second] = reportedDeployments
let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
}, slowMs)
afterAll(() => api.world.close())

/** Requests and what the answer has to hold. */
const answers: [line: string, expected: unknown][] = [
  ['GET /api/v1/findings?at=now-1d', { total: 0 }],
  ['GET /api/v1/findings?at=now&group=rule.id', { total: 3 }],
  ['GET /api/v1/facets?at=now&fields=rule.id', { fields: [{ values: [{ count: 2 }, {}, {}] }] }],
  [
    'GET /api/v1/findings?limit=1',
    { total: 4, items: [{ rule: { id: 'privileged' }, lifecycle: 'open' }] },
  ],
  [`GET /api/v1/findings?${query('rule.section : API Server')}`, { total: 2 }],
  [
    `GET /api/v1/findings?${query('result.evaluation : unknown')}`,
    {
      items: [
        { result: { reason: 'The list was forbidden.' }, resource: { owner: 'Deployment/web' } },
      ],
    },
  ],
  [
    `GET /api/v1/findings?${query('rule.sektion : x')}`,
    {
      total: 0,
      warnings: [
        'There is no field "rule.sektion", so it finds nothing. Did you mean rule.section?',
      ],
    },
  ],
  [
    'GET /api/v1/findings?group=resource.id',
    {
      total: 2,
      items: [
        { values: [second.id], counts: { failed: 1, unknown: 1 } },
        {
          values: [first.id],
          label: 'Deployment/payments/api',
          counts: { failed: 1, passed: 1 },
          resources: 1,
        },
      ],
    },
  ],
  [
    'GET /api/v1/findings?group=rule.id&limit=1',
    {
      total: 3,
      items: [
        {
          values: ['privileged'],
          label: 'No container is privileged',
          failed: { high: 1 },
          resources: 2,
        },
      ],
    },
  ],
  [
    'GET /api/v1/findings?group=resource.labels.app,cluster.name',
    { items: [{ values: [null, 'prod'], label: 'none · prod' }, { values: ['api', 'prod'] }] },
  ],
  [
    `GET /api/v1/facets?fields=rule.severity,result.evaluation&${query('rule.severity : low and result.evaluation : failed')}`,
    {
      fields: [
        {
          field: 'rule.severity',
          values: [
            { value: 'low', count: 1 },
            { value: 'high', count: 1 },
          ],
        },
        { field: 'result.evaluation', values: [{ value: 'failed', count: 1 }], has_more: false },
      ],
    },
  ],
  ['GET /api/v1/fields/resource.namespace/values?prefix=PAY', [{ value: 'payments', count: 2 }]],
  [
    'GET /api/v1/resources?search=web',
    { total: 1, items: [{ id: second.id, counts: { failed: 1, unknown: 1 } }] },
  ],
  [
    `GET /api/v1/resources/${encodeURIComponent(first.id)}`,
    { resource: { name: 'api' }, labels: { app: 'api' }, data: { kind: 'Deployment' } },
  ],
  [
    'GET /api/v1/clusters',
    [
      {
        name: 'prod',
        nodes: { expected: 2, reporting: 0 },
        state: 'first-finding',
        coverage: { expected: 4 },
      },
    ],
  ],
  [
    'GET /api/v1/scores',
    {
      score: { counts: { failed: 2, passed: 1, unknown: 1 } },
      sections: [
        {
          number: '1.2',
          label: 'API Server',
          query: 'rule.section : "API Server" and rule.benchmark.id : "cis-kubernetes-1.12"',
        },
        { number: '5.2', label: 'Pod Security' },
      ],
      clusters: [{ label: 'prod' }],
      trend: [{ failed: 2 }],
      top_rules: [{ id: 'privileged', failed: 1 }, { id: 'profiling' }],
      top_resources: [{ failed: 1 }, { failed: 1 }],
    },
  ],
]

describe('what comes', () => {
  test.each(answers)('%s', async (line, expected) => {
    const answer = await api.call(line)
    expect(answer.statusCode).toBe(200)
    if (Array.isArray(expected)) expect(answer.json()).toMatchObject(expected)
    else expect(answer.json()).toMatchObject(expected as object)
  })

  test('the query of a section lists what the section counts', async () => {
    const { sections } = (await api.call('GET /api/v1/scores')).json()
    for (const { query: kql, score } of sections) {
      const { total } = (await api.call(`GET /api/v1/findings?${query(kql)}`)).json()
      const { passed, failed, unknown, manual } = score.counts
      expect(total).toBe(passed + failed + unknown + manual)
    }
  })

  test('a finding comes with its rule, its resource, what else failed, and its history', async () => {
    const { items } = (
      await api.call(`GET /api/v1/findings?${query('rule.id : profiling')}`)
    ).json()
    const detail = (await api.call(`GET /api/v1/findings/${items[0].id}`)).json()
    expect(detail).toMatchObject({
      finding: { rule: { number: '1.2.15', benchmark: { version: '1.12.0' } } },
      rule: { id: 'profiling', source: 'package rules' },
      resource: { data: { kind: 'Deployment' } },
      related: [],
    })
    const history = (await api.call(`GET /api/v1/findings/${items[0].id}/history`)).json()
    expect(history).toMatchObject([{ kind: 'opened', previous: null, evaluation: 'failed' }])
  })

  test.each([
    '',
    'sort=resource.name,-rule.number',
    'sort=-changed_at,rule.severity',
    'sort=cluster.name,rule.name',
  ])('pages with %j give every finding once', async (sort) => {
    const ids: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { id: string }[]; next_cursor: string | null } = (
        await api.call(`GET /api/v1/findings?limit=1&${sort}${cursor && `&cursor=${cursor}`}`)
      ).json()
      ids.push(...page.items.map((it) => it.id))
      cursor = page.next_cursor
    }
    expect(new Set(ids).size).toBe(4)
    expect(ids).toHaveLength(4)
  })

  test('groups are paged too', async () => {
    const first = (
      await api.call('GET /api/v1/findings?group=rule.id,resource.name&limit=3')
    ).json()
    const next = (
      await api.call(
        `GET /api/v1/findings?group=rule.id,resource.name&limit=3&cursor=${first.next_cursor}`,
      )
    ).json()
    expect([...first.items, ...next.items]).toHaveLength(4)
    expect(next.next_cursor).toBeNull()
  })

  test.each([
    ['json', (text: string) => JSON.parse(text).findings.length],
    [
      'ndjson',
      (text: string) =>
        text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)).length,
    ],
    ['csv', (text: string) => text.trim().split('\n').length - 1],
  ])('the export as %s holds what the query finds', async (format, count) => {
    const answer = await api.call(
      `GET /api/v1/export?format=${format}&${query('resource.name : web')}`,
    )
    expect(answer.headers['content-disposition']).toContain(`.${format}"`)
    expect(count(answer.body)).toBe(2)
    // A namespace that a spreadsheet would run.
    if (format === 'csv') expect(answer.body).toContain(",'=cmd(),")
  })

  test('a list and an export hold only the fields that were asked for', async () => {
    const search = `fields=id,rule.id,result,rule.benchmark.version&${query('resource.name : api')}`
    const [first] = (await api.call(`GET /api/v1/findings?${search}`)).json().items
    expect(Object.keys(first)).toEqual(['id', 'rule', 'result'])
    expect(first.rule).toEqual({ id: 'privileged', benchmark: { version: '1.12.0' } })
    expect(first.result.evidence).toHaveLength(1)
    const line = (await api.call(`GET /api/v1/export?format=ndjson&${search}`)).body.split('\n')[0]
    expect(JSON.parse(line ?? '')).toEqual(first)
    const csv = await api.call('GET /api/v1/export?format=csv&fields=rule.id,cluster')
    expect(csv.body.split('\n')[0]).toBe('rule.id,cluster.id,cluster.name')
    for (const path of ['/findings', '/export']) {
      expect((await api.call(`GET /api/v1${path}?fields=rule.nope`)).json()).toMatchObject({
        status: 400,
        field: 'fields',
      })
    }
  })

  test('adding a cluster gives a manifest with a token that enrols', async () => {
    const created = (
      await api.call('POST /api/v1/clusters', { body: { name: 'new', labels: { team: 'core' } } })
    ).json()
    expect(created.manifest).toContain(created.enrolment_token)
    expect(created.cluster).toMatchObject({
      state: 'no-contact',
      labels: { team: 'core' },
      score: { value: null },
    })
    const { id } = created.cluster
    await api.call('POST /api/v1/agent/enrol', {
      bearer: created.enrolment_token,
      body: { node: 'n1', version: '1' },
    })
    expect((await api.call(`GET /api/v1/clusters/${id}`)).json()).toMatchObject({
      cluster: { state: 'agent-connected' },
    })
    expect((await api.call('POST /api/v1/clusters', { body: { name: 'new' } })).statusCode).toBe(
      409,
    )
    expect((await api.call(`GET /api/v1/clusters/${id}/manifest`)).body).toContain(
      'kind: DaemonSet',
    )
    const options = 'node-checks=false&period=1h&exclude-namespaces=a,b&namespace=watch'
    const chosen = (await api.call(`GET /api/v1/clusters/${id}/manifest?${options}`)).body
    expect(chosen).toContain('kind: Deployment')
    expect(chosen).toContain('period: "1h"')
    expect(chosen).toContain('exclude-namespaces: "a,b"')
    expect(chosen).toContain('namespace: watch')
    expect(chosen).toMatch(/token: "?evk_/)
    const named = (await api.call(`GET /api/v1/clusters/${id}/manifest?token-secret=mine`)).body
    expect(named).toContain('secretName: mine')
    expect(named).not.toContain('kind: Secret')
    for (const wrong of ['period=often', 'token=x', 'nothing=x']) {
      const refused = await api.call(`GET /api/v1/clusters/${id}/manifest?${wrong}`)
      expect(refused.statusCode).toBe(400)
    }
    expect((await api.call(`DELETE /api/v1/clusters/${id}`)).statusCode).toBe(204)
    expect((await api.call(`GET /api/v1/clusters/${id}`)).statusCode).toBe(404)
  })

  test('a node that the API lists and no agent speaks for is named', async () => {
    const detail = (await api.call(`GET /api/v1/clusters/${api.clusterId}`)).json()
    expect(detail).toMatchObject({
      silent_nodes: ['node-1', 'node-2'],
      reporters: [{ scope: 'kube-api', is_stale: false, duration_ms: 60000 }],
    })
  })

  test('namespaces that are left out are named, by scope and for the whole cluster', async () => {
    const coverage = { expected: 0, evaluated: 0, gaps: [], excluded_namespaces: ['lab', 'tmp'] }
    const body = makeCycle([], [], { scope: 'node/n9', coverage })
    const sent = await api.call('POST /api/v1/agent/cycles', { bearer: api.credential, body })
    expect(sent.statusCode).toBe(200)
    expect((await api.call(`GET /api/v1/clusters/${api.clusterId}`)).json()).toMatchObject({
      cluster: { coverage: { excluded_namespaces: ['lab', 'tmp'] } },
      reporters: expect.arrayContaining([expect.objectContaining({ scope: 'node/n9', coverage })]),
    })
  })

  test('rules of this server, of users, and those of which nobody tells anything are told apart', async () => {
    const [built] = testRules
    const own = { ...built, id: 'own-rule', controls: [] }
    const findings = [makeFinding(first, 'own-rule'), makeFinding(first, 'from-the-future')]
    const body = makeCycle([first], findings, { scope: 'node/n8', rules: [own] as Rule[] })
    const sent = await api.call('POST /api/v1/agent/cycles', { bearer: api.credential, body })
    expect(sent.statusCode, sent.body).toBe(200)
    const rules: KnownRule[] = (await api.call('GET /api/v1/rules')).json()
    const ids = ['from-the-future', 'own-rule', 'privileged']
    const origins = rules.filter((it) => ids.includes(it.id)).map((it) => it.origin)
    expect(origins).toEqual([null, 'custom', 'built-in'])
    expect((await api.call('GET /api/v1/rules/own-rule')).json().origin).toBe('custom')
  })
})
