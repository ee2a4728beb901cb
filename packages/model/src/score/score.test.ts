/** The formula of the posture score, by hand-worked cases. */
import { expect, test } from 'vitest'
import { computeScore, type SeverityTally } from './score.ts'

const tally = (passed: number, failed: number, unknown = 0) => ({
  passed,
  failed,
  unknown,
  manual: 0,
})

const cases: [
  name: string,
  input: SeverityTally,
  value: number | null,
  lower: number | null,
  upper: number | null,
][] = [
  ['nothing evaluated has no score', {}, null, null, null],
  ['only unknown has no score', { high: tally(0, 0, 3) }, null, null, null],
  ['all passed is 100', { low: tally(3, 0) }, 100, 100, 100],
  ['critical is squared', { critical: tally(1, 1) }, 25, 25, 25],
  [
    'severities weigh',
    { high: tally(1, 1), medium: tally(3, 0) },
    (100 * (3 + 3)) / 9,
    (100 * 6) / 9,
    (100 * 6) / 9,
  ],
  ['unknown gives an interval', { medium: tally(1, 1, 2) }, 50, 25, 75],
  [
    'a severity with only unknown counts in the bounds',
    { high: tally(1, 0), low: tally(0, 0, 1) },
    100,
    (100 * 6) / 8,
    100,
  ],
]

test.each(cases)('%s', (_, input, value, lower, upper) => {
  const score = computeScore(input)
  const near = (it: number | null) => (it === null ? null : Number(it.toFixed(9)))
  expect([near(score.value), near(score.lower), near(score.upper)]).toEqual([
    near(value),
    near(lower),
    near(upper),
  ])
})
