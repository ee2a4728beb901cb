/** What `evenkeel db` does with databases that no server of this process has open. */

import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openStore, type Store, type StoreOptions } from '../storage/database.ts'
import { type CheckResult, checkDatabase } from './check-database.ts'
import { readLines, writeFile } from './files.ts'
import { type Restored, restoreBackup } from './restore-backup.ts'
import { writeBackup } from './write-backup.ts'

export type Place = Pick<StoreOptions, 'dataDir' | 'databaseUrl'>

export async function backUpTo(place: Place, path: string): Promise<void> {
  await withStore(place, (store) => writeFile(path, writeBackup(store, new Date())))
}

export async function restoreFrom(place: Place, path: string): Promise<Restored> {
  return await intoNew(place, (store) => restoreBackup(store, readLines(path)))
}

/** The source stays as it is. Nothing is written in between. */
export async function moveTo(place: Place, target: Place): Promise<Restored> {
  return await withStore(place, (source) =>
    intoNew(target, (store) => restoreBackup(store, linesOf(writeBackup(source, new Date())))),
  )
}

export async function check(place: Place, repair: boolean): Promise<CheckResult> {
  return await withStore(place, (store) => checkDatabase(store, { repair }))
}

/** Of a database that is there: a name that was mistyped does not make a new one. */
async function withStore<T>(place: Place, run: (store: Store) => Promise<T>): Promise<T> {
  const { dataDir, databaseUrl } = place
  if (databaseUrl === undefined && dataDir !== undefined && !holdsDatabase(dataDir)) {
    throw new Error(`There is no database in ${dataDir}; name its folder with --data-dir.`)
  }
  const store = await openStore({ ...place, isMigrated: false })
  try {
    return await run(store)
  } finally {
    await store.close()
  }
}

/** What failed leaves no folder behind. */
async function intoNew<T>(place: Place, run: (store: Store) => Promise<T>): Promise<T> {
  const { dataDir, databaseUrl } = place
  const folder = databaseUrl === undefined && dataDir !== undefined ? dataDir : undefined
  const isNew = folder !== undefined && !holdsDatabase(folder)
  const store = await openStore({ ...place, isMigrated: false })
  let isDone = false
  try {
    const result = await run(store)
    isDone = true
    return result
  } finally {
    await store.close()
    if (!isDone && isNew) await rm(databaseFolder(folder), { recursive: true, force: true })
  }
}

function holdsDatabase(dataDir: string): boolean {
  return existsSync(join(databaseFolder(dataDir), 'PG_VERSION'))
}

function databaseFolder(dataDir: string): string {
  return join(dataDir, 'database')
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const chunk of chunks) yield* chunk.trimEnd().split('\n')
}
