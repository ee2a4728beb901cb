/** Generated code and interpreter answer alike on random policies. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EngineName } from '../engine.ts'
import { EvaluationError } from '../errors.ts'
import { compile } from '../policy.ts'
import { marshal } from '../values/json.ts'
import { randomPolicy } from './random-policy.ts'

const input = {
  a: [1, 2, { k: 'a' }, [1, 'k'], null],
  o: { k: 'k', a: { k: [1] }, __proto__x: 1 },
  s: ['a', 'k', 1, true],
}
const data = { d: { k: [1, 'a', { k: 1 }], a: 'k', x: { k: null } } }

/** What a policy gives on one engine: its document, or its first error. */
function outcome(source: string, engine: EngineName): string | undefined {
  const { policy, errors } = compile([{ file: 'p.rego', source }], { engine })
  if (!policy) return errors.length > 0 ? undefined : 'neither policy nor errors'
  try {
    return marshal(policy.query('x = data.t').values({ input, data })[0] ?? null)
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    if (error.code === 'eval_internal_error') throw error.cause ?? error
    return error.code
  }
}

test('generated code and interpreter agree on random policies', () => {
  let compiled = 0
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 20, maxLength: 120 }), (numbers) => {
      const source = randomPolicy(numbers)
      const generated = outcome(source, 'generated')
      if (generated !== undefined) compiled++
      expect({ source, result: generated }).toEqual({
        source,
        result: outcome(source, 'interpreted'),
      })
    }),
    { numRuns: 500, seed: 20_261_125 },
  )
  // Most random policies are unsafe; enough of them have to be real ones.
  expect(compiled).toBeGreaterThan(50)
}, 120_000)
