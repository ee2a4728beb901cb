/** How small modules are laid out. */

import { expect, test } from 'vitest'
import { formatModule } from './format.ts'

function format(source: string, regoVersion: 'v0' | 'v1' = 'v1'): string {
  const { text, errors } = formatModule('p.rego', `package p\n${source}`, { regoVersion })
  expect(errors).toEqual([])
  return (text ?? '').replace(/^package p\n+/, '')
}

test.each([
  ['p:=1', 'p := 1\n'],
  ['p if {true}', 'p := true\n'],
  ['p if { x==1 }', 'p if x == 1\n'],
  ['p if { x;y }', 'p if {\n\tx\n\ty\n}\n'],
  ['p if {\n  x\n}', 'p if {\n\tx\n}\n'],
  ['p contains {"a":b} if {b:=1}', 'p contains {"a": b} if b := 1\n'],
  ['p := [1,\n2]', 'p := [\n\t1,\n\t2,\n]\n'],
  ['p := [\n1,2]', 'p := [\n\t1, 2,\n]\n'],
  ['p := f(\n1, 2)', 'p := f(1, 2)\n'],
  ['p := f(1,\n2)', 'p := f(\n\t1,\n\t2,\n)\n'],
  ['p := 1+2*3', 'p := 1 + (2 * 3)\n'],
  ['p := (1+2)*3', 'p := (1 + 2) * 3\n'],
  ['p := {(a|b)}', 'p := {(a | b)}\n'],
  ['p := [x|x:=1\ny]', 'p := [x |\n\tx := 1\n\ty\n]\n'],
  ['p := {k:v|some k,v in x}', 'p := {k: v | some k, v in x}\n'],
  ['p if { x in (y in z) }', 'p if x in (y in z)\n'],
  ['p := data["a"]["b c"][`d`]', 'p := data.a["b c"].d\n'],
  ['p := data["if"].in', 'p := data["if"].in\n'],
  ['p if x with input as 1 with data.y as 2', 'p if x with input as 1 with data.y as 2\n'],
  ['p if {x\nwith input as 1}', 'p if x\n\twith input as 1\n'],
  ['p := 1 if {\nx\n} else := 2 if {\ny\n}', 'p := 1 if {\n\tx\n} else := 2 if {\n\ty\n}\n'],
  ['p if x\nelse := 2 if y', 'p if x\n\nelse := 2 if y\n'],
  ['default  p:=1\np := 2', 'default p := 1\n\np := 2\n'],
  ['p := 1\nq := 2\n\n\n\nr := 3', 'p := 1\nq := 2\n\nr := 3\n'],
  ['import data.b\nimport data.a', 'import data.a\nimport data.b\n'],
  ['# a\n\n# b\np := 1 # c\n# d', '# a\n\n# b\np := 1 # c\n\n# d\n'],
  ['p if { # a\n x # b\n # c\n}', 'p if { # a\n\tx # b\n\t# c\n}\n'],
  ['p := [\n # a\n 1, # b\n # c\n]', 'p := [\n\t# a\n\t1, # b\n\t# c\n]\n'],
  ['p := `a\n b`', 'p := `a\n b`\n'],
])('formats %j', (source, expected) => {
  expect(format(source)).toBe(expected)
})

test.each([
  ['p{x}', 'p {\n\tx\n}\n'],
  ['p[x]{x=1}', 'p[x] {\n\tx = 1\n}\n'],
  ['p=1{x}', 'p = 1 {\n\tx\n}\n'],
  ['import rego.v1\nimport future.keywords.in\np if x in y', 'import rego.v1\n\np if x in y\n'],
])('formats %j as v0', (source, expected) => {
  expect(format(source, 'v0')).toBe(expected)
})

test('leaves a comment that has no place where it was', () => {
  const source = 'package p\n\np := f( # why\n\t1, # because\n\n\t# and\n\t2)\n'
  const { text } = formatModule('p.rego', source)
  for (const comment of ['# why', '# because', '# and']) expect(text).toContain(comment)
})

test('formats nothing that cannot be parsed', () => {
  const { text, errors } = formatModule('p.rego', 'package p\np :=')
  expect(text).toBeUndefined()
  expect(errors.length).toBeGreaterThan(0)
})
