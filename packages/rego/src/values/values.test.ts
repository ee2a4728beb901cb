/** Values of all types: order, equality, sets, objects, texts and JSON. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare, equal } from './compare.ts'
import { depthMax, fromJson, marshal, toJson } from './json.ts'
import { keyOf } from './key.ts'
import { parseNumber, RegoNumber } from './number.ts'
import {
  type Entry,
  getProperty,
  getValue,
  isPlainObject,
  ObjectBuilder,
  objectOf,
  RegoObject,
  sizeOf,
  sortedKeys,
} from './object.ts'
import { printValue } from './print.ts'
import { difference, intersection, SetBuilder, setOf, union } from './set.ts'
import { compareStrings } from './strings.ts'
import { unmarshal } from './unmarshal.ts'
import type { PlainObject, Value } from './value.ts'

const big = parseNumber('123456789012345678901234567890') as Value

/** Few different leaves, so that equal values come up. */
const leaves = fc.constantFrom<Value[]>(
  null,
  true,
  false,
  0,
  1,
  -1,
  0.5,
  big,
  '',
  'a',
  'b',
  '__proto__',
  'é',
  '😀',
  '\uffff',
)
const values: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaves,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(tie('value'), { maxLength: 3 }).map(setOf),
    fc
      .array(fc.tuple(fc.oneof(leaves, tie('value')), tie('value')), { maxLength: 3 })
      .map((entries) => objectOf(entries as Entry[])),
  ),
})).value

test('the order is total', () => {
  fc.assert(
    fc.property(values, values, values, (a, b, c) => {
      expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0)
      if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0)
    }),
    { numRuns: 2_000 },
  )
})

test('equality, order and keys agree', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      expect(equal(a, b)).toBe(compare(a, b) === 0)
      expect(keyOf(a) === keyOf(b)).toBe(equal(a, b))
      expect(equal(a, a)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

test('orders null, booleans, numbers, strings, arrays, objects, sets', () => {
  const ordered = [
    null,
    false,
    true,
    -1,
    0.5,
    2,
    big,
    '',
    'a',
    '\uffff',
    '😀',
    [],
    [1],
    objectOf([]),
    objectOf([['a', 1]]),
    setOf([]),
    setOf([1]),
  ]
  const shuffled = [...ordered].reverse()
  expect(shuffled.sort(compare).map(printValue)).toEqual(ordered.map(printValue))
})

test('orders strings by code point', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const bytes = (text: string) => Buffer.from(text, 'utf8')
      expect(Math.sign(compareStrings(a, b))).toBe(Buffer.compare(bytes(a), bytes(b)))
    }),
  )
})

test('sets have each member once and find it', () => {
  fc.assert(
    fc.property(fc.array(values, { maxLength: 20 }), values, (members, other) => {
      const set = setOf(members)
      for (const member of members) expect(set.has(member)).toBe(true)
      expect(set.has(other)).toBe(members.some((member) => equal(member, other)))
      const sorted = set.sorted()
      for (let i = 1; i < sorted.length; i++) {
        expect(compare(sorted[i - 1] as Value, sorted[i] as Value)).toBeLessThan(0)
      }
    }),
  )
})

test('union, intersection and difference take a set apart', () => {
  fc.assert(
    fc.property(fc.array(values), fc.array(values), (a, b) => {
      const [x, y] = [setOf(a), setOf(b)]
      expect(equal(union(difference(x, y), intersection(x, y)), x)).toBe(true)
      expect(union(x, y).size).toBe(x.size + y.size - intersection(x, y).size)
    }),
  )
})

test('a builder tells whether a member is new', () => {
  const builder = new SetBuilder()
  expect([builder.add(1), builder.add(1), builder.add([1]), builder.add([1])]).toEqual([
    true,
    false,
    true,
    false,
  ])
})

test('an object is plain as long as its keys are strings', () => {
  expect(isPlainObject(objectOf([['a', 1]]))).toBe(true)
  expect(
    objectOf([
      ['a', 1],
      [1, 2],
    ]),
  ).toBeInstanceOf(RegoObject)
  expect(
    getValue(
      objectOf([
        ['a', 1],
        [[1], 2],
      ]),
      [1],
    ),
  ).toBe(2)
})

test('a builder refuses another value for a key', () => {
  const builder = new ObjectBuilder()
  expect([builder.insert('a', 1), builder.insert('a', 1), builder.insert('a', 2)]).toEqual([
    true,
    true,
    false,
  ])
  expect(builder.insert(setOf([1]), 1)).toBe(true)
  expect(builder.insert(setOf([1]), null)).toBe(false)
  expect(sizeOf(builder.build())).toBe(2)
})

test('names of prototypes are data like others', () => {
  const input = fromJson(JSON.parse('{"a": 1}')) as PlainObject
  expect(getProperty(input, 'constructor')).toBeUndefined()
  expect(getProperty(input, '__proto__')).toBeUndefined()
  const hostile = unmarshal('{"__proto__": {"x": 1}, "constructor": 2}') as PlainObject
  expect(getProperty(hostile, 'constructor')).toBe(2)
  expect(printValue(hostile)).toBe('{"__proto__": {"x": 1}, "constructor": 2}')
  expect(JSON.stringify(toJson(hostile))).toBe('{"__proto__":{"x":1},"constructor":2}')
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})

test('keys of integers are ordered as strings', () => {
  expect(sortedKeys({ 10: 1, 9: 1, a: 1, '-1': 1 })).toEqual(['-1', '10', '9', 'a'])
})

test('JSON survives its text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      const value = fromJson(json)
      expect(equal(unmarshal(marshal(value)), value)).toBe(true)
      expect(equal(fromJson(toJson(value)), value)).toBe(true)
    }),
  )
})

test.each([
  [{ a: '<&>\u2028' }, '{"a":"\\u003c\\u0026\\u003e\\u2028"}'],
  ['\u0007\b\f\n\u007f', '"\\u0007\\b\\f\\n\u007f"'],
  [setOf([2, 1]), '[1,2]'],
  [
    objectOf([
      [1, 'a'],
      [setOf([1]), 'b'],
      ['c', null],
    ]),
    '{"1":"a","[1]":"b","c":null}',
  ],
  [big, '123456789012345678901234567890'],
])('%# is marshalled as Go does', (value, text) => {
  expect(marshal(value as Value)).toBe(text)
})

test.each([
  [[], '[]'],
  [setOf([]), 'set()'],
  [objectOf([]), '{}'],
  [setOf(['b', 1, null]), '{null, 1, "b"}'],
  [objectOf([['a', ['x\n"\u00ad']]]), '{"a": ["x\\n\\"\\u00ad"]}'],
  ['\u0000\u0007é😀\udcff', '"\\x00\\aé😀\\xff"'],
])('%# prints as a term', (value, text) => {
  expect(printValue(value as Value)).toBe(text)
})

test.each([
  ['{', 'unexpected end of JSON input'],
  ['[1,]', "invalid character ']' looking for beginning of value"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
  ['nul', 'unexpected end of JSON input'],
  ['nuLl', "invalid character 'L' in literal null (expecting 'l')"],
  ['01', "invalid character '1' after top-level value"],
  ['"a\u0001"', "invalid character '\\x01' in string literal"],
])('%j is no JSON: %s', (text, message) => {
  expect(() => unmarshal(text)).toThrow(message)
})

test('keeps the digits of numbers in JSON', () => {
  const value = unmarshal('[12345678901234567890, 0.12345678901234567890, 1e400]')
  expect((value as Value[])[0]).toBeInstanceOf(RegoNumber)
  expect(marshal(value)).toBe('[12345678901234567890,0.12345678901234567890,1e400]')
})

const cycle: unknown[] = []
cycle.push(cycle)

test.each([
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [() => 1],
  [Symbol('a')],
  [new Date(0)],
  [new Map()],
  [cycle],
])('%# is refused as input', (data) => {
  expect(() => fromJson(data)).toThrow(TypeError)
  expect(() => fromJson({ a: [data] })).toThrow(TypeError)
})

test('takes input as it is, and mends what JSON would not hold', () => {
  const input = { a: [1, 'x', null, { b: true }] }
  expect(fromJson(input)).toBe(input)
  expect(printValue(fromJson({ a: undefined, b: -0, c: '\ud800', d: 10n ** 20n }))).toBe(
    '{"b": 0, "c": "\ufffd", "d": 100000000000000000000}',
  )
  expect(printValue(fromJson(2 ** 60))).toBe('1152921504606847000')
})

test('refuses what is nested too deeply', () => {
  expect(() => unmarshal('['.repeat(depthMax + 2))).toThrow('exceeded max depth')
})
