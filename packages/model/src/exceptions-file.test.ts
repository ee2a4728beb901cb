/** The file of exceptions: what it means, and that every mistake is found with its place. */
import { expect, test } from 'vitest'
import { exceptionQuery, readExceptionsFile } from './exceptions-file.ts'
import { createKqlMatcher } from './kql/match.ts'
import { parseKql } from './kql/parse.ts'

const entry = { rule: 'profiling', reason: 'Behind a proxy.', owner: 'team-a' }
const read = (value: unknown) => readExceptionsFile(value, (path) => path.length)
const fileOf = (...exceptions: object[]) => ({ version: 1, exceptions })

test('an entry says what it accepts, by a query or by a rule and a pattern', () => {
  const { exceptions } = read(
    fileOf(entry, { ...entry, rule: undefined, query: 'rule.severity : low', until: '2030-01-31' }),
  )
  expect(exceptions).toEqual([
    {
      query: 'rule.id : profiling',
      reason: 'Behind a proxy.',
      category: 'accepted',
      owner: 'team-a',
      until: null,
      line: 2,
    },
    expect.objectContaining({ query: 'rule.severity : low', until: '2030-01-31T23:59:59.000Z' }),
  ])
})

const id = 'k8s_object/rbac.authorization.k8s.io/ClusterRole//system:node or (not) x'
test.each([
  ['ClusterRole//system:node or (not) x', true],
  ['ClusterRole//system:*', true],
  [id, true],
  ['system:node or (not) x', true],
  ['*', true],
  ['*(not)*', true],
  ['node or (not) x', false],
  ['ClusterRole//system', false],
])('the pattern %j matches: %s', (resource, expected) => {
  const query = exceptionQuery({ rule: 'a-*', resource, cluster: 'prod (eu)' })
  const matches = createKqlMatcher(parseKql(query), 0)
  const pairs = [
    ['rule.id', 'a-rule'],
    ['resource.id', id],
    ['cluster.name', 'prod (eu)'],
  ] as const
  expect(matches({ pairs, controls: [] })).toBe(expected)
})

test.each<[unknown, [field: string, message: string | RegExp][]]>([
  [null, [['', 'It has to be object.']]],
  [{ version: 2, exceptions: [] }, [['/version', /version 1/]]],
  [{ version: 1 }, [['', 'It lacks exceptions.']]],
  [fileOf({ rule: 'a', owner: 'o' }), [['/exceptions/0', 'It lacks reason.']]],
  [fileOf({ ...entry, reson: 'x' }), [['/exceptions/0', /It knows no reson/]]],
  [fileOf({ ...entry, rule: undefined }), [['/exceptions/0/query', /a query or a rule/]]],
  [fileOf({ ...entry, query: 'a : b' }), [['/exceptions/0/rule', /Beside a query/]]],
  [fileOf({ ...entry, rule: undefined, query: 'a:b c:d' }), [['/exceptions/0/query', /Expected/]]],
  [fileOf({ ...entry, rule: undefined, query: ' ' }), [['/exceptions/0/query', /what it accepts/]]],
  [
    fileOf(entry, { ...entry, until: 'soon' }, { ...entry, category: 'maybe' }),
    [['/exceptions/2/category', /one of accepted, false-positive/]],
  ],
  [
    fileOf({ ...entry, until: 'soon' }, { ...entry, until: '2030-13-01' }),
    [
      ['/exceptions/0/until', '"soon" is no day or time such as 2030-01-31.'],
      ['/exceptions/1/until', /2030-13-01/],
    ],
  ],
  [fileOf({ ...entry, until: 5 }), [['/exceptions/0/until', 'It has to be string.']]],
])('%j is refused as a whole', (value, expected) => {
  const { exceptions, mistakes } = read(value)
  expect(exceptions).toEqual([])
  expect(mistakes.map(({ field }) => field)).toEqual(expected.map(([field]) => field))
  for (const [index, [, message]] of expected.entries()) {
    expect(mistakes[index]?.message).toMatch(message)
  }
})
