/** Reading and saying what somebody sees. */

import { expect, test } from 'vitest'
import { describeReach, type PartText, parseReach, toPartTexts } from './reach-text.ts'

const part = (labels: string, namespaces: string): PartText => ({ labels, namespaces })

test.each<[PartText[] | null, string]>([
  [null, 'everything'],
  [[part('', '')], 'every cluster'],
  [[part('team=red', '')], 'clusters with team=red'],
  [[part('team=red,  env=prod', 'shop')], 'namespace shop of clusters with team=red, env=prod'],
  [
    [part('team=red', ''), part('', 'shop, payments')],
    'clusters with team=red; namespaces shop, payments of every cluster',
  ],
])('%j is %s, and back', (parts, expected) => {
  const reach = parseReach(parts)
  if (reach !== null && 'error' in reach) throw new Error(reach.error)
  expect(describeReach(reach)).toBe(expected)
  expect(parseReach(toPartTexts(reach))).toEqual(reach)
})

test.each<[PartText[], RegExp]>([
  [[], /at least one part/],
  [[part('team', '')], /"team" is no label; write team=red/],
  [[part('=red', '')], /"=red" is no label/],
  [[part('a=b=c', '')], /"a=b=c" is no label/],
])('%j is refused', (parts, expected) => {
  expect(parseReach(parts)).toEqual({ error: expect.stringMatching(expected) })
})
