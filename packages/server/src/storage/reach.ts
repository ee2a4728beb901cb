/** A database as one caller sees it: every statement is held to the caller's clusters and namespaces. */

import type { Reach } from '@evenkeel/model'
import { type KyselyPlugin, type RawBuilder, RawNode, sql, TableNode } from 'kysely'
import { countedSql } from './codes.ts'
import type { Database } from './database.ts'
import { toJsonText } from './sanitize.ts'

declare const limited: unique symbol

/**
 * What routes read through. It has the tables' names, but behind each stand only the rows that the caller may see,
 * so a statement cannot forget the limit. It does not write.
 */
export type ReadDatabase = Database & { readonly [limited]: true }

export interface Reader {
  /** Of the caller: what it made itself is always shown to it. */
  name: string
  reach: Reach
}

/** Clusters that are seen as a whole, and pairs of cluster and namespace for those that are not. */
export interface VisibleRows {
  whole: string[]
  parts: { clusterId: string; namespace: string }[]
}

/** For what the server does by itself: cycles, exceptions that end, roll-ups. Never for a request's answer. */
export function readEverything(db: Database): ReadDatabase {
  // The brand is given here and in openReader alone.
  return db as ReadDatabase
}

/** Labels of clusters are looked up once, so a reader serves one request. */
export async function openReader(db: Database, { name, reach }: Reader): Promise<ReadDatabase> {
  if (reach === null) return readEverything(db)
  const rows = await db.selectFrom('cluster').select(['clusterId', 'labels']).execute()
  return db.withPlugin(createLimit({ name, reach }, findVisible(reach, rows))) as ReadDatabase
}

export function findVisible(
  reach: NonNullable<Reach>,
  clusters: readonly { clusterId: string; labels: Record<string, string> }[],
): VisibleRows {
  const visible: VisibleRows = { whole: [], parts: [] }
  for (const { clusterId, labels } of clusters) {
    const parts = reach.filter((part) =>
      Object.entries(part.cluster_labels).every(([key, value]) => labels[key] === value),
    )
    if (parts.some((part) => part.namespaces === null)) visible.whole.push(clusterId)
    else {
      const namespaces = new Set(parts.flatMap((part) => part.namespaces ?? []))
      for (const namespace of namespaces) visible.parts.push({ clusterId, namespace })
    }
  }
  return visible
}

function createLimit(reader: Reader, visible: VisibleRows): KyselyPlugin {
  const tables = Object.entries(limitTables(reader, visible)).map(nameRows)
  return {
    transformQuery({ node }) {
      if (node.kind === 'SelectQueryNode') {
        const own = node.with?.expressions ?? []
        return {
          ...node,
          with: { kind: 'WithNode', ...node.with, expressions: [...tables, ...own] },
        }
      }
      if (node.kind === 'RawNode') return limitText(node, tables)
      throw new Error('A reader does not write; use the database of the host.')
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
}

type NamedRows = ReturnType<typeof nameRows>

/** Inlined, so that each statement is planned as if the condition stood in it. */
function nameRows([table, rows]: [string, RawBuilder<unknown>]) {
  const name = { kind: 'CommonTableExpressionNameNode', table: TableNode.create(table) } as const
  const expression = sql`(${rows})`.toOperationNode()
  return { kind: 'CommonTableExpressionNode', name, expression, materialized: false } as const
}

/** In parentheses, so that anything but a query is a syntax error; a statement has one list of names only. */
function limitText(node: RawNode, tables: readonly NamedRows[]): RawNode {
  const statement = { toOperationNode: () => node }
  const names = sql.join(tables.map((table) => ({ toOperationNode: () => table })))
  const [first = '', ...rest] = node.sqlFragments
  if (/^\s*with\s+recursive\s/i.test(first)) {
    return sql`with ${names} select * from (${statement}) it`.toOperationNode()
  }
  if (!/^\s*with\s/i.test(first)) return sql`with ${names} (${statement})`.toOperationNode()
  const joined = RawNode.create([first.replace(/^\s*with\s/i, ', '), ...rest], node.parameters)
  return sql`with ${names}${{ toOperationNode: () => joined }}`.toOperationNode()
}

/**
 * Every table with rows of clusters, as the caller sees it; `reach.test.ts` holds that none is left out.
 * Within its own definition a name means the real table, after it the limited one.
 */
function limitTables(
  { name, reach }: Reader,
  visible: VisibleRows,
): Record<string, RawBuilder<unknown>> {
  const { whole, parts } = visible
  const groups = groupParts(parts)
  const ids = groups.flatMap((group) => group.clusterIds)
  const isWhole = sql<boolean>`t.cluster_id = any(${whole}::uuid[])`
  const isPart = sql<boolean>`t.cluster_id = any(${ids}::uuid[])`
  // Plain comparisons, whose yield the planner knows.
  const isWithin = (matches: (names: readonly string[]) => RawBuilder<unknown>) =>
    sql<boolean>`(${sql.join(
      groups.map(
        (it) => sql`(t.cluster_id = any(${it.clusterIds}::uuid[]) and ${matches(it.namespaces)})`,
      ),
      sql` or `,
    )})`
  const all = (table: string) => sql`select t.* from ${sql.raw(table)} t`
  const ofWhole = (table: string) => sql`${all(table)} where ${isWhole}`
  // Only what there is, because the planner joins by one condition and looks row by row for two.
  const orPart = (inPart: () => RawBuilder<boolean>) => {
    if (parts.length === 0) return isWhole
    return whole.length === 0 ? inPart() : sql<boolean>`(${isWhole} or ${inPart()})`
  }
  const along = (table: string, column: string, of: string) => {
    const key = sql.raw(column)
    const isOfSeen = sql<boolean>`(t.cluster_id, t.${key}) in (
      select cluster_id, ${key} from ${sql.raw(of)})`
    // A second condition would make the planner think of too few rows to look them up one by one.
    const inPart = whole.length === 0 ? isOfSeen : sql<boolean>`(${isPart} and ${isOfSeen})`
    return sql`${all(table)} where ${orPart(() => inPart)}`
  }
  // Views and queries may name anything, so they are shared among those who saw the same when they wrote them.
  const isOfPeer = (author: string, at: string) => sql<boolean>`exists (
    select 1 from account a where a.name = t.${sql.raw(author)} and a.reach_since <= t.${sql.raw(at)}
      and a.reach = ${toJsonText(reach)}::jsonb)`
  // Those that hold for no cluster that is seen may name one by its labels.
  const seen = [...whole, ...ids]
  const ofSetting = (table: string) => sql`${all(table)}
    where (t.cluster_id is null or t.cluster_id = any(${seen}::uuid[]))
      and (t.cluster_labels = '{}'::jsonb or exists (select 1 from cluster c
        where c.cluster_id = any(${seen}::uuid[]) and c.labels @> t.cluster_labels))`
  return {
    // Nodes belong to no namespace.
    cluster: sql`${all('cluster')} where ${isWhole} union all
      select (jsonb_populate_record(t, '{"nodes": null}')).* from cluster t where ${isPart}`,
    // A namespace's own object stands in no namespace, and belongs to it.
    resource: sql`${all('resource')} where ${orPart(() =>
      isWithin(
        (names) => sql`(t.namespace = any(${names}::text[]) or (t.namespace is null
          and t.sub_type = 'Namespace' and t.api_version = 'v1' and t.name = any(${names}::text[])))`,
      ),
    )}`,
    resource_data: along('resource_data', 'resource_id', 'resource'),
    resource_version: along('resource_version', 'resource_id', 'resource'),
    resource_absence: along('resource_absence', 'resource_id', 'resource'),
    resource_link: along('resource_link', 'resource_id', 'resource'),
    resource_selector: along('resource_selector', 'resource_id', 'resource'),
    finding: along('finding', 'resource_id', 'resource'),
    finding_change: along('finding_change', 'resource_id', 'resource'),
    finding_evidence: along('finding_evidence', 'id', 'finding'),
    finding_note: along('finding_note', 'id', 'finding'),
    // Kept by cluster only, so what a caller sees a part of is counted anew.
    finding_count:
      parts.length === 0
        ? ofWhole('finding_count')
        : sql`${ofWhole('finding_count')} union all ${countParts(whole.length === 0 ? undefined : ids)}`,
    owner_count: sql`${all('owner_count')}
      where ${orPart(() => isWithin((names) => sql`t.namespace = any(${names}::text[])`))}`,
    // Of a cluster as a whole: they tell nothing to who sees a part of it.
    resource_key: ofWhole('resource_key'),
    scope: ofWhole('scope'),
    score_point: ofWhole('score_point'),
    finding_flow: ofWhole('finding_flow'),
    cluster_event: ofWhole('cluster_event'),
    exception: sql`${all('exception')}
      where t.created_by = ${name} or ${isOfPeer('created_by', 'created_at')} or t.exception_id in (
        select exception_id from finding where exception_id is not null)`,
    attestation: sql`${all('attestation')} where t.cluster_id is null or ${isWhole}`,
    attestation_file: sql`${all('attestation_file')}
      where t.attestation_id in (select attestation_id from attestation)`,
    rule_setting: ofSetting('rule_setting'),
    rule_setting_change: ofSetting('rule_setting_change'),
    report: sql`${all('report')} where t.created_by = ${name} or ${isWhole}`,
    saved_view: sql`${all('saved_view')} where t.owner = ${name}
      or (t.is_shared and ${isOfPeer('owner', 'updated_at')})`,
  }
}

/** Clusters of which the same namespaces are seen, mostly all of them. */
function groupParts(parts: VisibleRows['parts']) {
  const byCluster = new Map<string, string[]>()
  for (const { clusterId, namespace } of parts) {
    byCluster.set(clusterId, [...(byCluster.get(clusterId) ?? []), namespace])
  }
  const groups = new Map<string, { clusterIds: string[]; namespaces: string[] }>()
  for (const [clusterId, namespaces] of byCluster) {
    const key = JSON.stringify(namespaces)
    const group = groups.get(key) ?? { clusterIds: [], namespaces }
    group.clusterIds.push(clusterId)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** In the columns of the rollup; undefined means all that is seen. */
function countParts(clusterIds: readonly string[] | undefined): RawBuilder<unknown> {
  const isOfThem = clusterIds ? sql`f.cluster_id = any(${clusterIds}::uuid[])` : sql`true`
  return sql`select f.cluster_id, f.place_no, f.severity, f.evaluation, count(*)::integer as n,
      count(f.exception_id)::integer as excepted
    from finding f where ${isOfThem} and ${countedSql('f.lifecycle')}
    group by f.cluster_id, f.place_no, f.severity, f.evaluation`
}
