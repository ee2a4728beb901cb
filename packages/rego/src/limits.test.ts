/** Hostile policies end with an error within their limits. */

import { expect, test } from 'vitest'
import type { EngineName } from './engine.ts'
import { EvaluationError } from './errors.ts'
import { compile } from './policy.ts'
import type { Limits } from './runtime/context.ts'

const engines: EngineName[] = ['generated', 'interpreted']

/** The error of `data.t.p`, as text, or its value. */
function outcome(
  source: string,
  engine: EngineName,
  given: { input?: unknown; limits?: Limits } = {},
): unknown {
  const { policy, errors } = compile([{ file: 't.rego', source: `package t\n${source}` }], {
    engine,
  })
  if (!policy) return errors
  try {
    return policy.query('data.t.p').evaluate(given)
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    return `${error.code}: ${error.message}`
  }
}

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = [value]
  return value
}

const budget = 'eval_cancel_error: the evaluation used up its budget of steps'
const tooDeep = 'eval_cancel_error: the evaluation went too deep or grew too large'
const doubling = Array.from({ length: 60 }, (_, i) => `x${i + 1} := [x${i}, x${i}]`).join('\n')
const chain = Array.from({ length: 20_000 }, (_, i) => `f${i}(x) := f${i + 1}(x)`).join('\n')

const hostile: [what: string, source: string, given: object, wanted: string][] = [
  [
    'a loop of loops',
    'p if { some a in input; some b in input; some c in input; some d in input; a + b + c + d == 1 }',
    { input: Array.from({ length: 1000 }, () => 1), limits: { steps: 1_000_000 } },
    budget,
  ],
  [
    'a comprehension that gathers without end',
    'p := count([1 | some a in input; some b in input; some c in input])',
    { input: Array.from({ length: 1000 }, () => 1), limits: { steps: 1_000_000 } },
    budget,
  ],
  [
    'a result that is larger than memory',
    `p := x60\nx0 := 1\n${doubling}`,
    {},
    'eval_cancel_error: the result is larger than it may be',
  ],
  [
    'a comparison of deeply nested input',
    'p if input.a == input.b',
    { input: { a: nested(200_000), b: nested(200_000) } },
    tooDeep,
  ],
  [
    'a host whose time is over',
    'p if { some a in input; some b in input; a + b == 1 }',
    { input: Array.from({ length: 1000 }, () => 1), limits: { isExpired: () => true } },
    'eval_cancel_error: the evaluation took longer than it may',
  ],
]

test.each(engines.flatMap((engine) => hostile.map((item) => [engine, ...item] as const)))(
  '%s: %s ends with an error',
  (engine, _, source, given, wanted) => {
    expect(outcome(source, engine, given)).toBe(wanted)
  },
)

test.each(engines)('%s: a chain of very many functions ends with an error or a value', (engine) => {
  const result = outcome(`p := f0(1)\n${chain}\nf20000(x) := x`, engine)
  expect([1, tooDeep]).toContain(result)
})

test.each(engines)('%s: keys like __proto__ change no prototype', (engine) => {
  const source = 'p := {k: v | some k, v in input}\nq := {"__proto__": {"polluted": true}}'
  const input = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}')
  const result = outcome(source, engine, { input })
  expect(JSON.stringify(result)).toBe('{"__proto__":{"polluted":true},"constructor":1}')
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test.each(engines)('%s: a result cannot change the policy', (engine) => {
  const { policy } = compile(
    [{ file: 't.rego', source: 'package t\np := {"a": [1, {2}]}\ns := {1}' }],
    { engine },
  )
  const query = policy?.query('data.t')
  const first = query?.evaluate() as { p: { a: unknown[] }; s: unknown[] }
  expect(() => first.p.a.push(3)).not.toThrow()
  first.s.push(9)
  expect(query?.evaluate()).toEqual({ p: { a: [1, [2]] }, s: [1] })
})

test('text of a policy never becomes code', () => {
  const text = `\\u2028\`\${process.exit(1)}\`\\"; process.exit(1); //`
  const source = `p := [x | x := "${text}"][0]\nq := input["${text}"]`
  expect(outcome(source, 'generated', { input: {} })).toBe(JSON.parse(`"${text}"`))
})
