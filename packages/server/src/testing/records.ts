/** The databases that released versions left, as backups beside the migrations. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const folder = join(import.meta.dirname, '../migrations/recorded')

export const recorded = readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'))

export async function* readRecord(name: string): AsyncGenerator<string> {
  yield* gunzipSync(readFileSync(join(folder, name)))
    .toString()
    .trimEnd()
    .split('\n')
}
