/** A policy that was saved and loaded answers as it did before. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile, loadPolicy } from '../policy.ts'
import { equal } from '../values/compare.ts'
import { parseNumber } from '../values/number.ts'
import { objectOf } from '../values/object.ts'
import { setOf } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import { decodeValue, encodeValue } from './encode-values.ts'

const source = `package p

import rego.v1

limits := {"a": 1, "__proto__": 2, "big": 123456789012345678901234567890}
kinds := {"x", ["y", 1], {"z"}}
keyed := {1: "one", {"s"}: "set"}

allow if {
	input.kind in kinds
	input.n < limits.big
}

names contains name if some name, _ in input.names
sum := count(names) + limits.a
upper_name := upper(input.name)
nested := [x | some x in data.base; x != input.n]
conflict := input.a
conflict := input.b
`

const queries = [
  'allow',
  'names',
  'sum',
  'upper_name',
  'nested',
  'limits',
  'kinds',
  'keyed',
  'conflict',
].map((it) => `data.p.${it}`)
const inputs = [
  { kind: 'x', n: 3, names: { a: 1, b: 2 }, name: 'é', a: 1, b: 1 },
  { kind: ['y', 1], n: 1, names: {}, name: '' },
  {},
]

test('answers are the same', () => {
  const { policy, errors } = compile([{ file: 'p.rego', source }])
  expect(errors).toEqual([])
  // Constants are functions of no rule, so only what is asked of rules can be saved.
  const savable = queries.filter((it) => policy?.query(it).directFunction() !== undefined)
  expect(savable.length).toBeGreaterThan(4)
  const loaded = loadPolicy(policy?.save(savable) ?? '')
  for (const query of savable) {
    for (const input of inputs) {
      const given = { input, data: { base: [1, 2, 3] } }
      const run = (it: { evaluate(input: object): unknown } | undefined) => {
        try {
          return it?.evaluate(given)
        } catch (error) {
          return String(error)
        }
      }
      expect([query, run(loaded?.query(query))]).toEqual([query, run(policy?.query(query))])
    }
  }
})

test('what was not saved is refused by name', () => {
  const { policy } = compile([{ file: 'p.rego', source }])
  const loaded = loadPolicy(policy?.save(['data.p.allow']) ?? '')
  expect(() => loaded?.query('data.p.names')).toThrow('was not saved for the query data.p.names')
})

test('a text of another form is none', () => {
  expect(loadPolicy('{"evenkeel_policy": 999}')).toBeUndefined()
  expect(loadPolicy('[]')).toBeUndefined()
})

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string(),
    fc.bigInt().map((it) => parseNumber(it.toString()) ?? 0),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(tie('value'), { maxLength: 4 }).map((it) => setOf(it)),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 4 }).map((it) => objectOf(it)),
  ),
})).value

test('every value comes back as it was', () => {
  fc.assert(
    fc.property(value, (it) => {
      expect(equal(decodeValue(JSON.parse(JSON.stringify(encodeValue(it)))), it)).toBe(true)
    }),
  )
})
