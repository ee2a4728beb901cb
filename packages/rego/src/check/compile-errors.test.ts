/** OPA's own list of compile errors, run if it is there. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile } from '../policy.ts'

/** OPA's own list of modules that do not compile. */
const file = join(import.meta.dirname, '../../../../../shared/conformance/opa/compile-errors.json')

interface Case {
  note: string
  modules: string[]
  want_errors?: { code: string; row: number; col: number; message: string }[]
  strict?: 'enabled' | 'disabled'
  exhaustive?: boolean
}

const cases: Case[] = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }).cases
  : []

describe.skipIf(cases.length === 0)(`OPA's compile errors (skipped without ${file})`, () => {
  test.each(cases.map((item) => [item.note, item] as const))('%s', (_note, item) => {
    const { errors } = compile(
      item.modules.map((source, index) => ({ file: `test-${index}.rego`, source })),
      { strict: item.strict === 'enabled' },
    )
    const found = errors.map(
      ({ code, message, location }) => `${location?.row}:${location?.col} ${code}: ${message}`,
    )
    const wanted = (item.want_errors ?? []).map(
      ({ code, row, col, message }) => `${row}:${col} ${code}: ${message}`,
    )
    if (wanted.length === 0 || item.exhaustive) expect(found.sort()).toEqual(wanted.sort())
    else expect(found).toEqual(expect.arrayContaining(wanted))
  })
})
