/** Mistyped names are answered with what may have been meant. */
import { expect, test } from 'vitest'
import { editDistance, nearest } from './nearest.ts'

test.each([
  ['', '', 0],
  ['kitten', 'sitting', 3],
  ['abc', '', 3],
])('%s to %s is %i edits', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance)
})

test('offers the nearest names first', () => {
  const names = ['cis-eks-1.8', 'cis-kubernetes-1.12', 'pss-baseline', 'nsa-cisa-1.2']
  expect(nearest('cis-kubernetes-1.21', names)[0]).toBe('cis-kubernetes-1.12')
  expect(nearest('baseline', names)[0]).toBe('pss-baseline')
})
