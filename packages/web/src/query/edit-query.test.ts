/** Facets and the query never disagree: filters are read from the query and written into it. */

import { describe, expect, test } from 'vitest'
import {
  excludeValue,
  type FieldFilter,
  filterOf,
  joinQueries,
  onlyValue,
  toggleValue,
} from './edit-query.ts'

const f = 'rule.section'

test.each<[string, FieldFilter]>([
  ['', { included: [], excluded: [] }],
  ['rule.section : etcd', { included: ['etcd'], excluded: [] }],
  ['rule.section : API Server', { included: ['API Server'], excluded: [] }],
  ['rule.section : "API Server" and a : b', { included: ['API Server'], excluded: [] }],
  ['rule.section : (etcd or "API Server")', { included: ['etcd', 'API Server'], excluded: [] }],
  ['not rule.section : etcd', { included: [], excluded: ['etcd'] }],
  ['not rule.section : (a or b) and x : y', { included: [], excluded: ['a', 'b'] }],
  ['not rule.section : *', { included: [null], excluded: [] }],
  ['rule.section : *', { included: [], excluded: [null] }],
  ['(rule.section : a or not rule.section : *)', { included: ['a', null], excluded: [] }],
  ['rule.section : a or x : y', { included: [], excluded: [] }],
  ['rule.section : a*', { included: [], excluded: [] }],
  ['rule.section : (', { included: [], excluded: [] }],
])('reads %j', (q, expected) => {
  expect(filterOf(q, f)).toEqual(expected)
})

describe.each<
  [
    string,
    (q: string, field: string, value: string | null) => string,
    [string, string | null, string][],
  ]
>([
  [
    'toggle',
    toggleValue,
    [
      ['', 'etcd', 'rule.section : etcd'],
      ['', 'API Server', 'rule.section : "API Server"'],
      ['rule.section : etcd', 'etcd', ''],
      ['rule.section : etcd', 'a', 'rule.section : (etcd or a)'],
      ['rule.section : etcd and x : y', 'a', 'rule.section : (etcd or a) and x : y'],
      ['x : y z', 'a', 'x : y z and rule.section : a'],
      ['x : y or z : 1', 'a', '(x : y or z : 1) and rule.section : a'],
      ['(x : y or z : 1)', 'a', '(x : y or z : 1) and rule.section : a'],
      ['x : (y or z)', 'a', 'x : (y or z) and rule.section : a'],
      ['not rule.section : a', 'a', 'rule.section : a'],
      ['rule.section : a', null, '(rule.section : a or not rule.section : *)'],
      ['', null, 'not rule.section : *'],
      ['', 'a"b(', 'rule.section : "a\\"b("'],
      ['"free text"', 'a', '"free text" and rule.section : a'],
    ],
  ],
  ['only', onlyValue, [['rule.section : (a or b) and x : y', 'c', 'rule.section : c and x : y']]],
  [
    'exclude',
    excludeValue,
    [
      ['', 'a', 'not rule.section : a'],
      ['not rule.section : a', 'b', 'not rule.section : (a or b)'],
      ['not rule.section : a', 'a', ''],
      ['', null, 'rule.section : *'],
    ],
  ],
])('%s', (_, edit, cases) => {
  test.each(cases)('%j with %j is %j', (q, value, expected) => {
    expect(edit(q, f, value)).toBe(expected)
  })
})

test.each([
  ['', 'a : b', 'a : b'],
  ['a : b', '', 'a : b'],
  ['a : b', 'c : d', 'a : b and c : d'],
  ['a : b or c : d', 'e : f', '(a : b or c : d) and e : f'],
  ['a : (', 'e : f', '(a : () and e : f'],
])('joins %j and %j', (a, b, expected) => {
  expect(joinQueries(a, b)).toBe(expected)
})
