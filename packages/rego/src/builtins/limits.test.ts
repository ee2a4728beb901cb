/** No call may hang its host or eat its memory. */

import { expect, test } from 'vitest'
import { EvaluationError } from '../errors.ts'
import { parseNumber } from '../values/number.ts'
import { objectOf } from '../values/object.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError } from './builtin.ts'
import { builtins } from './registry.ts'

const budget = 2_000_000
const huge = parseNumber('1e12') as Value
const longText = 'a'.repeat(1_000_000)

function createContext(): BuiltinContext {
  let left = budget
  return {
    host: { random: () => 0.5, timeNowNs: () => 0n },
    cache: new Map(),
    charge: (units) => {
      left -= units
      if (left < 0) throw new EvaluationError('eval_cancel_error', 'out of budget')
    },
  }
}

const cases: readonly (readonly [name: string, args: Value[]])[] = [
  ['numbers.range', [1, huge]],
  ['numbers.range_step', [1, huge, 3]],
  ['sprintf', ['%10000000d%10000000d%10000000d%10000000d', [1, 2, 3, 4]]],
  ['sprintf', ['%[1]*[2]d', [1_000_000, 1]]],
  ['replace', [longText, '', longText]],
  ['replace', [longText, 'a', longText]],
  ['strings.replace_n', [objectOf([['a', longText]]), longText]],
  ['regex.replace', [longText, 'a', longText]],
  ['bits.lsh', [1, huge]],
  ['product', [Array.from({ length: 5_000 }, () => parseNumber('9'.repeat(300)) as Value)]],
  ['concat', [longText, Array.from({ length: 200 }, () => longText)]],
  ['net.cidr_expand', ['10.0.0.0/2']],
  ['net.cidr_expand', ['::/0']],
  ['regex.match', [`${'(a*)*'.repeat(20)}b`, longText]],
  ['regex.match', ['('.repeat(100_000), 'a']],
  ['regex.template_match', [`{${'(a+)+'.repeat(9)}}`, longText, '{', '}']],
  ['glob.match', [`${'*a'.repeat(300)}b`, null, longText]],
  ['regex.globs_match', ['.*'.repeat(2_000), `${'a*'.repeat(2_000)}b`]],
  ['regex.globs_match', ['[\u0000-\u{10ffff}]', 'a']],
  ['json.unmarshal', ['['.repeat(1_000_000)]],
  ['yaml.unmarshal', ['['.repeat(100_000)]],
  ['yaml.unmarshal', [bomb()]],
  ['strings.render_template', ['{{range 999999}}{{range 999999}}x{{end}}{{end}}', objectOf([])]],
  ['strings.render_template', [`${'{{if 1}}'.repeat(5_000)}`, objectOf([])]],
  [
    'strings.render_template',
    ['{{define "a"}}{{template "a"}}{{end}}{{template "a"}}', objectOf([])],
  ],
  ['graph.reachable_paths', [chain(5_000), ['0']]],
  ['json.match_schema', [objectOf([]), objectOf([['$ref', '#']])]],
  ['json.match_schema', [nested('a', 3_000), schemaOfItself()]],
  ['units.parse', ['1e999999']],
  ['to_number', [`1e${'9'.repeat(20)}`]],
  ['crypto.x509.parse_certificates', ['-----BEGIN A-----\n'.repeat(50_000)]],
]

/** Each anchor is ten of the one before. */
function bomb(): string {
  const lines = Array.from(
    { length: 9 },
    (_, i) =>
      `a${i}: &a${i} [${i === 0 ? 'x' : Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`,
  )
  return lines.join('\n')
}

function chain(length: number): Value {
  return objectOf(Array.from({ length }, (_, i): [string, Value] => [String(i), [String(i + 1)]]))
}

function nested(key: string, depth: number): Value {
  let value: Value = 1
  for (let i = 0; i < depth; i++) value = objectOf([[key, value]])
  return value
}

function schemaOfItself(): Value {
  return objectOf([['properties', objectOf([['a', objectOf([['$ref', '#']])]])]])
}

test.each(cases)('%s ends within its budget', (name, args) => {
  const builtin = builtins.get(name)
  expect(builtin).toBeDefined()
  try {
    builtin?.call(args, createContext())
  } catch (error) {
    expect(error instanceof BuiltinError || error instanceof EvaluationError, String(error)).toBe(
      true,
    )
  }
})
