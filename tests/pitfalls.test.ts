/** Every mistake of others that docs/pitfalls.md lists is named by a test of ours. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const list = readFileSync(join(root, 'docs/pitfalls.md'), 'utf8')
const ids = [...list.matchAll(/^\| (P\d{2}) \|/gm)].map(([, id]) => id ?? '')

const folders = ['packages/agent/src', 'packages/benchmarks/src', 'packages/benchmarks/rules']

test('the list is whole', () => {
  expect(ids).toEqual(Array.from({ length: 70 }, (_, i) => `P${String(i + 1).padStart(2, '0')}`))
})

test('each is named by a test', () => {
  const named = new Set(
    folders.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((it) => /\.test\.ts$|_test\.rego$/.test(it))
        .flatMap((it) => readFileSync(join(root, folder, it), 'utf8').match(/\bP\d{2}\b/g) ?? []),
    ),
  )
  expect(ids.filter((id) => !named.has(id))).toEqual([])
})
