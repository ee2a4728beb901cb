/** Writes everything that a database holds, as of one moment. */

import type { Store } from '../storage/database.ts'
import { listWholeTables, openSnapshot, readWholeTable } from '../storage/whole-tables.ts'
import { version } from '../version.ts'
import { type BackupHeader, createSummer, formatVersion, type TableHead } from './format.ts'

/**
 * The lines of a backup, in chunks that end with a line's end.
 * The same rows give the same lines after the first two, whatever database they are in.
 */
export async function* writeBackup(store: Store, now: Date): AsyncGenerator<string> {
  const snapshot = await openSnapshot(store.db)
  try {
    const header: BackupHeader = {
      evenkeel_backup: formatVersion,
      migrations: await store.listMigrations(snapshot),
      created_at: now.toISOString(),
      version,
    }
    yield withSum([JSON.stringify(header)], createSummer())
    const summer = createSummer()
    let total = 0
    const tables = await listWholeTables(snapshot)
    for (const table of tables) {
      const columns = table.columns.map((column) => column.name)
      const head: TableHead = { table: table.name, columns, partitions: table.partitions }
      yield withSum([JSON.stringify(head)], summer)
      for await (const lines of readWholeTable(snapshot, table)) {
        total += lines.length
        yield withSum(lines, summer)
      }
    }
    yield withSum([JSON.stringify({ end: { tables: tables.length, rows: total } })], summer)
  } finally {
    // Nothing was written; this ends the snapshot.
    await snapshot.rollback().execute()
  }
}

function withSum(lines: readonly string[], summer: ReturnType<typeof createSummer>): string {
  return `${lines.join('\n')}\n${JSON.stringify({ sum: summer(lines) })}\n`
}
