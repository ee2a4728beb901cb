/** Addresses are read for what is valid in them; the rest is named. */

import { expect, test } from 'vitest'
import { parseSearch, stringifySearch } from './search-params.ts'
import { droppedParameters, readFindingsSearch } from './searches.ts'

test.each<[search: string, expected: object, dropped: string[]]>([
  ['', {}, []],
  ['?q=a+%3A+b&group=rule&tab=json', { q: 'a : b', group: 'rule', tab: 'json' }, []],
  ['?group=nonsense&q=x', { q: 'x' }, ['group']],
  ['?sort=-rule.severity,rule.number', { sort: '-rule.severity,rule.number' }, []],
  ['?sort=drop table', {}, ['sort']],
  ['?cols=rule,resource', { cols: 'rule,resource' }, []],
  ['?cols=rule,nothing', {}, ['cols']],
  [`?q=${'a'.repeat(9000)}`, {}, ['q']],
  ['?q=123', { q: '123' }, []],
  ['?unknown=1', {}, []],
  ['?group=rule,resource', { group: 'rule,resource' }, []],
  ['?group=rule,rule', {}, ['group']],
  ['?group=rule,resource,kind', {}, ['group']],
  ['?at=now-7d&since=2026-10-01', { at: 'now-7d', since: '2026-10-01' }, []],
  ['?at=yesterday', {}, ['at']],
  ['?cols=resource,rule', { cols: 'resource,rule' }, []],
])('reads %j', (search, expected, dropped) => {
  const parsed = readFindingsSearch(parseSearch(search))
  expect(parsed.search).toEqual(expected)
  expect(parsed.dropped).toEqual(dropped)
})

test.each([
  ['/findings', '?tab=x', ['tab']],
  ['/findings/f-1', '?tab=x', ['tab']],
  ['/clusters', '?add=perhaps', ['add']],
  ['/rules', '?state=disabled&assessment=manual&severity=high&source=custom&section=5.2', []],
  [
    '/rules',
    '?state=off&assessment=by hand&severity=worst&source=ours&failed=no',
    ['failed', 'state', 'assessment', 'severity', 'source'],
  ],
  ['/', '?scope=c-1', []],
])('names what %s cannot use of %s', (path, search, expected) => {
  expect(droppedParameters(path, parseSearch(search))).toEqual(expected)
})

test('prints what it reads', () => {
  const search = { q: 'rule.name : "a & b" and x : ü', scope: 'c-1' }
  expect(parseSearch(stringifySearch(search))).toEqual(search)
})
