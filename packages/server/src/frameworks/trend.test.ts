/** The score day by day, told backwards. */

import { expect, test } from 'vitest'
import type { FlowDayRow } from '../storage/flow-days.ts'
import { computeTrend } from './trend.ts'

const flow = (day: string, passed: number, failed: number): FlowDayRow => ({
  clusterId: 'c',
  day,
  placeNo: 1,
  severity: 3,
  passed,
  failed,
  unknown: 0,
  manual: 0,
})
const tally = { high: { passed: 3, failed: 1, unknown: 0, manual: 0 } }

test.each<[flows: FlowDayRow[], expected: [day: string, value: number][]]>([
  [[], [['2026-03-10', 75]]],
  [
    [flow('2026-03-10', 1, -1)],
    [
      ['2026-03-09', 50],
      ['2026-03-10', 75],
    ],
  ],
  [
    [flow('2026-03-05', 2, -2), flow('2026-03-10', 1, -1), flow('2026-03-01', 0, 4)],
    [
      ['2026-03-04', 0],
      ['2026-03-09', 50],
      ['2026-03-10', 75],
    ],
  ],
])('%j', (flows, expected) => {
  const points = computeTrend(tally, '2026-03-10', flows)
  expect(points.map(({ at, value }) => [at, value])).toEqual(expected)
})
