/** The place at the cursor, written as `|`, is told by what stands before it. */

import { expect, test } from 'vitest'
import { completionPlace } from './completion-context.ts'

test.each<[marked: string, expected: object]>([
  ['|', { kind: 'field', typed: '' }],
  ['rule.se|', { kind: 'field', typed: 'rule.se', from: 0 }],
  ['rule.section |', { kind: 'operator', field: 'rule.section' }],
  ['rule.section :|', { kind: 'value', field: 'rule.section', typed: '' }],
  ['rule.section : API Se|', { kind: 'value', field: 'rule.section', typed: 'API Se', from: 15 }],
  ['rule.section : "API Se|', { kind: 'value', field: 'rule.section', typed: '"API Se' }],
  ['rule.section : "API Server" |', { kind: 'conjunction' }],
  ['a : b and ru|', { kind: 'field', typed: 'ru', from: 10 }],
  ['a : b and not |', { kind: 'field', typed: '' }],
  ['a : (b or |', { kind: 'value', field: 'a', isInList: true }],
  ['a : (b or c|', { kind: 'value', field: 'a', typed: 'c', isInList: true }],
  ['a : (b or c) |', { kind: 'conjunction' }],
  ['a : (b or c) and |', { kind: 'field' }],
  ['(a : b or |', { kind: 'field' }],
  ['first_seen >= |', { kind: 'value', field: 'first_seen' }],
  ['rule.controls:{ be|', { kind: 'field', typed: 'be', path: 'rule.controls' }],
  ['rule.controls:{ benchmark : nsa } |', { kind: 'conjunction' }],
  ['a : | and c : d', { kind: 'value', field: 'a' }],
])('at %j', (marked, expected) => {
  const cursor = marked.indexOf('|')
  const text = marked.replace('|', '')
  expect(completionPlace(text, cursor)).toMatchObject(expected)
})
