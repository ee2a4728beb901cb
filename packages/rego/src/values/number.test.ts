/** Numbers: what they print as, how they compare, and what arithmetic gives. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  absolute,
  add,
  ceil,
  divide,
  floor,
  multiply,
  remainder,
  round,
  subtract,
} from './arithmetic.ts'
import {
  type AnyNumber,
  compareNumbers,
  fromBigInt,
  fromDouble,
  integerOf,
  parseNumber,
  printNumber,
  RegoNumber,
} from './number.ts'

function number(text: string): AnyNumber {
  const value = parseNumber(text)
  if (value === undefined) throw new Error(`${text} is no number.`)
  return value
}

test.each([
  ['0', '0'],
  ['-0', '0'],
  ['1.0', '1'],
  ['1e3', '1000'],
  ['0.10', '0.1'],
  ['-12.50', '-12.5'],
  ['9007199254740991', '9007199254740991'],
  ['9007199254740993', '9007199254740993'],
  ['123456789012345678901234567890', '123456789012345678901234567890'],
  ['0.1234567890123456789', '0.1234567890123456789'],
  ['1e-7', '1e-7'],
  ['2e308', '2e308'],
  ['100000000000000000000000.5', '100000000000000000000000.5'],
])('%s prints as %s', (text, printed) => {
  expect(printNumber(number(text))).toBe(printed)
})

test.each(['', 'a', '1.', '.5', '01x', '+1', '1e', 'NaN', 'Infinity', '1e99999999', '0x10'])(
  '%j is no number that can be handled',
  (text) => {
    expect(parseNumber(text)).toBeUndefined()
  },
)

test('holds a number as JavaScript does wherever that is exact', () => {
  expect(number('0.1')).toBe(0.1)
  expect(number('1e15')).toBe(1e15)
  expect(number('9007199254740992')).toBeInstanceOf(RegoNumber)
  expect(number('0.10000000000000000001')).toBeInstanceOf(RegoNumber)
})

/** What OPA 1.22.2 answers. */
test.each([
  ['0.1 + 0.2', '0.3'],
  ['1 / 3', '0.33333333333333333334'],
  ['10 / 4', '2.5'],
  ['1.1 * 1.1', '1.21'],
  ['1000000000000000000000000000000 + 1', '1000000000000000000000000000001'],
  ['9007199254740991 + 1', '9007199254740992'],
  ['9007199254740993 - 9007199254740992', '1'],
  ['99999999999 * 99999999999', '9999999999800000000001'],
  ['1000000000000000000000000000000 / 7', '142857142857142857140000000000'],
  ['-7 % 3', '-1'],
  ['12345678901234567891 % 10', '1'],
  ['1 + 1234567.25', '1.23456825e+06'],
  ['0.000001 * 0.2', '2.0000000000000000001e-07'],
])('%s = %s', (expression, result) => {
  const [left = '', operator = '', right = ''] = expression.split(' ')
  const operations = { '+': add, '-': subtract, '*': multiply, '/': divide, '%': remainder }
  const compute = operations[operator as keyof typeof operations]
  const got = compute(number(left), number(right))
  expect(compareNumbers(got, number(result))).toBe(0)
  if (got instanceof RegoNumber) expect(got.text).toBe(result)
})

test.each([
  ['2.5', '3', '3', '2'],
  ['-2.5', '-3', '-2', '-3'],
  ['0.49999999999999994', '0', '1', '0'],
  ['-0.5', '-1', '1', '0'],
  ['7', '7', '7', '7'],
])('%s is rounded to %s, up to %s and down to %s', (text, rounded, up, down) => {
  expect(printNumber(round(number(text)))).toBe(rounded)
  expect(printNumber(ceil(number(text)))).toBe(up)
  expect(printNumber(floor(number(text)))).toBe(down)
})

test.each([
  [() => divide(1, 0), 'divide by zero'],
  [() => remainder(1, 0), 'modulo by zero'],
  [() => remainder(1.5, 1), 'modulo on floating-point number'],
])('refuses with %s', (compute, message) => {
  expect(compute).toThrow(message)
})

const integers = fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n })

describe('properties', () => {
  test('integers are computed exactly', () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const [x, y] = [fromBigInt(a), fromBigInt(b)]
        expect(integerOf(add(x, y))).toBe(a + b)
        expect(integerOf(subtract(x, y))).toBe(a - b)
        expect(integerOf(multiply(x, y))).toBe(a * b)
        if (b !== 0n) expect(integerOf(remainder(x, y))).toBe(a % b)
      }),
    )
  })

  test('doubles keep their value through text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const held = fromDouble(value)
        expect(Number(printNumber(held))).toBe(value + 0)
        expect(compareNumbers(held, number(printNumber(held)))).toBe(0)
      }),
    )
  })

  test('equal numbers of moderate size are the same JavaScript number', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 8 }), (value, places) => {
        const zeros = '0'.repeat(places)
        expect(number(`${value}.${zeros}`)).toBe(number(String(value)))
      }),
    )
  })

  test('sums come back by subtraction of integers, and order survives addition', () => {
    fc.assert(
      fc.property(integers, integers, integers, (a, b, c) => {
        const [x, y, z] = [fromBigInt(a), fromBigInt(b), fromBigInt(c)]
        expect(compareNumbers(subtract(add(x, z), z), x)).toBe(0)
        expect(Math.sign(compareNumbers(add(x, z), add(y, z)))).toBe(
          Math.sign(compareNumbers(x, y)),
        )
        expect(compareNumbers(absolute(fromBigInt(a % 2n ** 60n)), 0)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
