/** Durations of people in milliseconds. */
import { expect, test } from 'vitest'
import { parseDuration } from './duration.ts'

test.each([
  ['4h', 14_400_000],
  ['1h30m', 5_400_000],
  ['90s', 90_000],
  ['1.5h', 5_400_000],
  ['250ms', 250],
])('%s', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds)
})

test.each(['', '4', 'h', '4 hours', '-4h', '0s', '4h!'])('"%s" is refused', (text) => {
  expect(() => parseDuration(text)).toThrow('is no duration')
})
