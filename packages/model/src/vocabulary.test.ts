/** The schemas refuse what is outside the vocabulary. */
import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { Evaluation, Severity } from './vocabulary.ts'

test.each([
  ['failed', true],
  ['green', false],
  [null, false],
])('an evaluation %s is valid: %s', (value, isValid) => {
  expect(Value.Check(Evaluation, value)).toBe(isValid)
})

test('a severity is one of five words', () => {
  expect(Value.Check(Severity, 'critical')).toBe(true)
  expect(Value.Check(Severity, 'urgent')).toBe(false)
})
