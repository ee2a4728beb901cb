/**
 * Queries are remembered newest first, each once, within a bound.
 *
 * @vitest-environment jsdom
 */

import { beforeEach, expect, test } from 'vitest'
import { forgetQueries, recentQueries, rememberQuery } from './history.ts'

beforeEach(() => localStorage.clear())

test.each<[ran: string[], kept: string[]]>([
  [[], []],
  [
    ['a', 'b'],
    ['b', 'a'],
  ],
  [
    ['a', 'b', 'a'],
    ['a', 'b'],
  ],
  [['  ', 'a'], ['a']],
])('after %j', (ran, kept) => {
  for (const q of ran) rememberQuery(q)
  expect(recentQueries()).toEqual(kept)
})

test('keeps thirty', () => {
  for (let at = 0; at < 50; at += 1) rememberQuery(`q : ${at}`)
  expect(recentQueries()).toHaveLength(30)
  expect(recentQueries()[0]).toBe('q : 49')
  forgetQueries()
  expect(recentQueries()).toEqual([])
})

test.each(['{', '7', '[1, "a"]'])('goes on where the store holds %s', (text) => {
  localStorage.setItem('evenkeel-queries', text)
  expect(recentQueries().every((it) => typeof it === 'string')).toBe(true)
})
