/** What holds of a database at any time between two transactions, and where it does not. */

import { evaluationOrder } from '@evenkeel/model'
import { type RawBuilder, sql } from 'kysely'
import {
  countedSql,
  disabledCode,
  failedCode,
  goneCode,
  lifecycleCode,
  passedCode,
} from './codes.ts'
import { recount } from './cycle-rows.ts'
import type { Database } from './database.ts'
import { countAccepted } from './exceptions.ts'
import { countAcceptedOwners, recountOwners } from './score-owners.ts'
import { listWholeTables } from './whole-tables.ts'

/** How a broken invariant is put right. */
export type Repair = 'recount' | 'resend' | 'none'

export interface Broken {
  /** What was looked at, as a sentence that is true of a sound database. */
  invariant: string
  count: number
  /** Some of the rows, readable. */
  examples: string[]
  repair: Repair
  /** Whose: for `recount` and `resend`. */
  clusterIds: string[]
}

interface Invariant {
  invariant: string
  repair: Repair
  /** Selects one row with `cluster_id` and `what` for each thing that is wrong. */
  broken: RawBuilder<BrokenRow>
}

interface BrokenRow {
  clusterId: string | null
  what: string
}

const there = countedSql('f.lifecycle')
/** What agents have a hash of; findings of rules that are off keep theirs. */
const keyed = sql`f.lifecycle is distinct from ${sql.lit(goneCode)}`
const [resolved, open, reopened] = (['resolved', 'open', 'reopened'] as const).map((it) =>
  sql.lit(lifecycleCode(it)),
)

const sameResource = sql`r.cluster_id = f.cluster_id and r.resource_id = f.resource_id`

function countsOf(
  table: string,
  columns: string,
  source: RawBuilder<unknown>,
): RawBuilder<BrokenRow> {
  const names = sql.raw(columns)
  return sql`
    select cluster_id, concat_ws(' ', ${names}) || ': ' || coalesce(c.n, 0) || ' and '
      || coalesce(c.excepted, 0) || ' accepted instead of ' || coalesce(f.n, 0) || ' and '
      || coalesce(f.excepted, 0) as what
    from (select cluster_id, ${names}, n, excepted from ${sql.raw(table)}) c
    full join (${source}) f using (cluster_id, ${names})
    where coalesce(c.n, 0) <> coalesce(f.n, 0) or coalesce(c.excepted, 0) <> coalesce(f.excepted, 0)`
}

const resourceCounts = evaluationOrder.map(
  (word, code) =>
    sql`count(*) filter (where f.evaluation = ${sql.lit(code)})::integer as ${sql.raw(word)}`,
)

const invariants: readonly Invariant[] = [
  {
    invariant: 'finding_count is the sum of the findings',
    repair: 'recount',
    broken: countsOf(
      'finding_count',
      'place_no, severity, evaluation',
      sql`select cluster_id, place_no, severity, evaluation, count(*)::integer as n,
          count(exception_id)::integer as excepted
        from finding f where ${there} group by 1, 2, 3, 4`,
    ),
  },
  {
    invariant: 'owner_count is the sum of the findings',
    repair: 'recount',
    broken: countsOf(
      'owner_count',
      'namespace, owner, severity, evaluation',
      sql`select f.cluster_id, coalesce(r.namespace, '') as namespace,
          coalesce(r.owner, '') as owner, f.severity, f.evaluation, count(*)::integer as n,
          count(f.exception_id)::integer as excepted
        from finding f join resource r on ${sameResource}
        where ${there} group by 1, 2, 3, 4, 5`,
    ),
  },
  {
    invariant: 'the counts of a resource are those of its findings',
    repair: 'recount',
    broken: sql`
      select r.cluster_id, r.id || ': passed, failed, unknown, manual ' || concat_ws(', ', r.passed,
        r.failed, r.unknown, r.manual) || ' instead of ' || concat_ws(', ', coalesce(f.passed, 0),
        coalesce(f.failed, 0), coalesce(f.unknown, 0), coalesce(f.manual, 0)) as what
      from resource r left join (
        select cluster_id, resource_id, ${sql.join(resourceCounts)} from finding f where ${there}
        group by 1, 2) f on ${sameResource}
      where (r.passed, r.failed, r.unknown, r.manual) is distinct from (coalesce(f.passed, 0),
        coalesce(f.failed, 0), coalesce(f.unknown, 0), coalesce(f.manual, 0))`,
  },
  {
    invariant: 'the lifecycle of a finding fits its evaluation',
    repair: 'none',
    broken: sql`
      select f.cluster_id, f.id || ': evaluation ' || f.evaluation || ', lifecycle '
        || coalesce(f.lifecycle::text, 'none') as what
      from (select cluster_id, id, evaluation, case when lifecycle = ${sql.lit(disabledCode)}
        then held_lifecycle else lifecycle end as lifecycle from finding) f where case
        when f.lifecycle is null then f.evaluation = ${sql.lit(failedCode)}
        when f.lifecycle = ${resolved} then f.evaluation = ${sql.lit(failedCode)}
        when f.lifecycle in (${open}, ${reopened}) then f.evaluation = ${sql.lit(passedCode)}
        else f.lifecycle <> ${sql.lit(goneCode)} end`,
  },
  {
    invariant: 'a finding changed no earlier than it was first seen',
    repair: 'none',
    broken: sql`select f.cluster_id, f.id::text as what from finding f where changed_at < first_seen`,
  },
  ...orphans(),
  {
    invariant: 'a finding stands at a place that the rule book has',
    repair: 'none',
    broken: sql`
      select f.cluster_id, f.id || ' at place ' || f.place_no || ' of rule ' || f.rule_no as what
      from finding f where not exists (
        select from rule_place p where p.place_no = f.place_no and p.rule_no = f.rule_no)`,
  },
  ...keys(),
]

/** Rows that belong to others, which have to be there. */
function orphans(): Invariant[] {
  const pairs = [
    ['finding', 'resource', 'resource_id'],
    ['finding', 'finding_evidence', 'id'],
    ['finding_evidence', 'finding', 'id'],
    ['resource', 'resource_data', 'resource_id'],
    ['resource_data', 'resource', 'resource_id'],
  ] as const
  return pairs.map(([table, other, column]) => ({
    invariant: `every row of ${table} has its row of ${other}`,
    repair: 'none',
    broken: sql`
      select t.cluster_id, t.${sql.raw(column)}::text as what from ${sql.raw(table)} t
      where not exists (select from ${sql.raw(other)} o
        where o.cluster_id = t.cluster_id and o.${sql.raw(column)} = t.${sql.raw(column)})`,
  }))
}

/** What agents compare with. A resource that changed its scope keeps the key of the old one until its next cycle. */
function keys(): Invariant[] {
  const hashes = sql`
    select r.cluster_id, r.resource_id, r.id, rule.rule_no, it.rule_id
    from resource_key k
    join resource r on r.cluster_id = k.cluster_id and r.id = k.id and r.scope = k.scope
    cross join jsonb_object_keys(k.findings) as it(rule_id)
    left join rule on rule.rule_id = it.rule_id`
  return [
    {
      invariant: 'every hash that agents compare with has its finding',
      repair: 'resend',
      broken: sql`
        select k.cluster_id, k.id || ' ' || k.rule_id as what from (${hashes}) k
        where not exists (select from finding f where f.cluster_id = k.cluster_id
          and f.resource_id = k.resource_id and f.rule_no = k.rule_no and ${keyed})`,
    },
    {
      invariant: 'every finding has its hash that agents compare with',
      repair: 'resend',
      broken: sql`
        select f.cluster_id, r.id || ' ' || coalesce(rule.rule_id, f.rule_no::text) as what
        from finding f join resource r on ${sameResource}
        left join rule on rule.rule_no = f.rule_no
        left join (${hashes}) k on k.cluster_id = f.cluster_id and k.resource_id = f.resource_id
          and k.rule_no = f.rule_no
        where ${there} and k.rule_no is null`,
    },
    {
      invariant: 'every hash that agents compare with has its resource',
      repair: 'resend',
      broken: sql`
        select k.cluster_id, k.scope || ' ' || k.id as what from resource_key k
        where not exists (select from resource r where r.cluster_id = k.cluster_id and r.id = k.id)
          or not exists (select from scope s where s.cluster_id = k.cluster_id and s.scope = k.scope)`,
    },
  ]
}

const examplesMax = 5

/** Each looks at whole tables, so this takes a while on a large database. */
export async function* findBroken(db: Database): AsyncGenerator<Broken | { invariant: string }> {
  for (const it of [...invariants, ...(await ofKnownClusters(db))]) {
    const { invariant, repair } = it
    const { rows } = await sql<{ count: number; examples: string[]; clusterIds: string[] }>`
      select count(*)::integer as count, coalesce((array_agg(coalesce(cluster_id::text, '') || ' '
        || what))[1:${sql.lit(examplesMax)}], '{}') as examples,
        coalesce(array_agg(distinct cluster_id::text), '{}') as cluster_ids
      from (${it.broken}) it`.execute(db)
    const [found] = rows
    if (!found || found.count === 0) yield { invariant }
    else yield { invariant, repair, ...found }
  }
}

/** What happened to a cluster is remembered when it is gone. */
const outliving = new Set(['cluster', 'cluster_event'])

/** Of every table that names clusters, whichever there are. */
async function ofKnownClusters(db: Database): Promise<Invariant[]> {
  const tables = await listWholeTables(db)
  const growing = tables.filter(
    (table) => table.key[0] === 'cluster_id' && !outliving.has(table.name),
  )
  return growing.map(({ name }) => ({
    invariant: `every row of ${name} is of a cluster that there is`,
    repair: 'none',
    broken: sql`
      select cluster_id, count(*) || ' rows' as what from ${sql.table(name)} t
      where not exists (select from cluster c where c.cluster_id = t.cluster_id)
      group by cluster_id`,
  }))
}

/** Within a transaction that holds the lock of the cluster. */
export async function recountAll(db: Database, clusterId: string): Promise<void> {
  await recount(db, clusterId)
  await countAccepted(db, clusterId)
  await recountOwners(db, clusterId)
  await countAcceptedOwners(db, clusterId)
  await sql`
    update resource set ${sql.join(evaluationOrder.map((word) => sql`${sql.raw(word)} = coalesce(it.${sql.raw(word)}, 0)`))}
    from resource r left join (
      select cluster_id, resource_id, ${sql.join(resourceCounts)} from finding f
      where cluster_id = ${clusterId} and ${there} group by 1, 2) it
      on it.cluster_id = r.cluster_id and it.resource_id = r.resource_id
    where resource.cluster_id = ${clusterId} and r.cluster_id = resource.cluster_id
      and r.resource_id = resource.resource_id`.execute(db)
}

/**
 * Agents send everything again, because the server says that it lacks it; not of rules that are off,
 * whose findings are let go, as nothing would tell when their resources leave.
 */
export async function forgetKeys(db: Database, clusterId: string): Promise<void> {
  await sql`
    update finding set lifecycle = ${goneCode}, held_lifecycle = null
    where cluster_id = ${clusterId} and lifecycle = ${disabledCode}`.execute(db)
  await sql`delete from resource_key where cluster_id = ${clusterId}`.execute(db)
}
