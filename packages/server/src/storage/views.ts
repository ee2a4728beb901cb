/** Reads and writes saved views. */

import type { ViewPage } from '@evenkeel/model'
import type { Kysely, Selectable } from 'kysely'
import type { ReadDatabase } from './reach.ts'
import type { Tables } from './tables.ts'

export type ViewRow = Selectable<Tables['savedView']>

/** One's own and the shared ones, by name. */
export function listViews(
  db: ReadDatabase,
  owner: string,
  page: ViewPage | undefined,
): Promise<ViewRow[]> {
  const query = db
    .selectFrom('savedView')
    .selectAll()
    .where((it) => it.or([it('owner', '=', owner), it('isShared', '=', true)]))
    .orderBy('name')
    .orderBy('viewId')
  return (page === undefined ? query : query.where('page', '=', page)).execute()
}

export function findView(db: ReadDatabase, viewId: string): Promise<ViewRow | undefined> {
  return db.selectFrom('savedView').selectAll().where('viewId', '=', viewId).executeTakeFirst()
}

/** Within a transaction; a new one or over the one of its id. A person has one default for a page, so another steps back. */
export async function saveView(transaction: Kysely<Tables>, row: ViewRow): Promise<void> {
  if (row.isDefault) {
    await transaction
      .updateTable('savedView')
      .set({ isDefault: false })
      .where('owner', '=', row.owner)
      .where('page', '=', row.page)
      .execute()
  }
  const { viewId: _, ...fields } = row
  await transaction
    .insertInto('savedView')
    .values(row)
    .onConflict((conflict) => conflict.column('viewId').doUpdateSet(fields))
    .execute()
}

export async function deleteView(db: Kysely<Tables>, viewId: string): Promise<void> {
  await db.deleteFrom('savedView').where('viewId', '=', viewId).execute()
}
