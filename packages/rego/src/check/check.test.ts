/** What the checks find in small modules. */

import { expect, test } from 'vitest'
import { compile } from '../policy.ts'

interface Options {
  strict?: boolean
  v0?: boolean
}

/** The errors of modules, each a file of package `p`, `q`, ... unless it names its own. */
function errorsOf(sources: string[], options: Options = {}): string[] {
  const { errors } = compile(
    sources.map((source, index) => ({
      file: `${index}.rego`,
      source: source.includes('package ') ? source : `package p\n${source}`,
    })),
    { strict: options.strict === true, regoVersion: options.v0 ? 'v0' : 'v1' },
  )
  return errors.map(({ message, location }) => `${location?.row}:${location?.col} ${message}`)
}

// The expected errors are those of OPA 1.22.2, where not said otherwise.
test.each<[string, string[]]>([
  ['p if { count(1) }', ['2:8 count: invalid argument(s)']],
  ['p if { not count(1) }', ['2:8 count: invalid argument(s)']],
  ['p if { x := [y | y := count(1)]; x }', ['2:23 count: invalid argument(s)']],
  ['p if { count(1) == "x" }', ['2:8 count: invalid argument(s)']],
  ['p if { sum([1, "a"]) }', ['2:8 sum: invalid argument(s)']],
  ['p := 1 + "a"', ['2:6 plus: invalid argument(s)']],
  ['p if { count("a", "b", "c") }', ['2:8 count: arity mismatch']],
  ['p if { f("a", "b", "c") }\nf(x) := x', ['2:8 function data.p.f has arity 1, got 3 arguments']],
  ['p if { nothing.here(1) }', ['2:8 undefined function nothing.here']],
  ['p if { data.nothing.here(1) }', ['2:8 undefined function data.nothing.here']],
  ['f(x) := 1\np if { f.x }', ['3:8 function data.p.f.x used as reference, not called']],
  ['q := 1\np if { q.r }', ['3:8 undefined ref: data.p.q.r']],
  ['q := {"a": 1}\np if { q.b }', ['3:8 undefined ref: data.p.q.b']],
  ['p if { x := {"a": 1}; x.b }', ['2:23 undefined ref: x.b']],
  ['p if { x := {1, 2}; x["a"] }', ['2:21 undefined ref: x.a']],
  ['p if { [1, 2].foo }', ['2:8 undefined ref: [1, 2].foo']],
  ['p if { [x | x := 1] == [y | y := "a"] }', ['2:8 match error']],
  ['p if { {"a": x} = {"a": 1}; x == "b" }', ['2:29 match error']],
  ['p if { some x in [1]; x == "a" }', ['2:23 match error']],
  ['p if { walk(1, [a, b]); a == 1 }', ['2:25 match error']],
  ['p if { "a" < 1; input[1]; data[1]; some x in 1; x }', []],
  ['p if { regex.match(1, "a") with input as 2 }', ['2:8 regex.match: invalid argument(s)']],
  ['q := input.x\np if { q == 1 with input.x as "a" }', []],
  ['f(count) := x if { x := count([1]) }', ['2:25 called function count shadowed']],
  ['f(count) := 1 if { count([1]) }', ['2:20 undefined function count']],
  ['p := any([true])', ['2:6 deprecated built-in function calls in expression: any']],
  ['input := 1', ['2:1 rules must not shadow input (use a different rule name)']],
  ['f(input) := 1', ['2:1 args must not shadow input (use a different variable name)']],
  ['import data.x\nimport data.y.x\np if x', ['3:1 import must not shadow import data.x']],
  ['p if { some x; input }', ['2:8 declared var x unused']],
  ['p if { every x in [1] { true } }', ['2:25 declared var x unused']],
  [
    'p if q\nq if p',
    [
      '2:1 rule data.p.p is recursive: data.p.p -> data.p.q -> data.p.p',
      '3:1 rule data.p.q is recursive: data.p.q -> data.p.p -> data.p.q',
    ],
  ],
  ['p if { some x in ["a", "b"]; data.p[x] }', []],
  [
    'p if { x := upper(input.y); data.p[x] }',
    [
      '2:1 rule data.p.p may be recursive: data.p.p -> data.p.p (data.p[x] refers to data.p.p if x is "p" (x is computed by upper))',
    ],
  ],
  [
    'p if { some x in input.y; data.p[x] }',
    [
      '2:1 rule data.p.p may be recursive: data.p.p -> data.p.p (data.p[x] refers to data.p.p if x is "p" (x comes from input.y))',
    ],
  ],
  ['p contains x if { input.y }', ['2:12 var x is unsafe']],
  [
    'p if { data.p[input.x] }',
    [
      '2:1 rule data.p.p may be recursive: data.p.p -> data.p.p (data.p[input.x] refers to data.p.p if input.x is "p")',
    ],
  ],
  ['p := 1\np contains 1', ['2:1 conflicting rules data.p.p found']],
  [
    'default p := 1\ndefault p := 2',
    ['1:1 multiple default rules data.p.p found at 0.rego:2, 0.rego:3'],
  ],
  ['p := 1\np.q.r := 1', ['2:1 rule data.p.p conflicts with:\n  rule data.p.p.q.r at 0.rego:3']],
  ['p[x] := 1 if x := "a"\np.b := 2', []],
])('finds what is wrong with %j', (source, expected) => {
  expect(errorsOf([source])).toEqual(expected)
})

test('tells what is not used, when asked strictly', () => {
  const source = 'import data.foo\np if { x := 1; y := 2; y }\nf(z) := 1'
  expect(errorsOf([source])).toEqual([])
  expect(errorsOf([source], { strict: true })).toEqual([
    '2:1 import data.foo unused',
    '3:8 assigned var x unused',
    '4:1 unused argument z. (hint: use _ (wildcard variable) instead)',
  ])
})

test('finds conflicts between packages and rules', () => {
  expect(errorsOf(['package a.b\nc := 1', 'package a.b.c'])).toEqual([
    '1:1 package a.b.c conflicts with rule c defined at 0.rego:2',
  ])
})

test('finds two blocks of metadata for one package', () => {
  const source = '# METADATA\n# title: x\npackage a'
  expect(errorsOf([source, source])).toEqual(['1:1 package annotation redeclared: 0.rego:1'])
})

test('lets v0 sources have what version 1 forbids', () => {
  expect(errorsOf(['input = 1\np { re_match("a", "b") }'], { v0: true })).toEqual([])
})

test('reports the mistakes of independent stages together', () => {
  expect(
    errorsOf(['import data.a\nimport data.b.a\np if { count(1) }\nq if { upper(2); a }']),
  ).toEqual([
    '3:1 import must not shadow import data.a',
    '4:8 count: invalid argument(s)',
    '5:8 upper: invalid argument(s)',
  ])
})

test.each<[string, string[]]>([
  [
    'p if count(1)',
    ['have: (number)', 'want: (any<string, array[any], object[any: any], set[any]>, number)'],
  ],
  ['p if { [1, "a"] == {"x": 1} }', ['left  : array<number, string>', 'right : object<x: number>']],
  ['p if { x := {"a": 1}; x.b }', ['have: "b"', 'want (one of): ["a"]']],
  ['p if { x := 1; x.y }', ['have: number']],
  ['x := [1]\ny := x[z] if z := "a"', ['have (type): string', 'want (type): number']],
])('shows the types that do not fit in %j', (source, expected) => {
  const { errors } = compile([{ file: 'p.rego', source: `package p\n${source}` }])
  expect(errors.map(({ details }) => details)).toEqual([expected])
})
