/** After whatever cycles: rollups are what the findings add up to, and every past instant is told as it was. */
import { computeScore, type FindingRow, parseKql, type Score } from '@evenkeel/model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readWholeWorld } from '../http/host.ts'
import { ingestCycle } from '../ingest/ingest.ts'
import { readEverything } from '../storage/reach.ts'
import { countMoves, listCountsAt } from '../storage/score-history.ts'
import { listOwnerCounts, recountOwners } from '../storage/score-owners.ts'
import { type CountRow, listCounts } from '../storage/score-points.ts'
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
import { readScoreChanges } from './changes.ts'
import { readScoreParts } from './parts.ts'
import { addToTally } from './tally.ts'

describe.each(storeKinds)('%s', (kind) => {
  let world: TestWorld
  let clusters = 0
  beforeAll(async () => {
    world = await openTestWorld(kind)
  }, slowMs)
  afterAll(() => world.close())

  const evaluation = fc.constantFrom<FindingRow['evaluation']>(
    'passed',
    'failed',
    'unknown',
    'manual',
  )
  const verdicts = fc.dictionary(fc.constantFrom(...testRules.map((rule) => rule.id)), evaluation)
  const seen = fc.record({ owner: fc.constantFrom(null, 'Deployment/a', 'Deployment/b'), verdicts })
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('cycle' as const),
        isComplete: fc.boolean(),
        state: fc.dictionary(fc.constantFrom('a', 'b', 'c'), seen),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('accept' as const),
        query: fc.constantFrom('rule.id : privileged', 'resource.owner : *', 'resource.name : a'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke' as const) }) },
  )
  type Step = (typeof step extends fc.Arbitrary<infer T> ? T : never) & object

  interface Recorded {
    at: Date
    score: Score
  }

  const call = (method: 'POST' | 'DELETE', url: string, payload?: object) =>
    world.app.inject({ method, url, cookies: world.cookies, ...(payload && { payload }) })

  async function take(clusterId: string, step: Step, sequence: number, accepted: string[]) {
    if (step.kind === 'accept') {
      const query = `cluster.id : "${clusterId}" and ${step.query}`
      const payload = { query, reason: 'r', category: 'accepted', owner: 'o', until: null }
      const answer = await call('POST', '/api/v1/exceptions', payload)
      expect(answer.statusCode).toBe(201)
      accepted.push(answer.json().id)
      return
    }
    if (step.kind === 'revoke') {
      const id = accepted.pop()
      if (id) await call('DELETE', `/api/v1/exceptions/${id}`)
      return
    }
    const resources = Object.entries(step.state).map(([name, { owner }]) =>
      makeResource(name, { namespace: name === 'c' ? 'other' : 'default', owner }),
    )
    const findings = Object.values(step.state).flatMap(({ verdicts: of }, index) =>
      Object.entries(of).map(([rule, verdict]) =>
        makeFinding(resources[index]!, rule, { evaluation: verdict }),
      ),
    )
    const fields = { sequence, is_complete: step.isComplete }
    await ingestCycle(world.host, clusterId, makeCycle(resources, findings, fields))
  }

  test(
    'rollups and scores of every instant are what the findings say',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
          clusters += 1
          const { clusterId } = await addCluster(world, `cluster ${clusters}`)
          const recorded: Recorded[] = []
          const accepted: string[] = []
          for (const [index, it] of steps.entries()) {
            world.clock.now = new Date(world.clock.now.getTime() + 37_000)
            await take(clusterId, it, index + 1, accepted)
            const rows = await listCounts(readEverything(world.host.db), clusterId)
            recorded.push({ at: world.clock.now, score: scoreOf(rows) })
          }
          await expectOwnersToAddUp(clusterId)
          await expectPast(clusterId, recorded)
        }),
        { numRuns: 20 },
      )
    },
    slowMs,
  )

  function scoreOf(rows: readonly CountRow[]): Score {
    const tally = {}
    for (const row of rows) addToTally(tally, row)
    return computeScore(tally)
  }

  async function expectOwnersToAddUp(clusterId: string) {
    const db = readEverything(world.host.db)
    const read = async () =>
      (
        await Promise.all(
          (['namespace', 'owner'] as const).map((by) => listOwnerCounts(db, by, clusterId)),
        )
      )
        .flat()
        .map((row) => JSON.stringify(row, Object.keys(row).sort()))
        .sort()
    const kept = await read()
    await recountOwners(world.host.db, clusterId)
    expect(kept).toEqual(await read())
    const whole = await readWholeWorld(world.host)
    const counts = await listCounts(db, clusterId)
    for (const dimension of ['cluster', 'namespace', 'owner', 'section', 'benchmark'] as const) {
      const parts = await readScoreParts(whole, { dimension }, clusterId)
      const failed = parts.reduce((sum, part) => sum + part.score.counts.failed, 0)
      const taken = parts.reduce((sum, part) => sum + (part.accepted?.failed ?? 0), 0)
      const sum = (of: (row: CountRow) => number) =>
        counts.filter((row) => row.evaluation === 3).reduce((total, row) => total + of(row), 0)
      expect([dimension, failed, taken]).toEqual([
        dimension,
        sum((row) => row.n),
        sum((row) => row.excepted),
      ])
    }
  }

  async function expectPast(clusterId: string, recorded: readonly Recorded[]) {
    const whole = await readWholeWorld(world.host)
    const last = recorded.at(-1)!
    for (const { at, score } of recorded) {
      expect(scoreOf(await listCountsAt(whole.db, [clusterId], at)).counts).toEqual(score.counts)
      if (at === last.at) continue
      const span = { from: at, to: last.at, clusterId }
      const changes = await readScoreChanges(whole, span)
      expect(changes.from.score).toEqual(score)
      expect(changes.to.score).toEqual(last.score)
      const net = await countMoves(whole.db, { clusterIds: [clusterId], from: at, to: last.at })
      const grown = net.reduce((sum, flow) => sum + flow.failed, 0)
      expect(grown).toBe(last.score.counts.failed - score.counts.failed)
    }
  }

  test('a change is told by rule, with what it alone did to the score', async () => {
    const { clusterId } = await addCluster(world, 'told')
    const [api, web] = [makeResource('api'), makeResource('web')]
    const tick = () => {
      world.clock.now = new Date(world.clock.now.getTime() + 60_000)
      return world.clock.now
    }
    const passed = { evaluation: 'passed' } as const
    const from = tick()
    await ingestCycle(
      world.host,
      clusterId,
      makeCycle([api], [makeFinding(api, 'privileged', passed), makeFinding(api, 'anonymous')]),
    )
    const between = tick()
    const findings = [makeFinding(api, 'privileged'), makeFinding(web, 'privileged', passed)]
    const cycle = makeCycle([api, web], findings, { sequence: 2, rules_version: 'other' })
    await ingestCycle(world.host, clusterId, cycle)
    const changes = await readScoreChanges(await readWholeWorld(world.host), {
      from: new Date(between.getTime() - 1),
      to: tick(),
      clusterId,
    })
    expect(
      changes.moved.map(({ rule, failed, resolved, appeared, gone }) => [
        rule.id,
        { failed, resolved, appeared, gone },
      ]),
    ).toEqual([
      ['anonymous', { failed: 0, resolved: 0, appeared: 0, gone: 1 }],
      ['privileged', { failed: 1, resolved: 0, appeared: 1, gone: 0 }],
    ])
    // High 1 of 1 and critical 0 of 1 make 6 of 14; without the critical one all, with high 1 of 2 it is 3 of 14.
    expect(changes.moved[0]?.effect).toBeCloseTo(100 - (100 * 6) / 14)
    expect(changes.moved[1]?.effect).toBeCloseTo((100 * 3) / 14 - (100 * 6) / 14)
    expect(changes.events.map((event) => event.kind)).toEqual(['rules-updated'])
    const query = parseKql(changes.moved[1]?.query ?? '')
    expect(query.kind).toBe('and')
    expect(from < between).toBe(true)
  })
})
