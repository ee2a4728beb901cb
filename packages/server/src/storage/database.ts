/** Opens the database: PGlite in a folder of its own, or a PostgreSQL server. */

import { existsSync, mkdirSync, statfsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { CamelCasePlugin, Kysely, Migrator, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { migrations } from '../migrations/index.ts'
import { version } from '../version.ts'
import { keepAnswers } from './answers/server-pool.ts'
import { type FolderLock, lockFolder } from './embedded/lock.ts'
import { type EmbeddedPool, openEmbedded } from './embedded/pool.ts'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>

export interface Store {
  db: Database
  kind: 'embedded' | 'postgresql'
  /** For the embedded database: bounds the log, and makes the space of dead rows usable again. */
  checkpoint(): Promise<void>
  /** For what may wait: when nobody waits for the connection of the embedded database. True where others did. */
  quiet(): Promise<boolean>
  /** Of this process; the embedded database has one connection. */
  countConnections(): ConnectionCounts
  /** How often the embedded database synced a file; undefined for a server. */
  countSyncs(): Promise<number | undefined>
  /** Through exactly these migrations, or all that are missing. Several processes may do so at once. */
  migrate(names?: readonly string[]): Promise<void>
  /** Those that the database has been through, oldest first. */
  listMigrations(db?: Database): Promise<string[]>
  close(): Promise<void>
}

/** `waiting` are callers who want one while all are busy. */
export interface ConnectionCounts {
  busy: number
  idle: number
  waiting: number
}

export const knownMigrations = Object.keys(migrations)

export interface StoreOptions {
  /** Of the embedded database; undefined keeps it in memory, for tests. */
  dataDir?: string | undefined
  databaseUrl?: string | undefined
  /** Told of every statement. */
  onQuery?: OnQuery | undefined
  /** False leaves the tables as they are, for who looks at them or fills them. */
  isMigrated?: boolean
}

const connectionsMax = 10
const connectTimeoutMs = 10_000
/**
 * What PostgreSQL is set to where nobody chose says that a page anywhere on the disk costs four times the next
 * one, as with disks that turn; it then reads whole tables where a few thousand look-ups would do.
 */
const settingsSql = `select set_config('random_page_cost', '1.1', false)
  where current_setting('random_page_cost') = '4'`
/** Less than this free and the database is not opened: PostgreSQL ends itself when the log cannot grow. */
const freeBytesMin = 64 * 1024 * 1024

// Counts and sequences stay far below 2^53; pg gives bigint as text unless told.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Migrated and ready. Rejects with a sentence that names what is wrong. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const store =
    options.databaseUrl === undefined
      ? await openEmbeddedStore(options.dataDir, options.onQuery)
      : openServerStore(options.databaseUrl, options.onQuery)
  if (options.isMigrated === false) return store
  try {
    await store.migrate()
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

async function openEmbeddedStore(
  dataDir: string | undefined,
  onQuery: OnQuery | undefined,
): Promise<Store> {
  const lock = dataDir === undefined ? undefined : await openFolder(dataDir)
  let pool: EmbeddedPool
  try {
    pool = await openEmbedded(dataDir === undefined ? undefined : join(dataDir, 'database'))
  } catch (error) {
    await lock?.release()
    throw new Error(
      `The database in ${dataDir ?? 'memory'} does not open: ${error instanceof Error ? error.message : error}. If the disk is full, free some space; the files themselves are left as they were.`,
      { cause: error },
    )
  }
  const db = createDatabase(new PostgresDialect({ pool }), onQuery)
  return {
    ...migrating(db),
    db,
    kind: 'embedded',
    async checkpoint() {
      await sql`vacuum (analyze)`.execute(db)
      await sql`checkpoint`.execute(db)
    },
    quiet: () => pool.quiet(),
    countConnections() {
      const { isHeld, waiting } = pool.countWaiting()
      return { busy: isHeld ? 1 : 0, idle: isHeld ? 0 : 1, waiting }
    },
    countSyncs: () => pool.countSyncs(),
    async close() {
      await db.destroy()
      await lock?.release()
    },
  }
}

async function openFolder(dataDir: string): Promise<FolderLock> {
  try {
    makeFolder(dataDir)
    if (!statSync(dataDir).isDirectory()) throw new Error('it is a file')
    const { bavail, bsize } = statfsSync(dataDir)
    if (bavail * bsize < freeBytesMin) {
      throw new Error(`only ${Math.floor((bavail * bsize) / 1048576)} MiB are free on its disk`)
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(
      `The data directory ${dataDir} cannot be used: ${reason}. Choose another with --data-dir.`,
      { cause: error },
    )
  }
  return await lockFolder(dataDir)
}

/** With its parents. Node's own recursive way does not end in folders such as /proc that take none. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(resolve(path)))
  mkdirSync(path, { mode: 0o700 })
}

function openServerStore(databaseUrl: string, onQuery: OnQuery | undefined): Store {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connectionsMax,
    connectionTimeoutMillis: connectTimeoutMs,
    onConnect: (client) => client.query(settingsSql).then(() => undefined),
  })
  // A connection that breaks is replaced by the pool; its query, or the next one, says what is wrong.
  // One in use tells it apart from its query, and without a listener that would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = createDatabase(new PostgresDialect({ pool: keepAnswers(pool) }), onQuery)
  return {
    ...migrating(db),
    db,
    kind: 'postgresql',
    checkpoint: () => Promise.resolve(),
    quiet: () => Promise.resolve(false),
    countConnections: () => ({
      busy: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    countSyncs: () => Promise.resolve(undefined),
    close: () => db.destroy(),
  }
}

type OnQuery = (query: { seconds: number; hasFailed: boolean }) => void

function createDatabase(dialect: PostgresDialect, onQuery: OnQuery | undefined): Database {
  return new Kysely<Tables>({
    dialect,
    // Their texts and values are told to nobody.
    ...(onQuery && {
      log: ({ level, queryDurationMillis }) =>
        onQuery({ seconds: queryDurationMillis / 1000, hasFailed: level === 'error' }),
    }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}

function migrating(db: Database): Pick<Store, 'migrate' | 'listMigrations'> {
  return {
    async migrate(names = knownMigrations) {
      try {
        await refuseNewer(db)
        const { error } = await createMigrator(db, names).migrateToLatest()
        if (error !== undefined) throw error
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        throw new Error(`The database could not be brought up to date: ${reason}`, { cause: error })
      }
    },
    listMigrations: (within = db) => listMigrations(within),
  }
}

function createMigrator(db: Database, names: readonly string[]): Migrator {
  const wanted = Object.entries(migrations).filter(([name]) => names.includes(name))
  return new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(Object.fromEntries(wanted)) },
    // One that is still missing is applied also where a later one was released before it.
    allowUnorderedMigrations: true,
  })
}

async function refuseNewer(db: Database): Promise<void> {
  const unknown = (await listMigrations(db)).filter((name) => !knownMigrations.includes(name))
  if (unknown.length === 0) return
  throw new Error(
    `a newer Evenkeel has served it, with the schema ${unknown.at(-1)}, which version ${version} does not know. Start that version or a newer one, or restore a backup that this one made.`,
  )
}

async function listMigrations(db: Database): Promise<string[]> {
  const { rows } = await sql<{ isThere: boolean }>`
    select to_regclass('kysely_migration') is not null as is_there`.execute(db)
  if (!rows[0]?.isThere) return []
  const done = await sql<{ name: string }>`
    select name from kysely_migration order by name collate "C"`.execute(db)
  return done.rows.map((row) => row.name)
}
