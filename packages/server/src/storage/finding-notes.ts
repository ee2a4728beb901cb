/** Reads and writes what people say of findings: who sees to them, and comments. */

import type { Insertable, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { ReadDatabase } from './reach.ts'
import type { Tables } from './tables.ts'

export type NoteRow = Selectable<Tables['findingNote']>
type NoteKey = Pick<NoteRow, 'clusterId' | 'id'>

/** Latest first. */
export function listNotes(
  db: ReadDatabase,
  { clusterId, id }: NoteKey,
  limit: number,
): Promise<NoteRow[]> {
  return db
    .selectFrom('findingNote')
    .selectAll()
    .where('clusterId', '=', clusterId)
    .where('id', '=', id)
    .orderBy('at', 'desc')
    .orderBy('noteId')
    .limit(limit)
    .execute()
}

export async function countComments(db: Database, { clusterId, id }: NoteKey): Promise<number> {
  const row = await db
    .selectFrom('findingNote')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('clusterId', '=', clusterId)
    .where('id', '=', id)
    .where('kind', '=', 'comment')
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

export async function insertNote(
  db: Database,
  note: Insertable<Tables['findingNote']>,
): Promise<void> {
  await db.insertInto('findingNote').values(note).execute()
}

export interface Assignment {
  /** The findings, as pairs. */
  clusterIds: readonly string[]
  ids: readonly string[]
  assignee: string | null
  at: Date
  author: string
}

/** Each finding that has another assignee then gets a note of it. Answers how many. */
export async function assignFindings(db: Database, it: Assignment): Promise<number> {
  const { clusterIds, ids, assignee, at, author } = it
  const { rows } = await sql<{ n: number }>`
    with changed as (
      update finding f set assignee = ${assignee}::text
      from unnest(${clusterIds}::uuid[], ${ids}::uuid[]) it (cluster_id, id)
      where f.cluster_id = it.cluster_id and f.id = it.id
        and f.assignee is distinct from ${assignee}::text
      returning f.cluster_id, f.id),
    noted as (
      insert into finding_note (cluster_id, id, note_id, at, author, kind, assignee)
      select cluster_id, id, gen_random_uuid(), ${at}::timestamptz, ${author}::text, 'assigned',
        ${assignee}::text
      from changed returning 1)
    select count(*)::integer as n from noted`.execute(db)
  return rows[0]?.n ?? 0
}
