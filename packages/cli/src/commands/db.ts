/** `evenkeel db`: back up, restore, check and move the database of a server. */

import { resolve } from 'node:path'
import {
  backUpTo,
  type CheckResult,
  check,
  moveTo,
  type Place,
  restoreFrom,
} from '@evenkeel/server'
import { readDatabaseUrl } from '../database-url.ts'
import { exitStatus } from '../failure.ts'
import { escapeControls } from '../terminal/escape.ts'

export interface DbOptions {
  dataDir: string
}

/** `DATABASE_URL` names a server, as it does for the commands that serve. */
function placeOf({ dataDir }: DbOptions): Place {
  const databaseUrl = readDatabaseUrl()
  return databaseUrl ? { databaseUrl } : { dataDir: resolve(dataDir) }
}

export async function backUp(path: string, options: DbOptions): Promise<void> {
  await backUpTo(placeOf(options), path)
  process.stderr.write(`Backed up to ${path}.\n`)
}

export async function restore(path: string, options: DbOptions): Promise<void> {
  const { rows, tables, createdAt } = await restoreFrom(placeOf(options), path)
  process.stderr.write(`Restored ${rows} rows of ${tables} tables, as of ${createdAt}.\n`)
}

export async function move(options: DbOptions & { to: string }): Promise<void> {
  const { rows, tables } = await moveTo(placeOf(options), { databaseUrl: options.to })
  process.stderr.write(
    `Moved ${rows} rows of ${tables} tables. Start the server with DATABASE_URL set to the new database; the old one is as it was.\n`,
  )
}

/** 0 where the database is sound, 1 otherwise. */
export async function checkDb(options: DbOptions & { repair?: boolean }): Promise<number> {
  const result = await check(placeOf(options), options.repair === true)
  process.stdout.write(print(result))
  return result.problems.length === 0 ? exitStatus.done : exitStatus.gateBroken
}

function print({ checked, problems }: CheckResult): string {
  const lines = problems.flatMap(({ message, examples, advice }) => [
    message,
    ...examples.map((example) => `  ${escapeControls(example.trim())}`),
    advice,
    '',
  ])
  const count = problems.length === 0 ? 'all of them hold' : `${problems.length} do not hold`
  return `${[...lines, `${checked} things were checked, ${count}.`].join('\n')}\n`
}
