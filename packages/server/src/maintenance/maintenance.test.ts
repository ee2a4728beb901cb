/** What happens by itself: old months go, and what left long ago with them. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ingestCycle } from '../ingest/ingest.ts'
import { dropMonthsBefore, ensureMonth } from '../storage/partitions.ts'
import { deleteBefore } from '../storage/retention.ts'
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
