/** Reads and writes the links between resources: who names whom, and who selects whose pods. */

import type { RelationKind } from '@evenkeel/model'
import { type Kysely, sql } from 'kysely'
import type { ReadDatabase } from './reach.ts'
import { toJsonText } from './sanitize.ts'
import type { Tables } from './tables.ts'

/** Their places are the numbers in the table; selections and namespaces are no links, they are looked up. */
export const linkKinds = [
  'owns',
  'runs-as',
  'subject-of',
  'grants',
  'runs-on',
  'routes-to',
  'mounts',
] as const satisfies RelationKind[]

export type LinkKind = (typeof linkKinds)[number]

/** The one that is named is where these relations start: an owned object names its owner. */
export const reversedKinds: ReadonlySet<RelationKind> = new Set(['owns', 'subject-of'])

/** As Kubernetes writes them, with both fields there. */
export interface LabelSelector {
  matchLabels: Record<string, string>
  matchExpressions: { key: string; operator: string; values: string[] }[]
}

export interface LinksWrite {
  resourceId: string
  namespace: string
  /** What is named, by its readable id and the uuid of that. */
  links: { kind: LinkKind; target: string; targetId: string; label: string }[]
  /** Of the pods that it makes or is; null where it has none. */
  podLabels: Record<string, string> | null
  /** Of pods in its namespace; null where it selects none. */
  selector: LabelSelector | null
}

const rowsPerStatement = 4000

/** In the place of those that the resources had. */
export async function replaceLinks(
  db: Kysely<Tables>,
  clusterId: string,
  writes: readonly LinksWrite[],
): Promise<void> {
  for (let at = 0; at < writes.length; at += rowsPerStatement) {
    const batch = writes.slice(at, at + rowsPerStatement)
    await deleteLinks(
      db,
      clusterId,
      batch.map((write) => write.resourceId),
    )
    await insertLinks(db, clusterId, batch)
  }
}

export async function insertLinks(
  db: Kysely<Tables>,
  clusterId: string,
  writes: readonly LinksWrite[],
): Promise<void> {
  await insertNames(db, clusterId, writes)
  await insertSelectors(db, clusterId, writes)
}

async function insertNames(db: Kysely<Tables>, clusterId: string, writes: readonly LinksWrite[]) {
  const rows = writes.flatMap(({ resourceId, links }) =>
    links.map(({ kind, target, targetId, label }) => ({
      resource_id: resourceId,
      kind: linkKinds.indexOf(kind),
      target,
      target_id: targetId,
      label,
    })),
  )
  for (let at = 0; at < rows.length; at += rowsPerStatement) {
    const text = toJsonText(rows.slice(at, at + rowsPerStatement))
    await sql`
      insert into resource_link (cluster_id, resource_id, kind, target_id, label, target)
      select ${clusterId}::uuid, resource_id, kind, target_id, label, target
      from json_to_recordset(${text}::json) as it(resource_id uuid, kind smallint, target_id uuid,
        label text, target text)
      on conflict (cluster_id, resource_id, kind, target_id, label) do nothing`.execute(db)
  }
}

async function insertSelectors(
  db: Kysely<Tables>,
  clusterId: string,
  writes: readonly LinksWrite[],
) {
  const rows = writes
    .filter((write) => write.podLabels !== null || write.selector !== null)
    .map(({ resourceId, namespace, podLabels, selector }) => ({
      resource_id: resourceId,
      namespace,
      pod_labels: podLabels,
      selector,
    }))
  if (rows.length === 0) return
  await sql`
    insert into resource_selector (cluster_id, resource_id, namespace, pod_labels, selector)
    select ${clusterId}::uuid, resource_id, namespace, pod_labels, selector
    from json_to_recordset(${toJsonText(rows)}::json) as it(resource_id uuid, namespace text,
      pod_labels jsonb, selector jsonb)
    on conflict (cluster_id, resource_id) do update set namespace = excluded.namespace,
      pod_labels = excluded.pod_labels, selector = excluded.selector`.execute(db)
}

export async function deleteLinks(
  db: Kysely<Tables>,
  clusterId: string,
  resourceIds: readonly string[],
): Promise<void> {
  for (const table of ['resource_link', 'resource_selector']) {
    await sql`
      delete from ${sql.table(table)}
      where cluster_id = ${clusterId} and resource_id = any(${resourceIds}::uuid[])`.execute(db)
  }
}

/** A named end need not be there; the one that names it is. */
export interface LinkRow {
  resourceId: string
  /** The readable id of the one that names. */
  source: string
  kind: number
  targetId: string
  target: string
  label: string
  /** The one that names is Kubernetes' own. */
  isBuiltin: boolean
  /** Ends of this kind, those that were left out included. */
  total: number
}

interface LinkFilter {
  clusterId: string
  /** Of the end that is known. */
  ids: readonly string[]
  kinds: readonly LinkKind[]
  /** Other ends of a kind for each known one. */
  perKind: number
}

/** What these resources name. */
export function listLinksFrom(db: ReadDatabase, filter: LinkFilter): Promise<LinkRow[]> {
  return listLinks(db, filter, { known: 'l.resource_id', other: 'l.target_id' })
}

/** What names these. */
export function listLinksTo(db: ReadDatabase, filter: LinkFilter): Promise<LinkRow[]> {
  return listLinks(db, filter, { known: 'l.target_id', other: 'l.resource_id' })
}

async function listLinks(
  db: ReadDatabase,
  { clusterId, ids, kinds, perKind }: LinkFilter,
  ends: { known: string; other: string },
): Promise<LinkRow[]> {
  if (ids.length === 0) return []
  const [known, other] = [sql.raw(ends.known), sql.raw(ends.other)]
  const numbers = kinds.map((kind) => linkKinds.indexOf(kind))
  const { rows } = await sql<LinkRow>`
    select * from (
      select it.*, (max(place) over (partition by known, kind))::integer as total from (
        select l.resource_id, r.id as source, l.kind, l.target_id, l.target, l.label,
          jsonb_exists(r.labels, 'kubernetes.io/bootstrapping') as is_builtin, ${known} as known,
          dense_rank() over (partition by ${known}, l.kind order by ${other}) as place
        from resource_link l
        join resource r on r.cluster_id = l.cluster_id and r.resource_id = l.resource_id
        where l.cluster_id = ${clusterId} and ${known} = any(${ids}::uuid[])
          and l.kind = any(${numbers}::smallint[]) and r.gone_at is null) it) ranked
    where place <= ${perKind} order by known, kind, place, label`.execute(db)
  return rows
}

export interface SelectorRow {
  resourceId: string
  id: string
  subType: string | null
  namespace: string
  podLabels: Record<string, string> | null
  selector: LabelSelector | null
}

const selectorColumns = sql.raw(
  's.resource_id, r.id, r.sub_type, s.namespace, s.pod_labels, s.selector',
)
const selectorSource = sql.raw(`resource_selector s
    join resource r on r.cluster_id = s.cluster_id and r.resource_id = s.resource_id
      and r.gone_at is null`)

/** Of these resources; only those that have pods or select some. */
export async function listSelectors(
  db: ReadDatabase,
  clusterId: string,
  ids: readonly string[],
): Promise<SelectorRow[]> {
  const { rows } = await sql<SelectorRow>`
    select ${selectorColumns} from ${selectorSource}
    where s.cluster_id = ${clusterId} and s.resource_id = any(${ids}::uuid[])`.execute(db)
  return rows
}

/** Everything in these namespaces that selects pods. */
export async function listSelecting(
  db: ReadDatabase,
  clusterId: string,
  namespaces: readonly string[],
  limit: number,
): Promise<SelectorRow[]> {
  const { rows } = await sql<SelectorRow>`
    select ${selectorColumns} from ${selectorSource}
    where s.cluster_id = ${clusterId} and s.namespace = any(${namespaces}::text[])
      and s.selector is not null
    order by s.resource_id limit ${limit}`.execute(db)
  return rows
}

/** What in the namespace has pods with all these labels. */
export async function listLabelled(
  db: ReadDatabase,
  clusterId: string,
  { namespace, labels, limit }: { namespace: string; labels: object; limit: number },
): Promise<SelectorRow[]> {
  const { rows } = await sql<SelectorRow>`
    select ${selectorColumns} from ${selectorSource}
    where s.cluster_id = ${clusterId} and s.namespace = ${namespace}
      and s.pod_labels @> ${toJsonText(labels)}::jsonb
    order by r.failed desc, s.resource_id limit ${limit}`.execute(db)
  return rows
}

export interface MappedRow {
  resourceId: string
  id: string
  type: string
  subType: string | null
  apiVersion: string | null
  name: string
  namespace: string | null
  labels: Record<string, string>
  failed: number
}

/** Those of them that are there. */
export async function listMapped(
  db: ReadDatabase,
  clusterId: string,
  ids: readonly string[],
): Promise<MappedRow[]> {
  const { rows } = await sql<MappedRow>`
    select resource_id, id, type, sub_type, api_version, name, namespace, labels, failed
    from resource where cluster_id = ${clusterId} and resource_id = any(${ids}::uuid[])
      and gone_at is null`.execute(db)
  return rows
}

/** What stands in a namespace, most failed first. */
export async function listOfNamespace(
  db: ReadDatabase,
  clusterId: string,
  { namespace, limit }: { namespace: string; limit: number },
): Promise<(MappedRow & { total: number })[]> {
  const { rows } = await sql<MappedRow & { total: number }>`
    select resource_id, id, type, sub_type, api_version, name, namespace, labels, failed,
      (count(*) over ())::integer as total
    from resource where cluster_id = ${clusterId} and namespace = ${namespace} and gone_at is null
    order by failed desc, resource_id limit ${limit}`.execute(db)
  return rows
}

export async function readData(
  db: ReadDatabase,
  clusterId: string,
  ids: readonly string[],
): Promise<Map<string, unknown>> {
  const { rows } = await sql<{ resourceId: string; data: unknown }>`
    select resource_id, data from resource_data
    where cluster_id = ${clusterId} and resource_id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.resourceId, row.data]))
}

/** Objects of these kinds of the group, with what they say, in the order of their ids. */
export async function listObjects(
  db: ReadDatabase,
  clusterId: string,
  { kinds, group }: { kinds: readonly string[]; group: string },
): Promise<(MappedRow & { data: unknown })[]> {
  const { rows } = await sql<MappedRow & { data: unknown }>`
    select r.resource_id, r.id, r.type, r.sub_type, r.api_version, r.name, r.namespace, r.labels,
      r.failed, d.data
    from resource r
    join resource_data d on d.cluster_id = r.cluster_id and d.resource_id = r.resource_id
    where r.cluster_id = ${clusterId} and r.sub_type = any(${kinds}::text[])
      and r.api_version like ${`${group}/%`} and r.gone_at is null
    order by r.id collate "C"`.execute(db)
  return rows
}

/** Clusters whose links were made by an older version. */
export async function listUnlinked(db: Kysely<Tables>, version: number): Promise<string[]> {
  const rows = await db
    .selectFrom('cluster')
    .select('clusterId')
    .where('linksVersion', '<', version)
    .execute()
  return rows.map((row) => row.clusterId)
}

export async function setLinksVersion(
  db: Kysely<Tables>,
  clusterId: string,
  version: number,
): Promise<void> {
  await db
    .updateTable('cluster')
    .set({ linksVersion: version })
    .where('clusterId', '=', clusterId)
    .execute()
}

export interface LinkedRow {
  resourceId: string
  type: string
  subType: string | null
  apiVersion: string | null
  namespace: string | null
  owner: string | null
  data: unknown
}

/** The next resources of a cluster after one, in the order of their uuids. */
export async function listForLinks(
  db: Kysely<Tables>,
  clusterId: string,
  { after, limit }: { after: string; limit: number },
): Promise<LinkedRow[]> {
  const { rows } = await sql<LinkedRow>`
    select r.resource_id, r.type, r.sub_type, r.api_version, r.namespace, r.owner, d.data
    from resource r
    join resource_data d on d.cluster_id = r.cluster_id and d.resource_id = r.resource_id
    where r.cluster_id = ${clusterId} and r.resource_id > ${after}::uuid and r.gone_at is null
    order by r.resource_id limit ${limit}`.execute(db)
  return rows
}
