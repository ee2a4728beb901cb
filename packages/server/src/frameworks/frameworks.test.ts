/** Controls of benchmarks and frameworks, held against what an agent reported. */

import type { Attestation, FrameworkDetail, FrameworkSummary } from '@evenkeel/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertAttestation } from '../storage/attestations.ts'
import type { CountRow } from '../storage/score-points.ts'
import {
  anyId,
  openTestApi,
  reportedCycle,
  reportedDeployments,
  type TestApi,
} from '../testing/api.ts'
import { makeFinding, makeRule, slowMs, testBenchmark } from '../testing/world.ts'
import { describeSections, type Held, type Off, scoreOf } from './controls.ts'

/** [evaluation code, count, accepted] of the one rule. */
type Row = [evaluation: number, n: number, excepted?: number]
const [passed, manual, unknown, failed] = [0, 1, 2, 3]

function hold(
  rows: Row[],
  part: { entry?: object; rule?: object; hidden?: number; answers?: object; off?: Off[] } = {},
) {
  const rule = makeRule('r', { severity: 'high', ...part.rule })
  const place = { rule } as never
  const answers = new Map(Object.entries(part.answers ?? {}))
  const held: Held = {
    benchmark: {
      ...testBenchmark,
      sections: [
        {
          number: '1',
          title: 'One',
          rules: [
            {
              number: '1.1',
              rule: 'r',
              title: 'The rule',
              profile: null,
              assessment: 'automated',
              state: 'implemented',
              ...part.entry,
            },
          ],
        },
      ],
    },
    book: {
      places: new Map([[7, place]]),
      rules: new Map([['r', { ruleNo: 1, rule }]]),
      ruleIds: new Map(),
    },
    counts: rows.map(
      ([evaluation, n, excepted = 0]): CountRow => ({
        clusterId: 'c',
        placeNo: 7,
        severity: 3,
        evaluation,
        n,
        excepted,
      }),
    ),
    clusters: [{ clusterId: 'c', name: 'prod', hiddenNodes: part.hidden ?? 0 }],
    findAnswer: (_, clusterId) => answers.get(clusterId) as Attestation | undefined,
    offOf: () => part.off ?? [],
    queryOf: (id) => id,
  }
  return held
}

const node = { resource_types: ['kubernetes_master_node'] }
const worker = { resource_types: ['kubernetes_worker_node'] }
const listed = { state: 'listed' }
const off = { by: 'anna', since: '2026-03-10T10:00:00.000Z', reason: 'A sandbox.' }
const yes = { c: { verdict: 'passed', created_at: '1' } }
const no = { c: { verdict: 'failed', created_at: '1' } }

test.each<[result: string, rows: Row[], part?: Parameters<typeof hold>[1]]>([
  ['passed', [[passed, 3]]],
  [
    'failed',
    [
      [passed, 300],
      [unknown, 1],
      [failed, 1],
    ],
  ],
  ['failed', [[failed, 2, 2]]],
  [
    'unknown',
    [
      [passed, 3],
      [unknown, 1],
    ],
  ],
  ['manual', [[manual, 1]]],
  [
    'manual',
    [
      [passed, 4],
      [manual, 1],
    ],
  ],
  ['passed', [[manual, 1]], { answers: yes }],
  ['failed', [[manual, 1]], { answers: no }],
  ['manual', [[manual, 1]], { answers: { another: yes.c } }],
  ['failed', [[failed, 1]], { answers: yes }],
  [
    'unknown',
    [
      [manual, 1],
      [unknown, 1],
    ],
    { answers: yes },
  ],
  ['not-applicable', []],
  ['listed', [], { entry: listed }],
  ['passed', [], { entry: listed, answers: yes }],
  ['unknown', [], { rule: node, hidden: 1 }],
  ['passed', [[passed, 1]], { rule: node, hidden: 1 }],
  ['unknown', [[passed, 1]], { rule: worker, hidden: 1 }],
  ['failed', [[failed, 1]], { rule: worker, hidden: 1 }],
  ['passed', [[passed, 1]], { rule: worker, hidden: 0 }],
  ['disabled', [], { off: [{ ...off, clusters: ['prod'] }] }],
  ['disabled', [], { entry: listed, answers: yes, off: [{ ...off, clusters: ['prod'] }] }],
])('a control is %s for %j %j', (result, rows, part) => {
  const [section] = describeSections(hold(rows, part))
  expect(section?.controls[0]?.result).toBe(result)
})

test('accepted findings are counted and still fail', () => {
  const held = hold([
    [failed, 3, 2],
    [passed, 1],
  ])
  const [section] = describeSections(held)
  expect(section?.controls[0]).toMatchObject({ excepted: 2, counts: { failed: 3, passed: 1 } })
  expect(section?.score.value).toBe(25)
  expect(scoreOf(held).value).toBe(25)
})

test('a rule under two numbers counts once', () => {
  const held = hold([
    [failed, 1],
    [passed, 1],
  ])
  const [section] = held.benchmark.sections
  const twice = { ...held.benchmark, sections: [section!, { ...section!, number: '2' }] }
  expect(scoreOf({ ...held, benchmark: twice }).counts).toMatchObject({ failed: 1, passed: 1 })
})

describe('GET /frameworks', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await openTestApi()
  }, slowMs)
  afterAll(() => api.world.close())

  const get = async (path: string) => (await api.call(`GET /api/v1${path}`)).json()
  const results = (detail: FrameworkDetail) =>
    Object.fromEntries(
      detail.sections.flatMap((it) => it.controls.map(({ number, result }) => [number, result])),
    )

  test('lists what something was held against, with results', async () => {
    const list: FrameworkSummary[] = await get('/frameworks')
    expect(list.map(({ id, clusters, controls }) => ({ id, clusters, ...controls }))).toEqual([
      {
        id: 'cis-kubernetes-1.12',
        clusters: 1,
        failed: 2,
        unknown: 0,
        manual: 0,
        passed: 1,
        not_applicable: 0,
        listed: 0,
        disabled: 0,
      },
    ])
    expect(await get(`/frameworks?cluster=${api.clusterId}`)).toEqual(list)
  })

  test('a control whose rule is off says by whom and why', async () => {
    const body = { rule_ids: ['privileged'], state: 'disabled', reason: 'A sandbox.' }
    const everywhere = { cluster_id: null, cluster_labels: {} }
    const set = await api.call('POST /api/v1/rule-settings', { body: { ...body, ...everywhere } })
    const detail: FrameworkDetail = await get('/frameworks/cis-kubernetes-1.12')
    const control = detail.sections[1]?.controls[0]
    expect(control).toMatchObject({
      result: 'disabled',
      off: [{ by: 'admin', reason: 'A sandbox.', clusters: ['prod'] }],
    })
    const csv = (await api.call('GET /api/v1/reports/cis-kubernetes-1.12.csv')).body
    expect(csv).toMatch(/prod by admin, 2026-.*: A sandbox\./)
    await api.call(`DELETE /api/v1/rule-settings/${set.json()[0].id}`)
  })

  test('says what could not be looked at', async () => {
    const { gaps }: FrameworkDetail = await get('/frameworks/cis-kubernetes-1.12')
    expect(gaps).toEqual([
      'prod: 2 of 2 nodes were not looked at (node-1, node-2). What is checked on them is not in this score.',
    ])
  })

  test('each control leads to exactly its findings', async () => {
    const detail: FrameworkDetail = await get(
      `/frameworks/cis-kubernetes-1.12?cluster=${api.clusterId}`,
    )
    for (const control of detail.sections.flatMap((it) => it.controls)) {
      const { passed: ok, failed: bad, unknown: open, manual: asked } = control.counts
      const found = await get(`/findings?q=${encodeURIComponent(control.query)}`)
      expect([control.number, found.total]).toEqual([control.number, ok + bad + open + asked])
    }
  })

  test.each([
    ['/frameworks?cluster=nope', 404, 'There is no cluster nope.'],
    ['/frameworks/nope', 404, 'There is no framework "nope".'],
    [`/frameworks/cis-kubernetes-1.12?cluster=${anyId}`, 404, `There is no cluster ${anyId}.`],
    ['/frameworks/cis-kubernetes-1.12?at=soon', 400, /"soon" is no time/],
    ['/frameworks/cis-kubernetes-1.12?compare=now', 400, /lies before the one that is shown/],
  ])('%s is %i', async (path, status, detail) => {
    expect(await get(path)).toMatchObject({ status, detail: expect.stringMatching(detail) })
  })

  test('an answer of a person stands beside a manual control', async () => {
    const { world, credential } = api
    const [first, second] = reportedDeployments
    world.clock.now = new Date('2026-03-12T10:00:00.000Z')
    await api.call('POST /api/v1/agent/cycles', {
      bearer: credential,
      body: {
        ...reportedCycle,
        sequence: 2,
        started_at: '2026-03-12T09:59:00.000Z',
        finished_at: '2026-03-12T10:00:00.000Z',
        keys: reportedCycle.keys.map((key) => ({
          ...key,
          findings: [
            ['profiling', 'manual'],
            ['privileged', 'ok'],
          ],
        })),
        findings: [first, second].flatMap((it) => [
          makeFinding(it, 'profiling', { evaluation: 'manual' }),
          makeFinding(it, 'privileged', { evaluation: 'passed' }),
        ]),
      },
    })
    const before: FrameworkDetail = await get('/frameworks/cis-kubernetes-1.12')
    expect(results(before)).toEqual({
      '1.2.1': 'not-applicable',
      '1.2.15': 'manual',
      '5.2.2': 'passed',
    })
    await insertAttestation(
      world.host.db,
      {
        attestationId: anyId,
        ruleId: 'profiling',
        clusterId: null,
        verdict: 'passed',
        statement: 'Looked at it.',
        until: null,
        createdAt: new Date('2026-03-12T09:00:00.000Z'),
        createdBy: 'ann',
        fileName: null,
        fileType: null,
        fileBytes: null,
        fileSha256: null,
      },
      undefined,
    )
    const after: FrameworkDetail = await get('/frameworks/cis-kubernetes-1.12')
    expect(results(after)).toMatchObject({ '1.2.15': 'passed' })
    const [, profiling] = after.sections[0]!.controls
    expect(profiling).toMatchObject({
      counts: { manual: 2, passed: 0 },
      attestation: { statement: 'Looked at it.', created_by: 'ann', state: 'active' },
    })
    expect(after.score).toEqual(before.score)
  })

  test('shows an earlier time, and compares with one', async () => {
    const earlier: FrameworkDetail = await get('/frameworks/cis-kubernetes-1.12?at=2026-03-11')
    expect(results(earlier)).toEqual({ '1.2.1': 'passed', '1.2.15': 'failed', '5.2.2': 'failed' })
    const compared: FrameworkDetail = await get(
      '/frameworks/cis-kubernetes-1.12?compare=2026-03-11',
    )
    expect(compared.score_before).toEqual(earlier.score)
    expect(compared.sections.flatMap((it) => it.controls.map((control) => control.before))).toEqual(
      ['passed', 'failed', 'failed'],
    )

    const none: FrameworkDetail = await get('/frameworks/cis-kubernetes-1.12?compare=2026-03-01')
    expect(none.score_before?.value).toBeNull()
    expect(JSON.stringify(none.sections)).not.toContain('"before"')
  })
})
