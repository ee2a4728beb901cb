/** Properties of parser and formatter over other people's policies, run if they are there. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseModule } from '../syntax/parser.ts'
import { formatModule } from './format.ts'
import { sameModule } from './same-module.ts'

/** Other people's policies. */
const folder = join(import.meta.dirname, '../../../../../shared/conformance')
const MUTATIONS = 5000
const MUTATED_LENGTH_MAX = 4000

interface Source {
  file: string
  source: string
  regoVersion: 'v0' | 'v1'
}

function readSources(): Source[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((file): Source[] => {
    if (file.endsWith('.rego')) {
      const source = readFileSync(join(folder, file), 'utf8')
      return [{ file, source, regoVersion: file.includes('gatekeeper') ? 'v0' : 'v1' }]
    }
    return file.startsWith(join('opa', 'cases')) && file.endsWith('.json') ? readCases(file) : []
  })
}

function readCases(file: string): Source[] {
  const { cases } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
    cases: { note: string; modules?: string[]; rego_version?: 'v0' | 'v1' }[]
  }
  return cases.flatMap(({ note, modules = [], rego_version: regoVersion = 'v1' }) =>
    modules.map((source) => ({ file: note, source, regoVersion })),
  )
}

const sources = readSources()

/** A sequence of numbers below 1 that is the same in every run. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const PIECES =
  '{ } [ ] ( ) := = == | , ; : . - " ` $"{ \\ # \n if contains some every in not with as else default import package null x _ 1 é'.split(
    ' ',
  )

function mutate(source: string, random: () => number): string {
  const tokens = source.match(/\s+|\w+|[^\s\w]/g) ?? []
  const pick = (length: number) => Math.floor(random() * length)
  for (let count = 1 + pick(3); count > 0; count--) {
    const at = pick(tokens.length)
    const piece = PIECES[pick(PIECES.length)] ?? ''
    const choice = random()
    if (choice < 0.3) tokens.splice(at, 1)
    else if (choice < 0.7) tokens.splice(at, 0, piece)
    else tokens[at] = tokens[pick(tokens.length)] ?? piece
  }
  return tokens.join('')
}

describe.skipIf(sources.length === 0)(`policies in ${folder} (skipped if absent)`, () => {
  test('all parse', () => {
    const failed = sources.filter(({ file, source, ...options }) => {
      const { module } = parseModule(file, source, { ...options, annotations: true })
      return !module
    })
    expect(failed.map(({ file }) => file)).toEqual([])
  })

  test('mean the same when formatted, and stay as they are when formatted again', () => {
    const wrong = sources.filter(({ file, source, ...options }) => {
      const { module: before } = parseModule(file, source, options)
      const { text = '' } = formatModule(file, source, options)
      const { module: after } = parseModule(file, text, options)
      if (!before || !after || formatModule(file, text, options).text !== text) return true
      const withoutImports = { ...before, imports: after.imports }
      return !sameModule(withoutImports, after)
    })
    expect(wrong.map(({ file }) => file)).toEqual([])
  })

  test(`give values and nothing else after ${MUTATIONS} mutations`, () => {
    const random = createRandom(1)
    const short = sources.filter(({ source }) => source.length < MUTATED_LENGTH_MAX)
    for (let count = 0; count < MUTATIONS; count++) {
      const { file, source, regoVersion } = short[Math.floor(random() * short.length)] ?? failed()
      const mutated = mutate(source, random)
      const { module, errors } = parseModule(file, mutated, { regoVersion, annotations: true })
      expect(module === undefined, mutated).toBe(errors.length > 0)
      if (module) expect(formatModule(file, mutated, { regoVersion }).errors).toEqual([])
    }
  })
})

function failed(): never {
  throw new Error('There are no sources.')
}
