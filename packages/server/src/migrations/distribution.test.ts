/** Holds the SQL to what a database distributed by cluster accepts. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const source = join(import.meta.dirname, '..')

function read(folder: string): { file: string; text: string }[] {
  return readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => ({
      file: `${folder}/${file}`,
      text: readFileSync(join(source, folder, file), 'utf8'),
    }))
}

const migrations = read('migrations')
const sql = [...migrations, ...read('storage')]

/** Small, of the whole installation: they stay on one machine. */
const local = new Set([
  'cluster',
  'token',
  'rule',
  'rule_place',
  'exception',
  'account',
  'audit',
  'login_attempt',
  'attestation',
  'attestation_file',
  'saved_view',
  'idempotency_key',
  'report',
  'rule_setting',
  'rule_setting_change',
  'custom_role',
])

const created = migrations.flatMap(({ text }) =>
  [...text.matchAll(/create table (\w+) \(([\s\S]*?)\)(?:`|\s*with|\s*partition)/g)].map(
    (match) => ({
      table: match[1] ?? '',
      body: match[2] ?? '',
    }),
  ),
)

test('every table that grows has the cluster first in its key', () => {
  const growing = created.filter(({ table }) => !local.has(table))
  expect(growing.length).toBeGreaterThan(8)
  for (const { table, body } of growing) {
    expect([table, /primary key \((\w+)/.exec(body)?.[1]]).toEqual([table, 'cluster_id'])
  }
})

test.each([
  ['merge from a local table', /\bmerge\s+into\b/i],
  ['grouping sets', /\b(?:grouping\s+sets|cube|rollup)\s*\(/i],
  ['a trigger', /\bcreate\s+trigger\b/i],
  ['a clock in a statement, where a parameter belongs', /\bnow\(\)|current_timestamp/i],
  ['a lateral join', /\blateral\b/i],
  ['what PostgreSQL 15 does not know', /\b(?:any_value|json_table|uuidv7)\s*\(/i],
])('no statement holds %s', (_, pattern) => {
  const statements = sql.flatMap(({ file, text }) =>
    [...text.matchAll(/sql(?:<[^`]*>)?`([^`]*)`/g)].map((match) => ({
      file,
      statement: match[1] ?? '',
    })),
  )
  expect(statements.length).toBeGreaterThan(40)
  expect(statements.filter(({ statement }) => pattern.test(statement))).toEqual([])
})
