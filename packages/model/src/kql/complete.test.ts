/** What completion offers where; the cursor stands at the bar. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completeKql } from './complete.ts'

test.each([
  ['|', 'field', '', undefined, ''],
  ['rul|', 'field', 'rul', undefined, ''],
  ['rule.section|', 'field', 'rule.section', undefined, ''],
  ['rule.section |', 'operator conjunction', '', 'rule.section', ''],
  ['rule.section :|', 'value', '', 'rule.section', ''],
  ['rule.section : |', 'value', '', 'rule.section', ''],
  ['rule.section : API Ser|', 'value', 'API Ser', 'rule.section', ''],
  ['rule.section : API Ser|ver', 'value', 'API Ser', 'rule.section', ''],
  ['rule.section : "API Ser|', 'value', 'API Ser', 'rule.section', ''],
  ['rule.section : "API Ser|ver"', 'value', 'API Ser', 'rule.section', ''],
  ['rule.section : "API Server" |', 'conjunction', '', undefined, ''],
  ['a : b and |', 'field', '', undefined, 'a : b'],
  ['a : b and c : d|', 'value', 'd', 'c', 'a : b'],
  ['a : b| and c : d', 'value', 'b', 'a', 'c : d'],
  ['a : (b or |', 'value', '', 'a', ''],
  ['a : (b or c|) and d : e', 'value', 'c', 'a', 'a : (b ) and d : e'],
  ['(a : |', 'value', '', 'a', ''],
  ['rule.controls:{ benchmark : |', 'value', '', 'rule.controls.benchmark', ''],
  ['not re|', 'field', 're', undefined, ''],
  ['orchestrator.cluster.name : |', 'value', '', 'cluster.name', ''],
  ['rule.severity >= |', 'value', '', 'rule.severity', ''],
])('%j: %s', (marked, expects, prefix, field, rest) => {
  const cursor = marked.indexOf('|')
  const completion = completeKql(marked.replace('|', ''), cursor)
  expect([
    completion.expects.join(' '),
    completion.prefix,
    completion.field,
    completion.rest,
  ]).toEqual([expects, prefix, field, rest])
})

test('says what is replaced', () => {
  expect(completeKql('a : "b c" and d', 7)).toMatchObject({ from: 4, to: 9, prefix: 'b ' })
  expect(completeKql('a : ( b or c )', 12)).toMatchObject({ from: 11, to: 12, isInList: true })
})

test('never throws, wherever the cursor stands', () => {
  const parts = ['a', ' ', ':', '(', ')', '{', '}', '"', '\\', '*', '<', ' and ', ' or ', 'not ']
  const text = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((it) => it.join(''))
  fc.assert(
    fc.property(text, fc.nat(30), (query, cursor) => {
      const { from, to } = completeKql(query, cursor)
      expect(from).toBeLessThanOrEqual(to)
    }),
  )
})
