/** Brings a backup into an empty database: all of it, or nothing. */

import { knownMigrations, type Store } from '../storage/database.ts'
import {
  addPartition,
  continueNumbers,
  fixTexts,
  insertWholeRows,
  listFilled,
  listWholeTables,
  lockWholeTables,
  type WholeTable,
} from '../storage/whole-tables.ts'
import {
  BackupError,
  type BackupHeader,
  type BackupPart,
  formatVersion,
  readParts,
} from './format.ts'

export interface Restored {
  tables: number
  rows: number
  createdAt: string
  /** Equal for databases that hold the same. */
  sum: string
}

/** The store must not have been migrated. Rejects with a sentence, and then the database is as empty as before. */
export async function restoreBackup(store: Store, lines: AsyncIterable<string>): Promise<Restored> {
  const parts = readParts(lines)[Symbol.asyncIterator]()
  const first = await parts.next()
  if (first.done || first.value.kind !== 'header') {
    throw new BackupError('Line 1: this is no backup of Evenkeel.')
  }
  const { header } = first.value
  await prepare(store, header)
  const restored = await store.db.transaction().execute(async (transaction) => {
    await fixTexts(transaction)
    const tables = await listWholeTables(transaction)
    await lockWholeTables(transaction, tables)
    await refuseFilled(transaction, tables)
    return await writeParts(transaction, tables, { [Symbol.asyncIterator]: () => parts })
  })
  await store.migrate()
  return { ...restored, createdAt: header.created_at }
}

/** Makes the tables as they were where the backup was made. */
async function prepare(store: Store, header: BackupHeader): Promise<void> {
  if (header.evenkeel_backup > formatVersion) {
    throw new BackupError(
      `The backup has format ${header.evenkeel_backup}, this Evenkeel reads up to ${formatVersion}; restore it with version ${header.version}.`,
    )
  }
  const last = header.migrations.at(-1)
  const isOurs = header.migrations.every((name) => knownMigrations.includes(name))
  if (!isOurs || last === undefined) {
    throw new BackupError(
      `The backup was made by Evenkeel ${header.version} with the schema ${last ?? 'of nothing'}, which this version does not have; restore it with that version or a newer one.`,
    )
  }
  const there = await store.listMigrations()
  if (there.some((name) => !header.migrations.includes(name))) {
    await refuseFilled(store.db, await listWholeTables(store.db))
    throw new BackupError(
      `The database already has the tables of the schema ${there.at(-1)}, newer than ${last} of the backup; restore into a new database.`,
    )
  }
  await store.migrate(header.migrations)
}

async function refuseFilled(db: Store['db'], tables: readonly WholeTable[]): Promise<void> {
  const filled = await listFilled(db, tables)
  if (filled.length === 0) return
  throw new BackupError(
    `The database is not empty: there are rows in ${filled.join(', ')}. Restore into a new folder (--data-dir) or a new PostgreSQL database.`,
  )
}

async function writeParts(
  db: Store['db'],
  tables: readonly WholeTable[],
  parts: AsyncIterable<BackupPart>,
): Promise<Omit<Restored, 'createdAt'>> {
  const left = new Map(tables.map((table) => [table.name, table]))
  let current: { table: WholeTable; columns: string[] } | undefined
  let rows = 0
  let sum: string | undefined
  for await (const part of parts) {
    if (part.kind === 'table') {
      const { head, at } = part
      const table = left.get(head.table)
      if (!table)
        throw new BackupError(`Line ${at}: the table ${head.table} is unknown or comes twice.`)
      left.delete(head.table)
      refuseColumns(table, head.columns, at)
      for (const partition of head.partitions) await addPartition(db, table.name, partition)
      current = { table, columns: head.columns }
    } else if (part.kind === 'rows') {
      if (!current) throw new BackupError(`Line ${part.at}: rows stand before any table.`)
      rows += part.lines.length
      await insertRows(db, current, part)
    } else if (part.kind === 'end') {
      if (part.end.rows !== rows || left.size > 0) {
        throw new BackupError(
          `Line ${part.at}: the backup says ${part.end.rows} rows of ${part.end.tables} tables, but ${rows} of ${tables.length - left.size} stand in it.`,
        )
      }
      sum = part.sum
    }
  }
  if (sum === undefined) throw new BackupError('The backup has no end.')
  for (const table of tables) await continueNumbers(db, table)
  return { tables: tables.length, rows, sum }
}

function refuseColumns(table: WholeTable, columns: readonly string[], at: number): void {
  const wanted = table.columns.map((column) => column.name).sort()
  if (JSON.stringify(wanted) !== JSON.stringify([...columns].sort())) {
    throw new BackupError(
      `Line ${at}: the table ${table.name} has the columns ${wanted.join(', ')}, not ${columns.join(', ')}.`,
    )
  }
}

async function insertRows(
  db: Store['db'],
  { table, columns }: { table: WholeTable; columns: string[] },
  { lines, at }: BackupPart & { kind: 'rows' },
): Promise<void> {
  try {
    await insertWholeRows(db, table, columns, lines)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new BackupError(
      `Lines ${at} to ${at + lines.length - 1}: the rows do not fit into the table ${table.name}: ${reason}`,
      { cause: error },
    )
  }
}
