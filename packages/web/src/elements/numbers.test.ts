/** Numbers never look better than they are. */

import { expect, test } from 'vitest'
import { countOf, formatScore, formatSpan } from './numbers.ts'

test.each([
  [null, '–'],
  [0, '0'],
  [0.2, '1'],
  [86.5, '87'],
  [99.96, '99'],
  [100, '100'],
])('the score %s is %s', (value, expected) => {
  expect(formatScore(value)).toBe(expected)
})

test.each([
  [50, 60, '50 to 60'],
  [86.9, 87.1, '86.9 to 87.1'],
  [87, 87, '87 to 87'],
  [null, 3, '– to 3'],
])('from %s to %s is %s', (from, to, expected) => {
  expect(formatSpan(from, to)).toBe(expected)
})

test.each([
  [1, '1 finding'],
  [4204, '4,204 findings'],
])('%i is %s', (count, expected) => {
  expect(countOf(count, 'finding')).toBe(expected)
})
