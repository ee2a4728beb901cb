/**
 * Records what a released version left in its database, for the test of the migrations.
 *
 *     npx tsx packages/server/src/testing/record-database.ts <commit> migrations/recorded/<name>.jsonl.gz
 *
 * The code of that commit makes the database and answers the requests; the file is a backup of it.
 */
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { writeBackup } from '../backup/write-backup.ts'
import type { Store } from '../storage/database.ts'
import { plantRecorded } from './recorded-world.ts'
import type { openTestWorld } from './world.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const [commit = 'HEAD', file = ''] = process.argv.slice(2)

/** The tree of the commit, with the packages of this checkout but its own workspaces. */
function checkOut(folder: string): void {
  const archive = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: 2 ** 30 })
  execFileSync('tar', ['-x', '-C', folder], { input: archive })
  linkPackages(join(root, 'node_modules'), join(folder, 'node_modules'))
  const scope = join(folder, 'node_modules/@evenkeel')
  mkdirSync(scope)
  for (const name of readdirSync(join(folder, 'packages'))) {
    symlinkSync(join(folder, 'packages', name), join(scope, name))
  }
}

function linkPackages(from: string, to: string): void {
  mkdirSync(to)
  for (const name of readdirSync(from)) {
    if (name !== '@evenkeel') symlinkSync(join(from, name), join(to, name))
  }
}

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-record-'))
try {
  checkOut(folder)
  const address = pathToFileURL(join(folder, 'packages/server/src/testing/world.ts')).href
  const released: { openTestWorld: typeof openTestWorld } = await import(address)
  const world = await released.openTestWorld()
  await plantRecorded(world)
  const lines: string[] = []
  for await (const chunk of writeBackup(withMigrations(world.host.store), world.clock.now)) {
    lines.push(chunk)
  }
  writeFileSync(file, gzipSync(lines.join(''), { level: 9 }))
  await world.close()
  process.stdout.write(`${file}: ${existsSync(file) ? lines.length : 0} parts\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Older versions did not tell what their database has been through. */
function withMigrations(store: Store): Store {
  return {
    ...store,
    // Within the snapshot, because the embedded database has one connection.
    async listMigrations(within = store.db) {
      const rows = await within
        .withTables<{ kyselyMigration: { name: string } }>()
        .selectFrom('kyselyMigration')
        .select('name')
        .orderBy('name')
        .execute()
      return rows.map((row) => row.name)
    },
  }
}
