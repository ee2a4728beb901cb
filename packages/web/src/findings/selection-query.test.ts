/** The query of a selection finds the selected findings and no others. */

import { createKqlMatcher, type Finding, parseKql, toKqlRecord } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { finding } from '../../dev/answers.ts'
import { selectionQuery } from './selection-query.ts'

const of = (cluster: string, rule: string, resource: string): Finding => {
  const base = finding({ id: `${cluster} ${rule} ${resource}` })
  return {
    ...base,
    cluster: { id: cluster, name: cluster },
    rule: { ...base.rule, id: rule },
    resource: { ...base.resource, id: resource },
  }
}
const all = ['c-1', 'c-2'].flatMap((cluster) =>
  ['r1', 'r2', 'r3'].flatMap((rule) => ['x/1', 'x/2 "quoted"'].map((it) => of(cluster, rule, it))),
)

test.each([
  [[0]],
  [[0, 1]],
  [[0, 2]],
  [[0, 3]],
  [[0, 1, 2, 3]],
  [[0, 5, 7, 8]],
  [all.map((_, index) => index)],
])('of %j', (chosen) => {
  const selected = chosen.flatMap((index) => all[index] ?? [])
  const matches = createKqlMatcher(parseKql(selectionQuery(selected) ?? ''), 0)
  const found = all.filter((it) => matches(toKqlRecord(it)))
  expect(found.map(({ id }) => id)).toEqual(selected.map(({ id }) => id))
})

test('is none where it would be too long to send', () => {
  const many = Array.from({ length: 900 }, (_, index) => of('c-1', 'r1', `some/resource/${index}`))
  expect(selectionQuery(many)).toBeUndefined()
})
