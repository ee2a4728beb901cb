/** Where the database is, and what is said when that cannot be read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readDatabaseUrl } from './database-url.ts'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-url-'))
const url = 'postgresql://evenkeel:secret@db/evenkeel'
const write = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['nothing is the embedded one', {}, undefined],
  ['an empty variable is the embedded one', { DATABASE_URL: '' }, undefined],
  ['the variable', { DATABASE_URL: url }, url],
  ['the file, without its last line break', { DATABASE_URL_FILE: write('url', `${url}\n`) }, url],
])('%s', (_, env, expected) => {
  expect(readDatabaseUrl(env)).toBe(expected)
})

test.each([
  ['both', { DATABASE_URL: url, DATABASE_URL_FILE: 'x' }, /both set/],
  ['no file', { DATABASE_URL_FILE: join(folder, 'none') }, /cannot be read: ENOENT/],
  ['an empty file', { DATABASE_URL_FILE: write('empty', '\n') }, /is empty/],
])('%s is a mistake with a sentence', (_, env, message) => {
  expect(() => readDatabaseUrl(env)).toThrow(message)
})
