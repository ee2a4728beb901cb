/** What happens by itself: old months go, and what left long ago with them. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ingestCycle } from '../ingest/ingest.ts'
import { dropMonthsBefore, ensureMonth } from '../storage/partitions.ts'
import { deleteBefore } from '../storage/retention.ts'
import { upsertScorePoints } from '../storage/score-points.ts'
import { thinScorePoints } from '../storage/score-thinning.ts'
import { storeKinds } from '../testing/stores.ts'
import {
  addCluster,
  makeCycle,
  makeFinding,
  makeResource,
  openTestWorld,
  slowMs,
  type TestWorld,
} from '../testing/world.ts'
import { startMaintenance } from './maintenance.ts'

describe.each(storeKinds)('%s', (kind) => {
  let world: TestWorld
  beforeAll(async () => {
    world = await openTestWorld(kind)
  }, slowMs)
  afterAll(() => world.close())

  test('months before the retention are dropped, the others stay', async () => {
    const { db } = world.host
    for (const month of ['2020-01-15', '2020-02-15', '2026-03-15'])
      await ensureMonth(db, new Date(month))
    expect(await dropMonthsBefore(db, new Date('2020-02-20'))).toEqual(['finding_change_2020_01'])
  })

  test('what left before is removed for good, what is there is not', async () => {
    const { host, clock } = world
    const { clusterId } = await addCluster(world, 'old')
    const [stays, leaves] = [makeResource('stays'), makeResource('leaves')]
    const both = [makeFinding(stays, 'privileged'), makeFinding(leaves, 'privileged')]
    await ingestCycle(host, clusterId, makeCycle([stays, leaves], both))
    await ingestCycle(host, clusterId, makeCycle([stays], both.slice(0, 1), { sequence: 2 }))
    await deleteBefore(host.db, new Date(clock.now.getTime() + 60_000))
    const count = async (table: 'finding' | 'findingEvidence' | 'resource' | 'resourceData') =>
      (await host.db.selectFrom(table).select('clusterId').execute()).length
    expect(
      await Promise.all([
        count('finding'),
        count('findingEvidence'),
        count('resource'),
        count('resourceData'),
      ]),
    ).toEqual([1, 1, 1, 1])
    // It may come again, as something new.
    await ingestCycle(host, clusterId, makeCycle([stays, leaves], both, { sequence: 3 }))
    expect(await count('finding')).toBe(2)
  })

  test('points of a score get fewer with their age, and the last of each stretch stays', async () => {
    const { db } = world.host
    const { clusterId } = await addCluster(world, 'thin')
    const other = await addCluster(world, 'other')
    const now = new Date('2026-03-10T10:30:00Z')
    const points = {
      // Within a week all of them stay.
      '2026-03-10T10:01': true,
      '2026-03-10T10:02': true,
      '2026-03-03T10:31': true,
      '2026-03-03T10:32': true,
      // Then the last of each hour; one that is not over yet at that age is left alone.
      '2026-03-03T10:05': true,
      '2026-03-03T09:05': false,
      '2026-03-03T09:55': true,
      '2026-01-05T08:00': false,
      '2026-01-05T08:30': true,
      '2026-01-05T09:30': true,
      // Then the last of each day.
      '2025-12-01T00:00': false,
      '2025-12-01T08:30': false,
      '2025-12-01T23:59': true,
      '2025-11-30T12:00': true,
    }
    for (const id of [clusterId, other.clusterId]) {
      for (const minute of Object.keys(points)) {
        const tally = { high: { passed: 1, failed: 0, unknown: 0, manual: 0 } }
        const at = new Date(`${minute}Z`)
        await upsertScorePoints(db, id, at, [
          { benchmark_id: '', section: '', tally },
          { benchmark_id: 'cis', section: '1', tally },
        ])
      }
    }
    const list = async (id: string) => {
      const rows = await db
        .selectFrom('scorePoint')
        .select(['at', 'section'])
        .where('clusterId', '=', id)
        .execute()
      return rows.map(({ at, section }) => `${at.toISOString().slice(0, 16)} ${section}`).sort()
    }
    const all = await list(other.clusterId)
    const kept = Object.entries(points).flatMap(([minute, stays]) =>
      stays ? [`${minute} `, `${minute} 1`] : [],
    )
    for (let round = 0; round < 2; round += 1) {
      await thinScorePoints(db, clusterId, now)
      expect(await list(clusterId)).toEqual(kept.sort())
    }
    expect(await list(other.clusterId)).toEqual(all)
  })

  test('it starts, makes the months to come, and stops', async () => {
    const maintenance = startMaintenance(world.host, {
      warn: (details) => expect(details).toBeUndefined(),
    })
    await maintenance.stop()
    const { rows } = await sql<{ n: number }>`
      select count(*)::integer as n from pg_inherits where inhparent = 'finding_change'::regclass`.execute(
      world.host.db,
    )
    expect(rows[0]?.n).toBeGreaterThan(1)
    await world.host.store.checkpoint()
  })
})
