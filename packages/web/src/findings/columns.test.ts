/** Columns leave in their order when there is too little room, and share what is left. */

import { expect, test } from 'vitest'
import { columnsOf, defaultColumns, fittingColumns, labelsOf, pinColumns } from './columns.tsx'

const fitted = (width: number) => fittingColumns(defaultColumns, { width })

test.each([
  [1600, 'result severity rule resource section kind namespace cluster changed'],
  // At 1440 px, beside the navigation, the filters and the boxes to select by.
  [988, 'result severity rule resource section kind namespace'],
  [640, 'result severity rule resource'],
  [300, 'result severity rule resource'],
])('at %i px', (width, expected) => {
  expect(
    fitted(width)
      .map(({ id }) => id)
      .join(' '),
  ).toBe(expected)
})

test.each([1600, 988, 640, 500])('fills %i px', (width) => {
  const sum = fitted(width).reduce((all, column) => all + column.fitted, 0)
  expect(Math.round(sum)).toBe(width)
})

test('keeps every column that was chosen, in its order and its width', () => {
  const chosen = columnsOf('changed,rule,owner')
  const shown = fittingColumns(chosen, { width: 300, widths: { rule: 400 }, isChosen: true })
  expect(shown.map(({ id, fitted }) => [id, fitted])).toEqual([
    ['changed', 112],
    ['rule', 400],
    ['owner', 160],
  ])
})

test.each([
  [undefined, defaultColumns.length],
  ['', defaultColumns.length],
  ['nonsense', defaultColumns.length],
  ['rule,nonsense', 1],
])('reads the columns of %j', (cols, count) => {
  expect(columnsOf(cols)).toHaveLength(count)
})

test('a label is a column by its key, which the server is asked for', () => {
  const cols = 'rule,label:team,label:app.kubernetes.io/name'
  expect(columnsOf(cols)).toEqual(cols.split(','))
  expect(labelsOf(cols)).toBe('team,app.kubernetes.io/name')
  expect(labelsOf('rule')).toBeUndefined()
})

test('pinned columns stand beside one another, the others scroll', () => {
  const shown = fittingColumns(columnsOf('rule,resource,kind'), { width: 300, isChosen: true })
  const [rule, resource, kind] = pinColumns(shown, 2, 36)
  expect([rule?.pinnedAt, resource?.pinnedAt, kind?.pinnedAt]).toEqual([
    36,
    36 + (rule?.fitted ?? 0),
    undefined,
  ])
})
