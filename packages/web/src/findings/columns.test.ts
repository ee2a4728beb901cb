/** Columns leave in their order when there is too little room, and share what is left. */

import { expect, test } from 'vitest'
import { defaultColumns, fittingColumns } from './columns.tsx'

const fitted = (width: number) => fittingColumns(defaultColumns, width)

test.each([
  [
    1600,
    [
      'result',
      'severity',
      'rule',
      'resource',
      'kind',
      'namespace',
      'section',
      'cluster',
      'changed',
    ],
  ],
  [1000, ['result', 'severity', 'rule', 'resource', 'kind', 'namespace']],
  [640, ['result', 'severity', 'rule', 'resource']],
  [300, ['result', 'severity', 'rule', 'resource']],
])('at %i px', (width, expected) => {
  expect(fitted(width).map(({ id }) => id)).toEqual(expected)
})

test.each([1600, 1000, 640, 480])('fills %i px', (width) => {
  const sum = fitted(width).reduce((all, column) => all + column.fitted, 0)
  expect(Math.round(sum)).toBe(width)
})
