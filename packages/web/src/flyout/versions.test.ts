/** The version before and the last that passed come first, and never a later one. */

import type { ResourceVersion } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { comparisonsOf, shownVersion } from './versions.ts'

const version = (day: number, evaluation: ResourceVersion['evaluation']): ResourceVersion => ({
  hash: `h${day}`,
  at: `2026-11-${day}T08:00:00.000Z`,
  is_current: day === 24,
  evaluation,
})
const versions = [
  version(24, 'failed'),
  version(22, 'failed'),
  version(20, 'passed'),
  version(18, null),
]

test.each<[at: string | undefined, shown: number, offered: string[]]>([
  [undefined, 0, ['h22', 'h20', 'h18']],
  ['2026-11-23', 1, ['h20', 'h18']],
  ['2026-11-18T09:00:00Z', 3, []],
  ['2026-11-01', 4, []],
])('at %s', (at, shown, offered) => {
  expect(shownVersion(versions, at)).toBe(shown)
  expect(comparisonsOf(versions, shown).map(({ value }) => value)).toEqual(offered)
})

test('says which one passed', () => {
  const [first, second] = comparisonsOf(versions, 0).map(({ label }) => label)
  expect(first).toMatch(/^Compare with the version before/)
  expect(second).toMatch(/^Compare with the last that passed/)
  expect(comparisonsOf(versions, 1)[0]?.label).toMatch(/the version before, the last that passed/)
})
