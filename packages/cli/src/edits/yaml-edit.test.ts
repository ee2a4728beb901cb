/** Edits leave every other character alone, or are refused. */
import { applyPatch } from '@evenkeel/benchmarks'
import type { PatchOperation } from '@evenkeel/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { editObject } from './yaml-edit.ts'

type Case = [name: string, before: string, patch: PatchOperation[], after: string]

const add = (path: string, value: unknown): PatchOperation => ({ op: 'add', path, value })
const replace = (path: string, value: unknown): PatchOperation => ({ op: 'replace', path, value })
const remove = (path: string): PatchOperation => ({ op: 'remove', path })

test.each<Case>([
  ['a key behind the last', 'a: 1\nb: 2 # two\n', [add('/c', true)], 'a: 1\nb: 2 # two\nc: true\n'],
  ['no line end at the end', 'a: 1', [add('/c', true)], 'a: 1\nc: true'],
  ['Windows line ends', 'a: 1\r\nb: {}\r\n', [add('/c', 2)], 'a: 1\r\nb: {}\r\nc: 2\r\n'],
  [
    'a key of a nested map, before a comment and a blank line',
    'a:\n  b: 1\n\n# about c\nc: 2\n',
    [add('/a/d', { e: [1] })],
    'a:\n  b: 1\n  d:\n    e:\n      - 1\n\n# about c\nc: 2\n',
  ],
  ['into an empty map', 'a: {}\n', [add('/a/b', 1)], 'a: {"b":1}\n'],
  ['into a flow map', 'a: {b: 1} # c\n', [add('/a/c', 'x')], 'a: {b: 1, "c":"x"} # c\n'],
  [
    'into JSON',
    '{\n  "a": {\n    "b": 1\n  }\n}\n',
    [add('/a/c', true)],
    '{\n  "a": {\n    "b": 1,\n    "c":true\n  }\n}\n',
  ],
  ['to a key without a value', 'a:\nb: 1\n', [replace('/a', { c: 1 })], 'a:\n  c: 1\nb: 1\n'],
  ['a scalar', 'a: true # why\nb: 1\n', [replace('/a', false)], 'a: false # why\nb: 1\n'],
  ['a quoted scalar', 'a: "x: y"\n', [replace('/a', 'z: "1"')], 'a: \'z: "1"\'\n'],
  ['an item at the end', 'a:\n- 1\n- 2\nb: 1\n', [add('/a/-', 3)], 'a:\n- 1\n- 2\n- 3\nb: 1\n'],
  ['an item in front', 'a:\n  - 1\n  - 2\n', [add('/a/0', 0)], 'a:\n  - 0\n  - 1\n  - 2\n'],
  ['a flow item', 'a: [1, 2]\n', [add('/a/2', 3)], 'a: [1, 2, 3]\n'],
  ['a key away', 'a: 1\nb: 2\nc: 3\n', [remove('/b')], 'a: 1\nc: 3\n'],
  ['its comment stays', 'a: 1\nb: 2 # why\nc: 3\n', [remove('/b')], 'a: 1\n# why\nc: 3\n'],
  ['a block away', 'a: 1\nb:\n  c: |\n    x\n  d: 1\ne: 3\n', [remove('/b')], 'a: 1\ne: 3\n'],
  ['the only key away', 'a:\n  b: 1\nc: 2\n', [remove('/a/b')], 'a: {}\nc: 2\n'],
  ['the first of a list away', 'a:\n  - b: 1\n    c: 2\n', [remove('/a/0/b')], 'a:\n  - c: 2\n'],
  [
    'an item away',
    'a:\n  - 1\n  - 2 # two\n  - 3\n',
    [remove('/a/1')],
    'a:\n  - 1\n  # two\n  - 3\n',
  ],
  ['the only item away', 'a:\n  - 1\nb: 2\n', [remove('/a/0')], 'a: []\nb: 2\n'],
  ['a flow key away', 'a: {b: 1, c: 2}\n', [remove('/a/b')], 'a: {c: 2}\n'],
  ['a flow key at the end away', 'a: {b: 1, c: 2}\n', [remove('/a/c')], 'a: {b: 1}\n'],
  [
    'several, in their order',
    'a: 1\n',
    [add('/b', {}), add('/b/c', 1), replace('/a', 2)],
    'a: 2\nb: {"c":1}\n',
  ],
  [
    'beside a merge',
    'x: &x {b: 1}\na:\n  <<: *x\n',
    [add('/a/c', 1)],
    'x: &x {b: 1}\na:\n  <<: *x\n  c: 1\n',
  ],
  ['an escaped step', 'a:\n  x/y: 1\n  b~c: 2\n', [remove('/a/x~1y')], 'a:\n  b~c: 2\n'],
])('%s', (_, before, patch, after) => {
  expect(editObject(before, 1, patch)).toEqual({ state: 'edited', text: after })
})

test('only the object at the line', () => {
  const text = '# first\na: 1\n---\n# second\na: 1\n---\nkind: List\nitems:\n  - a: 1\n'
  const patch = [replace('/a', 2)]
  expect(editObject(text, 5, patch)).toEqual({
    state: 'edited',
    text: '# first\na: 1\n---\n# second\na: 2\n---\nkind: List\nitems:\n  - a: 1\n',
  })
  expect(editObject(text, 9, patch)).toMatchObject({
    state: 'edited',
    text: expect.stringMatching(/- a: 2\n$/),
  })
})

test.each<[string, string, PatchOperation[], RegExp]>([
  ['what an anchor shares', 'a: &x {b: 1}\nc: *x\n', [add('/a/d', 1)], /anchor/],
  ['what an alias shares', 'a: &x {b: 1}\nc: *x\n', [add('/c/d', 1)], /anchor/],
  ['what is not there', 'a: 1\n', [remove('/b/c')], /does not fit/],
  ['another line', 'a: 1\n', [remove('/a')].map((it) => ({ ...it, path: '' })), /whole object/],
])('%s is refused', (_, text, patch, reason) => {
  expect(editObject(text, 1, patch)).toEqual({
    state: 'refused',
    reason: expect.stringMatching(reason),
  })
})

const key = fc.constantFrom('a', 'b', 'c', 'd')
const scalar = fc.oneof(
  fc.boolean(),
  fc.integer(),
  fc.constantFrom('x', 'a: b', '# no', '', 'yes', '1'),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}))

/** Every place of a value, as steps. */
function placesOf(it: unknown, path = ''): string[] {
  if (typeof it !== 'object' || it === null) return path ? [path] : []
  return [
    ...(path ? [path] : []),
    ...Object.entries(it).flatMap(([step, inner]) => placesOf(inner, `${path}/${step}`)),
  ]
}

test('an edit is the patch and nothing else, or is refused', () => {
  let edits = 0
  fc.assert(
    fc.property(
      fc.dictionary(key, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
      fc.nat(),
      fc.constantFrom('add' as const, 'replace' as const, 'remove' as const),
      value,
      fc.constantFrom('block', 'flow', 'crlf', 'comments'),
      (object, at, op, given, style) => {
        const places = placesOf(object)
        const place = places[at % places.length] ?? '/a'
        const path = op === 'add' ? `${place}/new` : place
        const operation: PatchOperation =
          op === 'remove' ? { op, path } : { op, path, value: given }
        const text = printAs(object, style)
        if (!isSame(text, object)) return
        const line = text.split('\n').findIndex((it) => !it.startsWith('#')) + 1
        const result = editObject(text, line, [operation])
        if (result.state === 'refused') return
        edits += 1
        const changed = applyPatch(object, [operation])
        expect(parse(result.text, { version: '1.1' })).toEqual(changed)
        expect(result.text.match(/# about/g) ?? []).toEqual(text.match(/# about/g) ?? [])
      },
    ),
    { numRuns: 1000 },
  )
  // Most are made: a refusal is for the odd case.
  expect(edits).toBeGreaterThan(400)
})

function printAs(object: object, style: string): string {
  const text = stringify(object, {
    version: '1.1',
    ...(style === 'flow' ? { collectionStyle: 'flow' } : {}),
  })
  if (style === 'crlf') return text.replaceAll('\n', '\r\n')
  return style === 'comments' ? text.replace(/^( *)(\w+):/gm, '$1# about $2\n$1$2:') : text
}

function isSame(text: string, object: unknown): boolean {
  try {
    return JSON.stringify(parse(text, { version: '1.1' })) === JSON.stringify(object)
  } catch {
    return false
  }
}
