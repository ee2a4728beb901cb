/** What a limited caller can read, whatever the statement. */

import { sql } from 'kysely'
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
} from '../testing/world.ts'
import { findVisible, openReader, type ReadDatabase } from './reach.ts'

/** Of the installation as a whole: no row of them is about one cluster's resources. */
const shared = new Set([
  'account',
  'custom_role',
  'audit',
  'idempotency_key',
  'login_attempt',
  'kysely_migration',
  'kysely_migration_lock',
  'rule',
  'rule_place',
  'token',
])

describe('findVisible', () => {
  const clusters = [
    { clusterId: 'a', labels: { team: 'red', env: 'prod' } },
    { clusterId: 'b', labels: { team: 'blue' } },
    { clusterId: 'c', labels: {} },
  ]

  test.each([
    [[{ cluster_labels: {}, namespaces: null }], ['a', 'b', 'c'], []],
    [[{ cluster_labels: { team: 'red' }, namespaces: null }], ['a'], []],
    [[{ cluster_labels: { team: 'red', env: 'test' }, namespaces: null }], [], []],
    [[{ cluster_labels: { team: 'blue' }, namespaces: ['x', 'y'] }], [], ['b/x', 'b/y']],
    [
      [
        { cluster_labels: { team: 'red' }, namespaces: null },
        { cluster_labels: {}, namespaces: ['x'] },
      ],
      ['a'],
      ['b/x', 'c/x'],
    ],
  ])('%j sees %j and %j', (reach, whole, parts) => {
    const visible = findVisible(reach, clusters)
    expect(visible.whole).toEqual(whole)
    expect(visible.parts.map((it) => `${it.clusterId}/${it.namespace}`)).toEqual(parts)
  })
})

describe.each(storeKinds)('%s', (kind) => {
  let world: TestWorld
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    world = await openTestWorld(kind)
    for (const name of ['red', 'blue']) {
      const { clusterId } = await addCluster(world, name)
      ids[name] = clusterId
      await sql`update cluster set labels = ${JSON.stringify({ team: name })}::jsonb
        where cluster_id = ${clusterId}`.execute(world.host.db)
      const resources = [
        makeResource(`${name}-one`, { namespace: 'one' }),
        makeResource(`${name}-two`, { namespace: 'two' }),
        makeResource(`${name}-node`, { id: 'node', namespace: null }),
        makeResource('one', {
          id: 'namespace/one',
          sub_type: 'Namespace',
          api_version: 'v1',
          namespace: null,
        }),
      ]
      const findings = resources.map((it) => makeFinding(it, 'privileged'))
      await ingestCycle(world.host, clusterId, makeCycle(resources, findings))
      const passed = findings.map((it) => ({ ...it, evaluation: 'passed' as const }))
      await ingestCycle(world.host, clusterId, makeCycle(resources, passed, { sequence: 2 }))
    }
  }, slowMs)
  afterAll(() => world.close())

  async function read(db: ReadDatabase) {
    const names = await sql<{ name: string }>`
      with every as (select name from resource) select name from every order by name`.execute(db)
    const count = async (table: string) => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::integer as n from ${sql.table(table)}`.execute(db)
      return rows[0]?.n
    }
    const rollup = await sql<{ n: number }>`
      select coalesce(sum(n), 0)::integer as n from finding_count`.execute(db)
    return {
      clusters: (await db.selectFrom('cluster').select('name').orderBy('name').execute()).map(
        (row) => row.name,
      ),
      names: names.rows.map((row) => row.name),
      findings: await count('finding'),
      changes: await count('finding_change'),
      evidence: await count('finding_evidence'),
      data: await count('resource_data'),
      points: (await count('score_point')) === 0 ? 0 : 'some',
      scopes: await count('scope'),
      rollup: rollup.rows[0]?.n,
    }
  }

  test.each([
    [
      'a cluster',
      [{ cluster_labels: { team: 'red' }, namespaces: null }],
      { clusters: ['red'], names: ['one', 'red-node', 'red-one', 'red-two'], rows: 4, whole: 1 },
    ],
    [
      'a namespace of every cluster',
      [{ cluster_labels: {}, namespaces: ['one'] }],
      {
        clusters: ['blue', 'red'],
        names: ['blue-one', 'one', 'one', 'red-one'],
        rows: 4,
        whole: 0,
      },
    ],
    [
      'a cluster, and a namespace of another',
      [
        { cluster_labels: { team: 'red' }, namespaces: null },
        { cluster_labels: { team: 'blue' }, namespaces: ['two'] },
      ],
      {
        clusters: ['blue', 'red'],
        names: ['blue-two', 'one', 'red-node', 'red-one', 'red-two'],
        rows: 5,
        whole: 1,
      },
    ],
    [
      'nothing that is there',
      [{ cluster_labels: { team: 'green' }, namespaces: null }],
      { clusters: [], names: [], rows: 0, whole: 0 },
    ],
  ])('%s', async (_, reach, { clusters, names, rows, whole }) => {
    expect(await read(await openReader(world.host.db, { name: 'x', reach }))).toEqual({
      clusters,
      names,
      findings: rows,
      changes: rows,
      evidence: rows,
      data: rows,
      rollup: rows,
      scopes: whole,
      points: whole === 0 ? 0 : 'some',
    })
  })

  test('without a limit everything is there', async () => {
    const db = await openReader(world.host.db, { name: 'x', reach: null })
    expect((await read(db)).findings).toBe(8)
  })

  test('a reader does not write', async () => {
    const reach = [{ cluster_labels: {}, namespaces: null }]
    const db = await openReader(world.host.db, { name: 'x', reach })
    await expect(db.deleteFrom('finding').execute()).rejects.toThrow('does not write')
    await expect(sql`delete from finding`.execute(db)).rejects.toThrow('syntax error')
  })

  test('every table with rows of clusters is limited', async () => {
    const reach = [{ cluster_labels: { team: 'green' }, namespaces: null }]
    const db = await openReader(world.host.db, { name: 'x', reach })
    const { rows } = await sql<{ name: string }>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition`.execute(
      world.host.db,
    )
    expect(rows.length).toBeGreaterThan(15)
    const open: string[] = []
    for (const { name } of rows) {
      if (shared.has(name)) continue
      const plan = await sql<Record<string, string>>`
        select * from ${sql.table(name)} where false`.compile(db)
      if (!plan.sql.includes(`"${name}" as not materialized`)) open.push(name)
    }
    expect(open).toEqual([])
  })
})
