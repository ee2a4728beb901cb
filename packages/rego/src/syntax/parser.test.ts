/** What sources parse to, and what is said of those that do not parse. */

import { expect, test } from 'vitest'
import type { Module, Rule } from './ast.ts'
import { parseModule, parseQuery, parseRef, parseTerm } from './parser.ts'
import { NESTING_MAX } from './parser-state.ts'
import { printBody, printRef, printTerm } from './print-terms.ts'

function parse(source: string, regoVersion: 'v0' | 'v1' = 'v1'): Module {
  const { module, errors } = parseModule('p.rego', `package p\n${source}`, { regoVersion })
  expect(errors).toEqual([])
  if (!module) throw new Error('No module and no errors.')
  return module
}

function errorsOf(source: string, regoVersion: 'v0' | 'v1' = 'v1'): string[] {
  return parseModule('p.rego', source, { regoVersion }).errors.map(
    ({ message, location }) => `${location?.row}:${location?.col} ${message}`,
  )
}

/** A rule as one line: its head, what its source leaves out included, and its body behind a colon. */
function printRule({ isDefault, head, body, else: next }: Rule): string {
  const name = printRef(head.reference)
  const args = head.args ? `(${head.args.map(printTerm).join(', ')})` : ''
  const key = head.key ? ` contains ${printTerm(head.key)}` : ''
  const value = head.value ? ` ${head.isAssigned ? ':=' : '='} ${printTerm(head.value)}` : ''
  const text = body.length > 0 ? `: ${printBody(body)}` : ''
  const rest = next ? ` else${printRule(next).slice((name + args).length)}` : ''
  return `${isDefault ? 'default ' : ''}${name}${args}${key}${value}${text}${rest}`
}

test.each([
  ['1.50e3', '1.50e3'],
  ['-5', '-5'],
  ['.5', '.5'],
  ['123456789012345678901234567890', '123456789012345678901234567890'],
  ['"a\\u00e9\\n"', '"aé\\n"'],
  ['`a\\n`', '"a\\\\n"'],
  ['"\\ud800"', '"\ufffd"'],
  ['[1, [2], ]', '[1, [2]]'],
  ['{}', '{}'],
  ['set()', 'set()'],
  ['{1, 2}', '{1, 2}'],
  ['{"a": 1, "b": {"c": x}}', '{"a": 1, "b": {"c": x}}'],
  ['{x | y}', '{x | y}'],
  ['{x | y, z}', '{or(x, y), z}'],
  ['{x: y | z}', '{x: y | z}'],
  ['[x | some y in z; w]', '[x | some y in z; w]'],
  ['[a | b, c in d]', '[a | internal.member_3(b, c, d)]'],
  ['a.b["c d"][e].f', 'a.b["c d"][e].f'],
  ['a.if.package', 'a["if"]["package"]'],
  ['f(x).y', 'f(x).y'],
  ['io.jwt.decode(x)', 'io.jwt.decode(x)'],
  ['[1, 2][i]', '[1, 2][i]'],
  ['1 + 2 * 3 - 4', 'minus(plus(1, mul(2, 3)), 4)'],
  ['a & b | c', 'or(and(a, b), c)'],
  ['a | b == c & d', 'equal(or(a, b), and(c, d))'],
  ['(1 + 2) * 3', 'mul(plus(1, 2), 3)'],
  ['x -1', 'minus(x, 1)'],
  ['-x.y', 'minus(0, x.y)'],
  ['a in b', 'internal.member_2(a, b)'],
  ['(k, v in b)', 'internal.member_3(k, v, b)'],
  ['$"a{x}b{1 + 2}"', '$"a{x}b{plus(1, 2)}"'],
  ['$"\\{x}"', '$"{x}"'],
  ['$`a\\n{x}`', '$"a\\n{x}"'],
  ['$"{$"{x}"}"', '$"{$"{x}"}"'],
])('parses the term %s', (source, expected) => {
  const { term, errors } = parseTerm(source)
  expect(errors).toEqual([])
  expect(term && printTerm(term)).toBe(expected)
})

test.each([
  ['p := 1', 'p := 1'],
  ['p if x', 'p: x'],
  ['p if { x; y }', 'p: x; y'],
  ['p if { x\n y }', 'p: x; y'],
  ['p if {"a": 1}', 'p: {"a": 1}'],
  ['p if {x | y}', 'p: {x | y}'],
  ['p if { x == 1 }', 'p: equal(x, 1)'],
  ['p if {1, 2} == x', 'p: equal({1, 2}, x)'],
  ['p if {}', 'p: {}'],
  ['p contains x if x := 1', 'p contains x: assign(x, 1)'],
  ['p contains "a"', 'p contains "a"'],
  ['p[x] := y if { y := 1 }', 'p[x] := y: assign(y, 1)'],
  ['p[x] if x := 1', 'p[x]: assign(x, 1)'],
  ['p.q.r := 1', 'p.q.r := 1'],
  ['p.q contains 1', 'p.q contains 1'],
  ['default p := false', 'default p := false'],
  ['default f(_) := 1', 'default f(_) := 1'],
  ['f(x, [y]) := x if y', 'f(x, [y]) := x: y'],
  ['f(x)', 'f(x)'],
  ['p := 1 if x else := 2 if y else := 3', 'p := 1: x else := 2: y else := 3'],
  ['f(x) if x else if y', 'f(x): x else: y'],
  ['p if not x', 'p: not x'],
  ['p if { some x, y; z }', 'p: some x, y; z'],
  ['p if { some k, v in xs }', 'p: some k, v in xs'],
  ['p if every k, v in xs { v; k }', 'p: every k, v in xs { v; k }'],
  ['p if x with input as 1 with data.y as 2', 'p: x with input as 1 with data.y as 2'],
  ['if.p := 1', 'if.p := 1'],
  ['p := 1 if {\n # c\n x\n}', 'p := 1: x'],
])('parses the rule %s', (source, expected) => {
  const [rule] = parse(source).rules
  expect(rule && printRule(rule)).toBe(expected)
})

test.each([
  ['p { x }', ['p: x']],
  ['p[x] { x = 1 }', ['p contains x: eq(x, 1)']],
  ['p.a { true }', ['p contains "a": true']],
  ['p["a"]', ['p contains "a"']],
  ['p[x] = y { x = y }', ['p[x] = y: eq(x, y)']],
  ['p { x } { y }', ['p: x', 'p: y']],
  ['f(_) { x } { y }', ['f(_): x', 'f(_): y']],
  ['p = 1 { x } else = 2 { y }', ['p = 1: x else = 2: y']],
  ['in = 1', ['in = 1']],
  ['import future.keywords.in\np { x in y }', ['p: internal.member_2(x, y)']],
  ['import rego.v1\np if x', ['p: x']],
])('parses the v0 rules %s', (source, expected) => {
  expect(parse(source, 'v0').rules.map(printRule)).toEqual(expected)
})

test('gives wildcards names of their own', () => {
  const [rule] = parse('p if { _ = _ }').rules
  const names = JSON.stringify(rule).match(/\$\d+/g)
  expect(new Set(names).size).toBe(2)
})

test('finds bodies of not, and, or', () => {
  const { rules } = parse(
    'import future.keywords.not\nimport future.keywords.or\np if not { x; y }\nq if { a; b } or c',
  )
  expect(rules.map(({ body }) => body[0]?.kind)).toEqual(['not', 'or'])
})

// The expected errors are those of OPA 1.22.2.
test.each<[string, string[]]>([
  ['', ['0:0 empty module']],
  ['p := 1', ['1:1 package expected']],
  ['package p\np', ['2:1 var cannot be used for rule name']],
  [
    'package p\np := ',
    [
      '2:5 unexpected eof token',
      '2:5 unexpected eof token: expected rule value term (e.g., p := <VALUE> { ... })',
    ],
  ],
  ['package p\np { x }', ['2:1 `if` keyword is required before rule body']],
  ['package p\nf(x) { x }', ['2:1 `if` keyword is required before function body']],
  [
    'package p\np[x] { x = 1 }',
    [
      '2:1 `if` keyword is required before rule body',
      '2:1 `contains` keyword is required for partial set rules',
    ],
  ],
  ['package p\np if {', ['2:6 unexpected eof token']],
  ['package p\np if { x y }', ['2:10 unexpected identifier token: expected \\n or ; or }']],
  ['package p\nif := 1', ['2:1 if keyword cannot be used for rule name']],
  ['package p\np := "a', ['2:6 non-terminated string', '2:6 illegal token', '2:6 illegal token']],
  [
    'package p\np := 01',
    [
      '2:6 unexpected number token: expected number without leading zero',
      '2:6 unexpected number token: expected rule value term (e.g., p := <VALUE> { ... })',
    ],
  ],
  [
    'package p\np := 1e999999',
    [
      '2:6 number too big',
      '2:6 unexpected number token: expected rule value term (e.g., p := <VALUE> { ... })',
    ],
  ],
  [
    'package p\np := x.',
    [
      '2:7 unexpected eof token: expected identifier',
      '2:7 unexpected eof token: expected rule value term (e.g., p := <VALUE> { ... })',
    ],
  ],
  [
    'package p\nimport foo.bar',
    [
      '2:8 unexpected import path, must begin with one of: {data, future, input, rego}, got: foo (hint: if this is unexpected, try updating OPA)',
    ],
  ],
  [
    'package p\nimport rego.v3',
    ['2:8 invalid import `rego.v3`, must be one of: `rego.v1`, `rego.v2`'],
  ],
  [
    'package p\nimport future.keywords.x',
    ['2:8 unexpected keyword, must be one of [and contains every if in not or]'],
  ],
  [
    'package p\nimport data.if',
    [
      '2:13 unexpected import path, must not end with a keyword, got: if (hint: import a different path or use an alias)',
    ],
  ],
  [
    'package p\nimport data.x as data',
    ['2:18 unexpected import alias, must not be a reserved name, got: data'],
  ],
  ['package p\ndefault p := x', ['2:1 illegal default rule (value cannot contain var)']],
  ['package p\ndefault f(1) := 1', ['2:1 illegal default rule (arguments cannot contain number)']],
  ['package p\ndefault p', []],
  ['package p\ndefault p.q', ['2:1 illegal default rule (must have a value)']],
  [
    'package p\np contains x if y else := 1 if y',
    ['2:19 else keyword cannot be used on multi-value rules'],
  ],
  [
    'package p\np[x] := 1 if y else := 2',
    ['2:16 else keyword cannot be used on rules with variables in head'],
  ],
  ['package p\np if { every x in y }', ['2:21 unexpected } token: missing body']],
  [
    'package p\np if { every 1 in y {z} }',
    ['2:21 unexpected { token: expected value to be a variable'],
  ],
  [
    'package p\np if { not some x in y }',
    ["2:12 unexpected some keyword: illegal negation of 'some'"],
  ],
  ['package p\np if { some 1 }', ['2:13 unexpected number token: expected var']],
  [
    'package p\np if { some x + 1 }',
    ['2:19 unexpected } token: expected `x in xs` or `x, y in xs` expression'],
  ],
  [
    'package p\np := $"{not x}"',
    [
      "2:9 unexpected negation ('not') in template-string expression",
      '2:14 unexpected } token: expected rule value term (e.g., p := <VALUE> { ... })',
    ],
  ],
  [
    'package p\np := $"{x := 1}"',
    [
      "2:9 unexpected assignment (':=') in template-string expression",
      '2:15 unexpected } token: expected rule value term (e.g., p := <VALUE> { ... })',
    ],
  ],
  [
    'package p\np := $"{x"',
    [
      '2:10 non-terminated string',
      '2:10 expected } to end template string expression',
      '2:10 illegal token',
    ],
  ],
  ['package p\np := 1; q := 2', ['2:1 multiple expressions cannot be used for rule head']],
  ['package p\np := a ', ['2:7 illegal non-breaking space character, use a regular space instead']],
  [
    'package p\np := {"a": 1, 2}',
    [
      '2:16 unexpected } token: expected ":"',
      '2:16 unexpected } token: expected rule value term (e.g., p := <VALUE> { ... })',
    ],
  ],
  [
    'package p\np := {"a" 1}',
    [
      '2:11 unexpected number token: non-terminated set',
      '2:11 unexpected number token: expected rule value term (e.g., p := <VALUE> { ... })',
    ],
  ],
  [
    'package p\np := [1 2]',
    [
      '2:9 unexpected number token: expected "," or "]"',
      '2:9 unexpected number token: expected rule value term (e.g., p := <VALUE> { ... })',
    ],
  ],
  [
    'package p\np := (1',
    [
      '2:7 non-terminated expression',
      '2:7 unexpected eof token: expected rule value term (e.g., p := <VALUE> { ... })',
    ],
  ],
  [
    'package p\np := f(1',
    [
      '2:8 unexpected eof token: expected "," or ")"',
      '2:8 unexpected eof token: expected rule value term (e.g., p := <VALUE> { ... })',
    ],
  ],
  ['package p\np if x with 1 as 2', ['2:13 unexpected number token: expected ident']],
  ['package p\np if x with input 2', ['2:19 unexpected number token: expected as keyword']],
  [
    'package p\nf(x) contains 1 if x',
    [
      '2:6 unexpected contains keyword: the contains keyword can only be used with multi-value rule definitions (e.g., f contains <VALUE> { ... })',
    ],
  ],
  ['package p\n1 == 1', ['2:1 rule name conflicts with built-in function']],
  ['package p\nnot x', ['2:1 negated expressions cannot be used for rule head']],
  ['package p\npackage q', ['2:1 unexpected package']],
  ['package p\np if { "a\\x" }', ['2:8 illegal escape sequence', '2:8 illegal token']],
  [
    'package p\np := "\\u12"',
    ['2:6 non-terminated string', '2:6 illegal token', '2:6 illegal token'],
  ],
  [
    'package p\np := 1.a',
    [
      '2:6 expected fraction',
      '2:6 illegal number format',
      '2:6 illegal token',
      '2:6 illegal token',
    ],
  ],
  ['package p\np := !x', ['2:6 illegal ! character', '2:6 illegal token', '2:6 illegal token']],
  ['package p\np if { x := 1 } { y := 2 } else := 3', ['2:28 unexpected else keyword']],
  [
    'package p\np if {x} else',
    ['2:13 unexpected eof token: expected else value term or rule body'],
  ],
  ['package p.1', ['1:11 unexpected number token: expected identifier']],
  ['package 1', ['1:9 unexpected number token']],
  ['package p["a"].b[c]', ['1:18 unexpected var token: expecting string']],
  ['package p\np := null.x', ['2:6 illegal ref (head cannot be null)']],
  ['package p\ncontains contains x', ['2:1 contains keyword cannot be used for rule name']],
])('says what is wrong with %j', (source, expected) => {
  expect(errorsOf(source)).toEqual(expected)
})

test('goes on at the next rule after an error', () => {
  expect(errorsOf('package p\np := )\nq := 1\nr := ]\n')).toEqual([
    '2:6 unexpected ) token',
    '2:6 unexpected ) token: expected rule value term (e.g., p := <VALUE> { ... })',
    '4:6 unexpected ] token',
    '4:6 unexpected ] token: expected rule value term (e.g., r := <VALUE> { ... })',
  ])
})

test('hints at missing imports in v0', () => {
  expect(errorsOf('package p\np if { x }', 'v0')).toEqual([
    '2:1 var cannot be used for rule name (hint: `import future.keywords.if` for `p if { ... }` rules)',
  ])
})

test.each([
  ['array', (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`],
  ['set', (n: number) => `${'{'.repeat(n)}${'}'.repeat(n)}`],
  ['parentheses', (n: number) => `${'('.repeat(n)}1${')'.repeat(n)}`],
  ['call', (n: number) => `${'f('.repeat(n)}1${')'.repeat(n)}`],
  ['comprehension', (n: number) => `${'{x|'.repeat(n)}y${'}'.repeat(n)}`],
  ['sum', (n: number) => `1${'+1'.repeat(n)}`],
  ['membership', (n: number) => `1${' in x'.repeat(n)}`],
  ['union of comprehensions', (n: number) => `${'[a|'.repeat(n)}b${',c]'.repeat(n)}`],
  ['template', (n: number) => `${'$"{'.repeat(n)}1${'}"'.repeat(n)}`],
])('refuses a %s that is nested too deeply, and soon', (_name, make) => {
  const { errors } = parseTerm(make(NESTING_MAX * 40))
  expect(errors.map(({ message }) => message)).toContain('max parsing recursion depth exceeded')
  const shallow = parseTerm(make(20))
  expect(shallow.errors).toEqual([])
})

test('parses queries and references', () => {
  expect(parseQuery('x := 1; y = x\nz').body?.length).toBe(3)
  expect(parseQuery('x y').errors[0]?.message).toContain('unexpected identifier token')
  expect(printRef(parseRef('data.a["b"]').ref ?? failed())).toBe('data.a.b')
  expect(parseRef('1').errors[0]?.message).toBe('expected ref but got number')
})

function failed(): never {
  throw new Error('Nothing was parsed.')
}

test('counts rows and columns from 1 and in code points', () => {
  const [rule] = parse('p := ["😀", x]').rules
  const value = rule?.head.value
  expect(value?.kind === 'array' && value.items[1]?.location).toMatchObject({ row: 2, col: 12 })
})
