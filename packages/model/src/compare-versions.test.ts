/** Versions by their first two numbers. */
import { expect, test } from 'vitest'
import { compareVersions } from './compare-versions.ts'

test.each<[a: string, b: string, expected: number | undefined]>([
  ['1.2.3', '1.2.9', 0],
  ['1.2.3-rc.1', 'v1.2.0', 0],
  ['1.10.0', '1.9.0', 1],
  ['0.9.0', '1.0.0', -1],
  ['undefined', '1.0.0', undefined],
  ['1.0.0', '1', undefined],
])('%s and %s', (a, b, expected) => {
  const order = compareVersions(a, b)
  expect(order === undefined ? undefined : Math.sign(order)).toBe(expected)
})
