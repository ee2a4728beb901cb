/** KQL: what parses to what, and what is an error. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../finding.ts'
import { createKqlMatcher } from './match.ts'
import { parseKql } from './parse.ts'
import { printKql } from './print.ts'
import { quoteKql, quoteKqlWhereNeeded } from './quote.ts'
import { toKqlRecord } from './record.ts'
import { KqlError, type KqlNode } from './syntax.ts'
import { findKqlWarnings } from './warnings.ts'

/** A short notation: and(rule.section=API Server, not(x=y)); quoted values stand in ''. */
function show(node: KqlNode): string {
  const name = (field: { kind: string; name?: string; segments?: string[] }) =>
    field.name ?? `/${field.segments?.join('*')}/`
  const value = (it: { kind: string; value?: unknown; isQuoted?: boolean; segments?: string[] }) =>
    it.segments
      ? `/${it.segments.join('*')}/`
      : it.isQuoted
        ? `'${it.value}'`
        : typeof it.value === 'string'
          ? it.value
          : `<${it.value}>`
  switch (node.kind) {
    case 'all':
      return 'all'
    case 'and':
    case 'or':
      return `${node.kind}(${node.children.map(show).join(', ')})`
    case 'not':
      return `not(${show(node.child)})`
    case 'nested':
      return `${name(node.field)}{${show(node.child)}}`
    case 'exists':
      return `${name(node.field)}?`
    case 'range':
      return `${name(node.field)}${node.operator}${value(node.value)}`
    case 'is':
      return `${node.field ? `${name(node.field)}=` : ''}${value(node.value)}`
  }
}

test.each([
  ['', 'all'],
  ['  ', 'all'],
  ['foo', 'foo'],
  ['foo bar', 'foo bar'],
  ['rule.section : API Server', 'rule.section=API Server'],
  ['rule.section : API Server and x : y', 'and(rule.section=API Server, x=y)'],
  ['rule.section:"API Server"', "rule.section='API Server'"],
  ['a:b or c:d and not e:f', 'or(a=b, and(c=d, not(e=f)))'],
  ['(a:b or c:d) AND e:f', 'and(or(a=b, c=d), e=f)'],
  ['x: v1 or v2', 'or(x=v1, v2)'],
  ['x:(v1 or v2)', 'or(x=v1, x=v2)'],
  ['x:(v1 or (v2 and not v3))', 'or(x=v1, and(x=v2, not(x=v3)))'],
  ['a : true', 'a=<true>'],
  ['a : "true"', "a='true'"],
  ['a : null', 'a=<null>'],
  ['f : *', 'f?'],
  ['f : **', 'f=/**/'],
  ['f : fo*', 'f=/fo*/'],
  ['f : "fo*"', "f='fo*'"],
  ['f : fo\\*', 'f=fo*'],
  ['machine.* : osx', '/machine.*/=osx'],
  ['n >= 5', 'n>=5'],
  ['t > now-7d and t < now', 'and(t>now-7d, t<now)'],
  ['path:{ a:x and b:y }', 'path{and(a=x, b=y)}'],
  ['path:{ a:{ b:c } }', 'path{a{b=c}}'],
  ['x : cannot connect', 'x=cannot connect'],
  ['or foo', 'or foo'],
  ['x : android', 'x=android'],
  ['x : a\\and b', 'x=aand b'],
  ['x : this \\and that', 'x=this and that'],
  ['not a:b', 'not(a=b)'],
  ['not (not a:b)', 'not(not(a=b))'],
  ['a: "q \\"x\\" \\\\ \\u0041"', 'a=\'q "x" \\ A\''],
  ['a : b\u00a0and\u00a0c : d', 'and(a=b, c=d)'],
  ['a:b\nand c:d', 'and(a=b, c=d)'],
])('%j is %s', (query, expected) => {
  expect(show(parseKql(query))).toBe(expected)
})

test.each([
  ['a:b c:d', 'Expected "and", "or" or the end of the query but ":" found.'],
  ['a:', 'Expected a value but the query ends.'],
  ['(a:b', 'Expected ")" but the query ends.'],
  ['a:b)', 'Expected "and", "or" or the end of the query but ")" found.'],
  ['not not x', 'Expected a field or a value but "not" found.'],
  ['a:"b', 'A quote is opened and never closed.'],
  ['a > b*', 'After ">" comes one value without a star.'],
  ['a:b and', 'Expected "and", "or" or the end of the query but ', 'literal'],
  ['x : a\\z', 'A backslash'],
  ['x : this is not a drill', 'Expected "and", "or" or the end of the query but "not" found.'],
  ['()', 'Expected a field or a value but ")" found.'],
  [`${'('.repeat(65)}a${')'.repeat(65)}`, 'The query nests more than 64 parentheses.'],
  ['a'.repeat(8193), 'The query is 8193 characters long; at most 8192 are allowed.'],
])('%j is refused: %s', (query, message, kind?: string) => {
  if (kind === 'literal') {
    // `and` without anything behind it is a word, as in Kibana.
    expect(show(parseKql(query))).toBe('a=b and')
    return
  }
  const error = caught(() => parseKql(query))
  expect(error).toBeInstanceOf(KqlError)
  expect((error as KqlError).message).toContain(message)
})

test('a stray "not" offers the value in quotes', () => {
  const error = caught(() => parseKql('x : this is not a drill and y : z')) as KqlError
  expect(error.fix).toBe('x : "this is not a drill" and y : z')
  expect(show(parseKql(error.fix ?? ''))).toBe("and(x='this is not a drill', y=z)")
})

function caught(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

const finding: Finding = {
  id: 'f1',
  rule: {
    id: 'apiserver-profiling',
    name: 'API server profiling is off',
    section: 'API Server',
    number: '1.2.15',
    benchmark: { id: 'cis-kubernetes-1.12', version: '1.12.0' },
    severity: 'high',
    controls: [
      { benchmark: 'cis-kubernetes-1.12', number: '1.2.15', section: 'API Server' },
      { benchmark: 'nist-800-53', number: 'CM-7' },
    ],
  },
  resource: {
    id: 'kubernetes_master_node/node-1',
    type: 'kubernetes_master_node',
    sub_type: null,
    name: 'node-1',
    namespace: null,
    owner: null,
    source: null,
  },
  cluster: { id: 'c1', name: 'prod' },
  result: { evaluation: 'failed', reason: null, evidence: [] },
  first_seen: '2026-03-10T10:00:00.000Z',
  changed_at: '2026-03-11T10:00:00.000Z',
  exception: null,
}
const record = toKqlRecord(finding, { labels: { 'app.kubernetes.io/name': 'api', team: 'core' } })
const now = Date.parse('2026-03-12T12:00:00.000Z')

test.each([
  ['', true],
  ['rule.section : API Server', true],
  ['rule.section : API', false],
  ['rule.section : api server', false],
  ['rule.section : API*', true],
  ['rule.name : profiling', true],
  ['rule.name : Profiling kubelet', true],
  ['rule.name : "server profiling"', true],
  ['rule.name : "profiling server"', false],
  ['rule.severity >= medium', true],
  ['rule.severity > high', false],
  ['rule.severity >= urgent', false],
  ['resource.namespace : *', false],
  ['not resource.namespace : *', true],
  ['not resource.namespace : kube-system', true],
  ['resource.labels.team : core', true],
  ['resource.labels.app.kubernetes.io/name : api', true],
  ['resource.labels.* : api', true],
  ['resource.* : node-1', true],
  ['orchestrator.cluster.name : prod', true],
  ['orchestrator.* : prod', true],
  ['node', true],
  ['nod', false],
  ['"node 1"', true],
  ['nod*', true],
  ['*', true],
  ['*:*', true],
  ['unknown : x', false],
  ['not unknown : x', true],
  ['first_seen : 2026-03-10', true],
  ['first_seen > 2026-03-10', false],
  ['first_seen >= 2026-03', true],
  ['first_seen < now-1d', true],
  ['first_seen < now-2d/d', false],
  ['changed_at >= now/d', false],
  ['changed_at : "2026-03-11T10:00:00Z"', true],
  ['rule.controls:{ benchmark : nist-800-53 and number : CM-7 }', true],
  ['rule.controls:{ benchmark : nist-800-53 and number : 1.2.15 }', false],
  ['rule.controls.benchmark : nist-800-53 and rule.controls.number : 1.2.15', true],
  ['resource.name >= node-0 and resource.name < node-2', true],
])('on the API server finding %j is %s', (query, expected) => {
  expect(createKqlMatcher(parseKql(query), now)(record)).toBe(expected)
})

test.each([
  'first_seen : yesterday',
  'changed_at > x',
  'first_seen : 2026*',
  'first_seen : 2026-02-30',
])('%j asks a date field for something else', (query) => {
  expect(caught(() => createKqlMatcher(parseKql(query), now))).toBeInstanceOf(KqlError)
})

test.each([
  [
    'rule.sektion : x',
    ['There is no field "rule.sektion", so it finds nothing. Did you mean rule.section?'],
  ],
  [
    'namespace : x',
    ['There is no field "namespace", so it finds nothing. Did you mean resource.namespace?'],
  ],
  ['zzzzzzzz : x', ['There is no field "zzzzzzzz", so it finds nothing.']],
  ['rule.section : x and resource.labels.a : b', []],
])('%j warns %j', (query, expected) => {
  expect(findKqlWarnings(parseKql(query))).toEqual(expected)
})

const withoutRanges = (node: KqlNode) =>
  JSON.parse(JSON.stringify(node, (key, value) => (key === 'range' ? undefined : value)))

const fragments = fc.constantFrom(
  ...[
    'a',
    'b c',
    ' ',
    ':',
    '(',
    ')',
    '{',
    '}',
    '"',
    '\\',
    '*',
    '<',
    '>=',
    ' and ',
    ' or ',
    'not ',
    'true',
    'null',
  ],
  ...[
    '\u00a0',
    '\n',
    '\\u0041',
    '\\"',
    '\\*',
    'x.y',
    '😀',
    '\\and',
    'now-1d',
    'first_seen',
    'rule.controls',
  ],
)
const soup = fc.array(fragments, { maxLength: 14 }).map((it) => it.join(''))

test('nothing but a KQL error is ever thrown, and print then parse is identity', () => {
  fc.assert(
    fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (query) => {
      let node: KqlNode
      try {
        node = parseKql(query)
        createKqlMatcher(node, now)(record)
      } catch (error) {
        expect(error).toBeInstanceOf(KqlError)
        return
      }
      expect(withoutRanges(parseKql(printKql(node)))).toEqual(withoutRanges(node))
    }),
    { numRuns: 3000 },
  )
})

test('a quoted text is read back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const quoted of [quoteKql(text), text === '' ? '""' : quoteKqlWhereNeeded(text)]) {
        expect(parseKql(`f : ${quoted}`)).toMatchObject({ kind: 'is', value: { value: text } })
      }
    }),
  )
})
