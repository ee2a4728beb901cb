/**
 * A visit ends when nothing was looked at for half an hour.
 *
 * @vitest-environment jsdom
 */

import { beforeEach, expect, test } from 'vitest'
import { beginVisit } from './last-visit.ts'

beforeEach(() => localStorage.clear())
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 24, 8, minutes))

test.each<[visits: number[], before: number | undefined]>([
  [[0], undefined],
  [[0, 20], undefined],
  [[0, 20, 90], 20],
  [[0, 20, 90, 100], 20],
  [[0, 90, 200], 90],
])('after looks at the minutes %j', (visits, before) => {
  const answers = visits.map((minutes) => beginVisit(at(minutes)))
  expect(answers.at(-1)).toBe(before === undefined ? undefined : at(before).toISOString())
})

test.each(['{', '7', '{"seen":"x","before":null}'])(
  'begins anew where the store holds %s',
  (text) => {
    localStorage.setItem('evenkeel-visit', text)
    expect(beginVisit(at(0))).toBeUndefined()
  },
)
