/** Reads and writes tables as a whole, whatever their columns are: for backups. Every value travels as text. */

import { type ControlledTransaction, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'

export interface WholeTable {
  name: string
  columns: WholeColumn[]
  /** Of the primary key, in its order. */
  key: string[]
  partitions: Partition[]
}

interface WholeColumn {
  name: string
  type: string
  /** The database numbers the rows. */
  isIdentity: boolean
}

/** A range of times, as ISO texts. */
export interface Partition {
  name: string
  from: string
  to: string
}

/** What migrations keep for themselves is no part of the data. */
const ownTables = 'kysely\\_%'

/** All tables in the order of their names; partitions stand with the table that they are of. */
export async function listWholeTables(db: Database): Promise<WholeTable[]> {
  const { rows } = await sql<WholeColumn & { table: string }>`
    select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      a.attidentity <> '' as is_identity
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
      and not c.relispartition and c.relname not like ${ownTables}
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    order by c.relname collate "C", a.attnum`.execute(db)
  const keys = await listKeys(db)
  const partitions = await listPartitions(db)
  const tables = new Map<string, WholeTable>()
  for (const { table, name, type, isIdentity } of rows) {
    const known = tables.get(table) ?? {
      name: table,
      columns: [],
      key: keys.filter((it) => it.table === table).map((it) => it.name),
      partitions: partitions.filter((it) => it.parent === table).map((it) => it.partition),
    }
    known.columns.push({ name, type, isIdentity })
    tables.set(table, known)
  }
  return [...tables.values()]
}

async function listKeys(db: Database): Promise<{ table: string; name: string }[]> {
  const { rows } = await sql<{ table: string; name: string }>`
    select c.relname as "table", a.attname as name
    from pg_index i join pg_class c on c.oid = i.indrelid
    cross join unnest(i.indkey::smallint[]) with ordinality as k(attnum, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
    where i.indisprimary and c.relnamespace = current_schema()::regnamespace
    order by c.relname, k.place`.execute(db)
  return rows
}

const rangeOfTimes = /^FOR VALUES FROM \('([^']+)'\) TO \('([^']+)'\)$/

async function listPartitions(db: Database): Promise<{ parent: string; partition: Partition }[]> {
  const { rows } = await sql<{ parent: string; name: string; bound: string }>`
    select p.relname as parent, c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound
    from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.relkind = 'p' and c.relnamespace = current_schema()::regnamespace
    order by c.relname collate "C"`.execute(db)
  return rows.map(({ parent, name, bound }) => {
    const [, from = '', to = ''] = rangeOfTimes.exec(bound) ?? []
    if (from === '') throw new Error(`The partition ${name} is no range of times: ${bound}`)
    const partition = {
      name,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    }
    return { parent, partition }
  })
}

/** Every reader of one transaction sees the same; texts do not depend on the server's settings. */
export async function openSnapshot(db: Database): Promise<ControlledTransaction<Tables>> {
  const snapshot = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute()
  await fixTexts(snapshot)
  return snapshot
}

/** Within a transaction. */
export async function fixTexts(db: Database): Promise<void> {
  for (const setting of [
    "timezone = 'UTC'",
    "datestyle = 'ISO'",
    "bytea_output = 'hex'",
    'extra_float_digits = 1',
  ]) {
    await sql.raw(`set local ${setting}`).execute(db)
  }
}

const firstRows = 50
const rowsMax = 5000
/** About how much text is read at once. */
const batchChars = 1024 * 1024

/** Rows in the order of the key, each a JSON array of texts and nulls; never the whole table at once. */
export async function* readWholeTable(
  snapshot: Database,
  table: WholeTable,
): AsyncGenerator<string[]> {
  const columns = sql.join(table.columns.map(({ name }) => sql`${sql.ref(name)}::text`))
  const order = table.key.map((name) => {
    const isText = table.columns.some((it) => it.name === name && it.type === 'text')
    return isText ? sql`${sql.ref(name)} collate "C"` : sql.ref(name)
  })
  // A declared cursor, because it is all that both drivers stream by.
  await sql`
    declare whole_table no scroll cursor for
    select json_build_array(${columns})::text as line from ${sql.table(table.name)}
    order by ${order.length > 0 ? sql.join(order) : sql`1`}`.execute(snapshot)
  let wanted = firstRows
  while (true) {
    const { rows } = await sql<{ line: string }>`
      fetch ${sql.lit(wanted)} from whole_table`.execute(snapshot)
    if (rows.length === 0) break
    const lines = rows.map((row) => row.line)
    yield lines
    const chars = lines.reduce((sum, line) => sum + line.length, 0)
    wanted = Math.min(rowsMax, Math.max(1, Math.round((batchChars / chars) * rows.length)))
  }
  await sql`close whole_table`.execute(snapshot)
}

/** Lines as `readWholeTable` gives them, of columns in this order. */
export async function insertWholeRows(
  db: Database,
  table: WholeTable,
  columns: readonly string[],
  lines: readonly string[],
): Promise<void> {
  const names = sql.join(columns.map((name) => sql.ref(name)))
  const values = sql.join(
    columns.map((name, index) => {
      const type = table.columns.find((it) => it.name === name)?.type ?? 'text'
      return sql`(it ->> ${sql.lit(index)})::${sql.raw(type)}`
    }),
  )
  await sql`
    insert into ${sql.table(table.name)} (${names}) overriding system value
    select ${values} from json_array_elements(${`[${lines.join(',')}]`}::json) it`.execute(db)
}

export async function addPartition(db: Database, table: string, it: Partition): Promise<void> {
  await sql`
    create table if not exists ${sql.table(it.name)} partition of ${sql.table(table)}
    for values from (${sql.lit(it.from)}) to (${sql.lit(it.to)})`.execute(db)
}

/** The next number follows the highest that there is. */
export async function continueNumbers(db: Database, table: WholeTable): Promise<void> {
  for (const { name } of table.columns.filter((it) => it.isIdentity)) {
    await sql`
      select setval(pg_get_serial_sequence(${table.name}, ${name}), coalesce(max(${sql.ref(name)}), 1),
        max(${sql.ref(name)}) is not null) from ${sql.table(table.name)}`.execute(db)
  }
}

/** Nobody else writes to them until the transaction ends. */
export async function lockWholeTables(db: Database, tables: readonly WholeTable[]): Promise<void> {
  const names = sql.join(tables.map((table) => sql.table(table.name)))
  await sql`lock table ${names} in exclusive mode`.execute(db)
}

/** The tables that hold a row. */
export async function listFilled(db: Database, tables: readonly WholeTable[]): Promise<string[]> {
  const filled: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db)
    if (rows.length > 0) filled.push(name)
  }
  return filled
}
