/** Cycles: what they change, what they leave, and that the rollups never drift from the findings. */
import type { CycleRequest, FindingRow } from '@evenkeel/model'
import { parseKql } from '@evenkeel/model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readWholeWorld } from '../http/host.ts'
import { recount } from '../storage/cycle-rows.ts'
import { listDifferences } from '../storage/finding-differences.ts'
import { listHistory } from '../storage/finding-history.ts'
import { parseSort } from '../storage/finding-sort.ts'
import { type FindingRecord, listFindings, toFinding } from '../storage/findings.ts'
import { readEverything } from '../storage/reach.ts'
import { listCounts } from '../storage/score-points.ts'
import { storeKinds } from '../testing/stores.ts'
import {
  addCluster,
  makeCycle,
  makeFinding,
  makeResource,
  openTestWorld,
  slowMs,
  type TestWorld,
  testRules,
} from '../testing/world.ts'
import { diffCycle, ingestCycle } from './ingest.ts'

interface State {
  at: Date
  lines: string[]
}

describe.each(storeKinds)('%s', (kind) => {
  let world: TestWorld
  let clusters = 0
  beforeAll(async () => {
    world = await openTestWorld(kind)
  }, slowMs)
  afterAll(() => world.close())

  async function newCluster(): Promise<string> {
    clusters += 1
    return (await addCluster(world, `cluster ${clusters}`)).clusterId
  }

  async function ingest(clusterId: string, cycle: CycleRequest) {
    world.clock.now = new Date(world.clock.now.getTime() + 60_000)
    return await ingestCycle(world.host, clusterId, cycle)
  }

  async function records(clusterId: string, query = '', at?: Date): Promise<FindingRecord[]> {
    const kql = { ...(await readWholeWorld(world.host)), ...(at && { at }) }
    const where = parseKql(`cluster.id : "${clusterId}"${query && ` and ${query}`}`)
    const filter = { where, sort: parseSort('resource.id,rule.id'), cursor: undefined, limit: 500 }
    return (await listFindings(kql.db, kql, filter)).rows
  }

  /** `api privileged failed open` for each finding. */
  async function show(clusterId: string, query = '', at?: Date): Promise<string[]> {
    const kql = await readWholeWorld(world.host)
    return (await records(clusterId, query, at)).map((row) => {
      const { resource, rule, result, lifecycle = '-' } = toFinding(row, kql)
      return `${resource.name} ${rule.id} ${result.evaluation} ${lifecycle}`
    })
  }

  const api = makeResource('api')
  const web = makeResource('web')

  test('a new cluster lacks everything, and after the cycle nothing', async () => {
    const clusterId = await newCluster()
    const cycle = makeCycle([api], [makeFinding(api, 'privileged')])
    expect(await diffCycle(world.host, clusterId, cycle)).toEqual({
      resources: [api.id],
      findings: [[api.id, 'privileged']],
    })
    expect(await ingest(clusterId, cycle)).toMatchObject({
      response: { applied: true, findings_changed: 1, resources_changed: 1 },
    })
    expect(await diffCycle(world.host, clusterId, cycle)).toEqual({ resources: [], findings: [] })
    expect(await show(clusterId)).toEqual(['api privileged failed open'])
  })

  test('a cycle that comes twice is applied once', async () => {
    const clusterId = await newCluster()
    const cycle = makeCycle([api], [makeFinding(api, 'privileged')])
    await ingest(clusterId, cycle)
    expect(await ingest(clusterId, cycle)).toMatchObject({ response: { applied: false } })
    expect(await ingest(clusterId, { ...cycle, sequence: 0 })).toMatchObject({
      response: { applied: false },
    })
  })

  test('rows that the server lacks and were not sent are named, and nothing is written', async () => {
    const clusterId = await newCluster()
    const cycle = makeCycle(
      [api, web],
      [makeFinding(api, 'privileged'), makeFinding(web, 'privileged')],
    )
    const part = { ...cycle, resources: [api], findings: cycle.findings.slice(1) }
    expect(await ingest(clusterId, part)).toEqual({
      missing: { resources: [web.id], findings: [[api.id, 'privileged']] },
    })
    expect(await show(clusterId)).toEqual([])
  })

  test.each<[string, FindingRow['evaluation'][], string, string[]]>([
    ['stays open', ['failed', 'failed'], 'failed open', ['opened']],
    ['is resolved', ['failed', 'passed'], 'passed resolved', ['resolved', 'opened']],
    [
      'is reopened',
      ['failed', 'passed', 'failed'],
      'failed reopened',
      ['reopened', 'resolved', 'opened'],
    ],
    ['opens later', ['passed', 'failed'], 'failed open', ['opened', 'opened']],
    ['is not resolved by unknown', ['failed', 'unknown'], 'unknown open', ['changed', 'opened']],
    [
      'is open again after unknown',
      ['failed', 'unknown', 'failed'],
      'failed open',
      ['changed', 'changed', 'opened'],
    ],
    ['never failed', ['passed', 'unknown'], 'unknown -', ['changed', 'opened']],
  ])('a finding %s', async (_, evaluations, expected, kinds) => {
    const clusterId = await newCluster()
    for (const [index, evaluation] of evaluations.entries()) {
      const findings = [makeFinding(api, 'privileged', { evaluation })]
      await ingest(clusterId, makeCycle([api], findings, { sequence: index + 1 }))
    }
    expect(await show(clusterId)).toEqual([`api privileged ${expected}`])
    const [record] = await records(clusterId)
    const history = await listHistory(readEverything(world.host.db), record!)
    expect(history.map((it) => it.kind)).toEqual(kinds)
    expect(history.at(-1)?.evaluation).toBe(evaluations[0])
  })

  test('what is present beside the keys stays, what is neither is gone, what is not there is asked for', async () => {
    const clusterId = await newCluster()
    const both = [makeFinding(api, 'privileged'), makeFinding(web, 'privileged')]
    await ingest(clusterId, makeCycle([api, web], both))
    const empty = makeCycle([], [], { sequence: 2 })
    expect(await ingest(clusterId, { ...empty, present: [api.id, 'other', web.id] })).toEqual({
      missing: { resources: ['other'], findings: [] },
    })
    expect(await ingest(clusterId, { ...empty, present: [api.id] })).toMatchObject({
      response: { applied: true, findings_changed: 1, resources_changed: 1 },
    })
    expect(await show(clusterId)).toEqual(['api privileged failed open'])
  })

  test('what was not seen, then was, and then was not again, is unknown again', async () => {
    const clusterId = await newCluster()
    const gap = { ...makeResource('gap'), data: null }
    const unknown = makeFinding(gap, 'privileged', { evaluation: 'unknown' })
    await ingest(clusterId, makeCycle([api], [makeFinding(api, 'privileged')]))
    for (const sequence of [2, 4]) {
      await ingest(clusterId, makeCycle([gap], [unknown], { sequence }))
      expect(await show(clusterId)).toEqual(['gap privileged unknown -'])
      const seen = makeCycle([api], [makeFinding(api, 'privileged')], { sequence: sequence + 1 })
      await ingest(clusterId, seen)
      expect((await show(clusterId)).map((it) => it.split(' ')[0])).toEqual(['api'])
    }
  })

  test('what a complete cycle does not list is gone, and comes back as reopened', async () => {
    const clusterId = await newCluster()
    const both = [makeFinding(api, 'privileged'), makeFinding(web, 'privileged')]
    await ingest(clusterId, makeCycle([api, web], both))
    await ingest(clusterId, makeCycle([api], both.slice(0, 1), { sequence: 2 }))
    expect(await show(clusterId)).toEqual(['api privileged failed open'])
    expect(await show(clusterId, 'lifecycle : gone')).toEqual(['web privileged failed gone'])
    await ingest(clusterId, makeCycle([api, web], both, { sequence: 3 }))
    expect(await show(clusterId)).toEqual([
      'api privileged failed open',
      'web privileged failed reopened',
    ])
  })

  test('a delta says nothing of what it does not list, and takes what it names as gone', async () => {
    const clusterId = await newCluster()
    const both = [makeFinding(api, 'privileged'), makeFinding(web, 'privileged')]
    await ingest(clusterId, makeCycle([api, web], both))
    const turned = [makeFinding(api, 'privileged', { evaluation: 'passed' })]
    await ingest(clusterId, makeCycle([api], turned, { sequence: 2, is_complete: false }))
    expect(await show(clusterId)).toEqual([
      'api privileged passed resolved',
      'web privileged failed open',
    ])
    await ingest(
      clusterId,
      makeCycle([], [], { sequence: 3, is_complete: false, gone: [web.id, 'never/there'] }),
    )
    expect(await show(clusterId)).toEqual(['api privileged passed resolved'])
  })

  test('absence is concluded only within the scope', async () => {
    const clusterId = await newCluster()
    const node = makeResource('node-1', {
      id: 'kubernetes_worker_node/node-1',
      type: 'kubernetes_worker_node',
    })
    await ingest(clusterId, makeCycle([api], [makeFinding(api, 'privileged')]))
    await ingest(
      clusterId,
      makeCycle([node], [makeFinding(node, 'profiling')], { scope: 'node/node-1' }),
    )
    await ingest(clusterId, makeCycle([], [], { scope: 'node/node-2' }))
    expect(await show(clusterId)).toEqual([
      'api privileged failed open',
      'node-1 profiling failed open',
    ])
  })

  test('a resource that another scope took over does not go with its old one', async () => {
    const clusterId = await newCluster()
    const cycle = makeCycle([api], [makeFinding(api, 'privileged')])
    await ingest(clusterId, { ...cycle, scope: 'node/a' })
    await ingest(clusterId, { ...cycle, scope: 'node/b' })
    await ingest(clusterId, makeCycle([], [], { scope: 'node/a', sequence: 2 }))
    expect(await show(clusterId)).toEqual(['api privileged failed open'])
  })

  test('another benchmark moves the findings to its numbers', async () => {
    const clusterId = await newCluster()
    const cycle = makeCycle([api], [makeFinding(api, 'privileged')])
    await ingest(clusterId, cycle)
    const detected = { ...cycle.detected, benchmark: null }
    await ingest(clusterId, { ...cycle, sequence: 2, detected })
    const kql = await readWholeWorld(world.host)
    const [record] = await records(clusterId)
    expect(toFinding(record!, kql).rule).toMatchObject({
      section: 'Own rules',
      number: '',
      benchmark: { id: 'evenkeel' },
    })
  })

  test('rules of users come with the cycle, and unknown ones are kept by their id', async () => {
    const clusterId = await newCluster()
    const own = { ...testRules[0]!, id: 'own-rule', name: 'Ours', controls: [] }
    const findings = [makeFinding(api, 'own-rule'), makeFinding(api, 'from-the-future')]
    await ingest(clusterId, makeCycle([api], findings, { rules: [own] }))
    const { book } = await readWholeWorld(world.host)
    expect(book.rules.get('own-rule')?.rule.name).toBe('Ours')
    expect(book.rules.get('from-the-future')?.rule.name).toBe('from-the-future')
    expect(await show(clusterId)).toHaveLength(2)
  })

  test('texts that the database cannot hold are kept as near as can be', async () => {
    const clusterId = await newCluster()
    const odd = makeResource('nul\0 half\ud800 \\u0000', {
      labels: { a: '\0' },
      data: { x: ['\0', '\udfff'] },
    })
    await ingest(clusterId, makeCycle([odd], [makeFinding(odd, 'privileged', { reason: '\0' })]))
    expect(await show(clusterId)).toEqual(['nul\ufffd half\ufffd \\u0000 privileged failed open'])
  })

  test(
    'cycles of random changes leave what a map of the latest says, and rollups that add up',
    async () => {
      const names = ['a', 'b', 'c', 'd', 'e']
      const rules = testRules.map((rule) => rule.id)
      const evaluation = fc.constantFrom<FindingRow['evaluation']>(
        'passed',
        'failed',
        'unknown',
        'manual',
      )
      const verdicts = fc.dictionary(fc.constantFrom(...rules), evaluation)
      const step = fc.record({
        scope: fc.constantFrom('kube-api', 'node/n'),
        isComplete: fc.boolean(),
        state: fc.dictionary(fc.constantFrom(...names), verdicts),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
          const clusterId = await newCluster()
          const expected = new Map<string, Map<string, string>>()
          const states: State[] = []
          for (const [index, { scope, isComplete, state }] of steps.entries()) {
            const held = new Map(isComplete ? [] : expected.get(scope))
            const resources = Object.keys(state).map((name) => makeResource(`${scope} ${name}`))
            const findings = resources.flatMap((resource, at) => {
              const name = Object.keys(state)[at]!
              for (const key of held.keys())
                if (key.startsWith(`${resource.name} `)) held.delete(key)
              return Object.entries(state[name]!).map(([rule, verdict]) => {
                held.set(`${resource.name} ${rule}`, verdict)
                return makeFinding(resource, rule, { evaluation: verdict })
              })
            })
            expected.set(scope, held)
            const fields = { scope, sequence: index + 1, is_complete: isComplete }
            await ingest(clusterId, makeCycle(resources, findings, fields))
            const lines = [...expected.values()].flatMap((of) => [...of].map((it) => it.join(' ')))
            states.push({ at: world.clock.now, lines: lines.sort() })
          }
          const shownAt = async (at?: Date) =>
            (await show(clusterId, '', at)).map((line) => line.replace(/ \S+$/, '')).sort()
          expect(await shownAt()).toEqual(states.at(-1)?.lines)
          for (const { at, lines } of states) expect(await shownAt(at)).toEqual(lines)
          if (states.length > 1) await expectDifferences(clusterId, states[0]!, states.at(-1)!)
          await expectCountsToAddUp(clusterId)
        }),
        { numRuns: 15 },
      )
    },
    slowMs,
  )

  /** `a privileged` by its evaluation. */
  const byFinding = (lines: string[]) =>
    new Map(lines.map((line) => [line.replace(/ \S+$/, ''), line.replace(/^.* /, '')]))

  async function expectDifferences(clusterId: string, first: State, last: State) {
    const kql = { ...(await readWholeWorld(world.host)), at: last.at }
    const where = parseKql(`cluster.id : "${clusterId}" and (lifecycle : * or not lifecycle : *)`)
    const filter = { where, from: first.at, kind: undefined, after: undefined, limit: 500 }
    const { items, moves } = await listDifferences(kql.db, kql, filter)
    const [before, after] = [byFinding(first.lines), byFinding(last.lines)]
    const expected = [...new Set([...before.keys(), ...after.keys()])]
      .filter((key) => before.get(key) !== after.get(key))
      .map((key) => `${key} ${before.get(key) ?? null} ${after.get(key) ?? null}`)
    const shown = items.map((it) => {
      const { resource, rule } = toFinding(it.record, kql)
      return `${resource.name} ${rule.id} ${it.before} ${it.after}`
    })
    expect(shown.sort()).toEqual(expected.sort())
    expect(moves.reduce((sum, move) => sum + move.count, 0)).toBe(expected.length)
  }

  async function expectCountsToAddUp(clusterId: string) {
    const order = (rows: { placeNo: number; severity: number; evaluation: number; n: number }[]) =>
      rows.map((row) => `${row.placeNo} ${row.severity} ${row.evaluation} ${row.n}`).sort()
    const counted = order(await listCounts(readEverything(world.host.db), clusterId))
    await recount(world.host.db, clusterId)
    expect(counted).toEqual(order(await listCounts(readEverything(world.host.db), clusterId)))
    const present = await records(clusterId)
    const rows = await world.host.db
      .selectFrom('resource')
      .selectAll()
      .where('clusterId', '=', clusterId)
      .execute()
    for (const row of rows) {
      const own = present.filter((it) => it.resourceId === row.resourceId)
      const count = (code: number) => own.filter((it) => it.evaluation === code).length
      expect([row.passed, row.manual, row.unknown, row.failed]).toEqual([0, 1, 2, 3].map(count))
    }
  }
})
