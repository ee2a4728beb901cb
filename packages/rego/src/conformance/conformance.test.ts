/** OPA's conformance cases, and a set of our own that needs no files from outside. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCases, readGaps } from './read-cases.ts'
import { type ConformanceCase, type RunOptions, runCase } from './run-case.ts'

const ways: [string, RunOptions][] = [
  ['generated', { engine: 'generated' }],
  ['interpreted', { engine: 'interpreted' }],
  ['as v0 with import rego.v1', { engine: 'generated', asV0: true }],
]

const here = import.meta.dirname
const own = readCases('cases.yaml', readFileSync(join(here, 'cases.yaml'), 'utf8'))
const gaps = readGaps(readFileSync(join(here, '../../known-gaps.yaml'), 'utf8'))

describe.each(ways)('%s', (_, options) => {
  test.each(own.map((item): [string, ConformanceCase] => [item.note, item]))(
    '%s',
    (_note, item) => {
      expect(runCase(item, options)).toBeUndefined()
    },
  )
})

const shared = join(here, '../../../../../shared/conformance/opa/cases')
const files = existsSync(shared) ? readdirSync(shared).sort() : []

describe.runIf(files.length > 0).each(ways)("OPA's cases, %s", (_, options) => {
  test.each(files)('%s', (file) => {
    const wrong: string[] = []
    for (const item of readCases(file, readFileSync(join(shared, file), 'utf8'))) {
      const problem = runCase(item, options)
      const isGap = gaps.has(item.note)
      if (problem !== undefined && !isGap) wrong.push(`${item.note}: ${problem}`)
      if (problem === undefined && isGap)
        wrong.push(`${item.note} passes: take it off known-gaps.yaml`)
    }
    expect(wrong).toEqual([])
  })
})
