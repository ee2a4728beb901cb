/** What was answered at an instant is answered for it ever after: findings, groups, facets, scores, resources. */
import type { FindingDifferencePage, FindingRow } from '@evenkeel/model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ingestCycle } from '../ingest/ingest.ts'
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

describe.each(storeKinds)('%s', (kind) => {
  let world: TestWorld
  let clusters = 0
  beforeAll(async () => {
    world = await openTestWorld(kind)
  }, slowMs)
  afterAll(() => world.close())

  async function get(path: string) {
    const answer = await world.app.inject({ url: `/api/v1${path}`, cookies: world.cookies })
    return { status: answer.statusCode, body: answer.json() }
  }

  /** Everything that is asked of an instant, without what belongs to now. */
  async function answersOf(clusterId: string, at?: Date) {
    const then = at ? `&at=${at.toISOString()}` : ''
    const q = encodeURIComponent(`cluster.id : "${clusterId}"`)
    const failed = encodeURIComponent(`cluster.id : "${clusterId}" and result.evaluation : failed`)
    const gone = encodeURIComponent(`cluster.id : "${clusterId}" and lifecycle : *`)
    const paths = [
      `/findings?q=${q}&sort=resource.id,rule.id${then}`,
      `/findings?q=${failed}${then}`,
      `/findings?q=${gone}&sort=resource.id,rule.id${then}`,
      `/findings?q=${q}&group=rule.section,resource.namespace${then}`,
      `/facets?q=${q}&fields=result.evaluation,rule.severity,resource.name,lifecycle${then}`,
      `/scores/parts?by=section&cluster=${clusterId}${then}`,
      `/scores/parts?by=namespace&cluster=${clusterId}${then}`,
      `/resources?cluster=${clusterId}${then}`,
    ]
    const bodies = []
    for (const path of paths) {
      const { status, body } = await get(path)
      expect([path, status]).toEqual([path, 200])
      bodies.push(body)
    }
    const { score, sections, top_rules, top_resources } = (
      await get(`/scores?cluster=${clusterId}${then}`)
    ).body
    return { bodies, scores: { score, sections, top_rules, top_resources } }
  }

  const evaluation = fc.constantFrom<FindingRow['evaluation']>(
    'passed',
    'failed',
    'unknown',
    'manual',
  )
  const verdicts = fc.dictionary(fc.constantFrom(...testRules.map((rule) => rule.id)), evaluation)
  const step = fc.record({
    isComplete: fc.boolean(),
    state: fc.dictionary(fc.constantFrom('a', 'b', 'c'), verdicts),
  })

  async function take(
    clusterId: string,
    it: { isComplete: boolean; state: object },
    sequence: number,
  ) {
    world.clock.now = new Date(world.clock.now.getTime() + 37_001)
    // With the number of the cycle in the data each of them is another version.
    const rows = Object.keys(it.state).map((name) =>
      makeResource(name, {
        namespace: name === 'c' ? 'other' : 'default',
        data: { of: 'x'.repeat(sequence) },
      }),
    )
    const findings = Object.values(it.state).flatMap((of: object, index) =>
      Object.entries(of).map(([rule, verdict]) =>
        makeFinding(rows[index]!, rule, {
          evaluation: verdict,
          evidence: [{ path: 'x', actual: 'y'.repeat(sequence), expected: null }],
        }),
      ),
    )
    const fields = { sequence, is_complete: it.isComplete }
    await ingestCycle(world.host, clusterId, makeCycle(rows, findings, fields))
  }

  test(
    'every past instant is answered as it was',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), async (steps) => {
          clusters += 1
          const { clusterId } = await addCluster(world, `cluster ${clusters}`)
          const recorded = []
          for (const [index, it] of steps.entries()) {
            await take(clusterId, it, index + 1)
            recorded.push({ at: world.clock.now, answers: await answersOf(clusterId) })
          }
          for (const { at, answers } of recorded) {
            const then = await answersOf(clusterId, at)
            expect(then.scores).toEqual(answers.scores)
            for (const [index, body] of answers.bodies.entries()) {
              expect([index, then.bodies[index]]).toEqual([index, body])
            }
          }
        }),
        { numRuns: 5 },
      )
    },
    slowMs,
  )

  test('a comparison comes in pages that neither skip nor repeat, by kind', async () => {
    const { clusterId } = await addCluster(world, 'pages')
    const names = Array.from({ length: 9 }, (_, index) => `r${index}`)
    const state = (evaluation: string, of = names) =>
      Object.fromEntries(of.map((name) => [name, { privileged: evaluation, profiling: 'failed' }]))
    await take(clusterId, { isComplete: true, state: state('failed', names.slice(0, 6)) }, 1)
    const from = world.clock.now
    const after = { ...state('failed', names.slice(2)), ...state('passed', names.slice(2, 4)) }
    await take(clusterId, { isComplete: true, state: after }, 2)
    const q = encodeURIComponent(
      `cluster.id : "${clusterId}" and (lifecycle : * or not lifecycle : *)`,
    )
    const pages = async (kindOf = '') => {
      const items: FindingDifferencePage['items'] = []
      let cursor: string | null = ''
      let total = 0
      while (cursor !== null) {
        const more = cursor === '' ? '' : `&cursor=${cursor}`
        const { body } = await get(
          `/diff?q=${q}&from=${from.toISOString()}&limit=2${kindOf}${more}`,
        )
        items.push(...body.items)
        total = body.total
        cursor = body.next_cursor
        // What happens in between is after both times.
        world.clock.now = new Date(world.clock.now.getTime() + 1000)
      }
      return { items, total }
    }
    const { items, total } = await pages()
    const shown = items.map((it) => `${it.finding.resource.name} ${it.finding.rule.id} ${it.kind}`)
    expect(new Set(shown).size).toBe(shown.length)
    expect(total).toBe(shown.length)
    expect(shown.sort()).toEqual(
      [
        ...['r0', 'r1'].flatMap((it) => [`${it} privileged gone`, `${it} profiling gone`]),
        ...['r2', 'r3'].map((it) => `${it} privileged resolved`),
        ...['r6', 'r7', 'r8'].flatMap((it) => [
          `${it} privileged appeared`,
          `${it} profiling appeared`,
        ]),
      ].sort(),
    )
    expect((await pages('&kind=resolved')).items.map((it) => it.after)).toEqual([
      'passed',
      'passed',
    ])
    const gone = (await pages('&kind=gone')).items[0]
    expect(gone).toMatchObject({ before: 'failed', after: null, finding: { lifecycle: 'open' } })
  })

  test.each([
    ['/findings?at=2020-01-01', 'The history reaches back 400 days.', 'at'],
    ['/scores?at=2020-01-01', 'The history reaches back 400 days.', 'at'],
    [
      '/resources?at=nonsense',
      '"nonsense" is no time; write 2026-01-31, 2026-01-31T10:00:00Z or now-7d.',
      'at',
    ],
    ['/diff?from=now-2000d', 'The history reaches back 400 days.', 'from'],
    ['/diff?from=now&to=now-1d', 'The time "from" is before the time "to".', 'from'],
    [
      '/diff?from=now-1d&cursor=x',
      'The cursor is not one of this comparison; start from the first page.',
      'cursor',
    ],
    ['/scores/changes?from=now&to=now-1d', 'The time "from" is before the time "to".', 'from'],
    [
      '/scores/parts?by=colour',
      'Scores have no parts by "colour". Possible are organisation, cluster, namespace, owner, benchmark, section, framework and label:<key>.',
      'by',
    ],
  ])('%s is refused with a sentence', async (path, detail, field) => {
    expect(await get(path)).toMatchObject({ status: 400, body: { detail, field } })
  })
})
