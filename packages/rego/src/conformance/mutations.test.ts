/** Mutated sources give errors as values and nothing else. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EvaluationError } from '../errors.ts'
import { compile } from '../policy.ts'
import { readCases } from './read-cases.ts'

const text = readFileSync(join(import.meta.dirname, 'cases.yaml'), 'utf8')
const sources = readCases('cases.yaml', text).flatMap((item) => item.modules ?? [])

/** Words and signs, so that what is mutated is often still a policy. */
const token = /\s+|\w+|"[^"\n]*"|:=|==|[^\w\s]/g

interface Mutation {
  source: number
  edits: { kind: number; at: number; from: number }[]
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  source: fc.nat(),
  edits: fc.array(fc.record({ kind: fc.nat(2), at: fc.nat(), from: fc.nat() }), {
    minLength: 1,
    maxLength: 3,
  }),
})

function mutate({ source, edits }: Mutation): string {
  const tokens = sources[source % sources.length]?.match(token) ?? []
  for (const { kind, at, from } of edits) {
    const taken = tokens[from % tokens.length] ?? ''
    if (kind === 0) tokens.splice(at % tokens.length, 1)
    else if (kind === 1) tokens[at % tokens.length] = taken
    else tokens.splice(at % tokens.length, 0, taken)
  }
  return tokens.join('')
}

/** `EVENKEEL_MUTATIONS=100000` for a long run; `EVENKEEL_SEED` for another one. */
const runs = Number(process.env.EVENKEEL_MUTATIONS ?? 3000)
const seed = Number(process.env.EVENKEEL_SEED ?? 20_261_125)

test('a mutated policy gives errors or a policy, and the policy a value or an evaluation error', () => {
  let compiled = 0
  fc.assert(
    fc.property(mutation, (given) => {
      const source = mutate(given)
      const { policy, errors } = compile([{ file: 'm.rego', source }])
      for (const { message } of errors) expect(message).not.toContain('internal error')
      if (!policy) return
      compiled++
      try {
        policy.query('data').evaluate({ input: { a: 1, xs: [1, 2] }, limits: { steps: 100_000 } })
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error
        expect({ source, code: error.code }).not.toEqual({ source, code: 'eval_internal_error' })
      }
    }),
    { numRuns: runs, seed },
  )
  expect(compiled).toBeGreaterThan(runs / 10)
}, 3_600_000)
