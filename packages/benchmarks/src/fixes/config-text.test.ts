/** Settings are set in the text of files, and everything else in them stays as people wrote it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { setField } from './config-text.ts'
import { setFlag } from './manifest-text.ts'
import { unifiedDiff } from './unified-diff.ts'

test.each([
  ['a value that is there', 'a: 1 # one\nb: 2\n', 'a', 3, 'a: 3 # one\nb: 2\n'],
  ['a value in a map', 'a:\n  b: true\nc: 1\n', 'a.b', false, 'a:\n  b: false\nc: 1\n'],
  ['a value in braces', 'a: {b: {c: true}}\n', 'a.b.c', false, 'a: {b: {c: false}}\n'],
  ['a key that is missing', '# x\na: 1\n', 'b', true, '# x\na: 1\nb: true\n'],
  ['a key in a map', 'a:\n  b: 1 # b\nc: 1\n', 'a.d', 2, 'a:\n  b: 1 # b\n  d: 2\nc: 1\n'],
  ['keys on the way', 'a: 1\n', 'b.c.d', 0, 'a: 1\nb:\n  c:\n    d: 0\n'],
  ['no end of the last line', 'a: 1', 'b', 2, 'a: 1\nb: 2\n'],
  ['a list after it', 'a:\n- 1\n- 2\n', 'b', 'x', 'a:\n- 1\n- 2\nb: x\n'],
  ['a word that YAML would read as no text', 'a: 1\n', 'b', 'yes', 'a: 1\nb: "yes"\n'],
  [
    'JSON',
    '{\n  "a": {\n    "b": true\n  }\n}\n',
    'a.b',
    false,
    '{\n  "a": {\n    "b": false\n  }\n}\n',
  ],
  ['a list in the way', 'a: [1]\n', 'a.b', 1, undefined],
  ['a map where a value goes', 'a:\n  b: 1\n', 'a', 1, undefined],
  ['no YAML', 'a: [1\n', 'b', 1, undefined],
])('%s', (_, text, path, value, expected) => {
  expect(setField(text, path, value)).toBe(expected)
})

const pod = (lines: string[]) =>
  `kind: Pod\nspec:\n  containers:\n  - command:\n    - kube-apiserver\n${lines.map((it) => `    ${it}\n`).join('')}    image: i\n`

test.each([
  ['replaced', ['- --a=1', '- --b=2 # why'], '3', ['- --a=1', '- --b=3 # why']],
  ['added after the last', ['- --a=1', '# note'], '3', ['- --a=1', '- --b=3', '# note']],
  ['of two the last stays', ['- --b=1', '- --a=1', '- --b=2'], '3', ['- --a=1', '- --b=3']],
  ['apart from its value', ['- --b', '- "2"', '- --a=1'], '3', ['- --b=3', '- --a=1']],
  ['without a value', ['- --b', '- --a=1'], 'false', ['- --b=false', '- --a=1']],
  ['in quotes', ['- "--b=2"', "- '--a=1'"], '3', ['- --b=3', "- '--a=1'"]],
  ['taken off', ['- --a=1', '- --b=2', '- --c'], undefined, ['- --a=1', '- --c']],
  ['not there to take off', ['- --a=1'], undefined, ['- --a=1']],
] as [string, string[], string | undefined, string[]][])(
  'a flag is %s',
  (_, before, value, after) => {
    expect(setFlag(pod(before), 'kube-apiserver', { flag: 'b', value })).toBe(pod(after))
  },
)

test.each([
  ['flags in brackets', 'kind: Pod\nspec: {containers: [{command: [kube-apiserver, --b=1]}]}\n'],
  ['no YAML', '{{'],
  ['another binary', pod(['- --a=1']).replace('kube-apiserver', 'sh')],
])('%s are left alone', (_, text) => {
  expect(setFlag(text, 'kube-apiserver', { flag: 'b', value: '3' })).toBeUndefined()
})

test('what was set is there afterwards, and nothing else is different', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'seccompDefault')
  const scalar = fc.oneof(fc.boolean(), fc.integer(), fc.string())
  const tree = fc.dictionary(
    key,
    fc.oneof(scalar, fc.array(scalar), fc.dictionary(key, scalar, { minKeys: 1 })),
    { minKeys: 1 },
  )
  const path = fc.array(key, { minLength: 1, maxLength: 3 }).map((it) => it.join('.'))
  fc.assert(
    fc.property(tree, path, scalar, (content, at, value) => {
      const after = setField(stringify(content), at, value)
      if (after === undefined) return
      const read = at.split('.').reduce((it, part) => it?.[part], parse(after))
      expect(read).toEqual(value)
    }),
  )
})

test('a diff of two places has two hunks', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`)
  const after = lines.map((it, index) => (index === 1 || index === 17 ? `${it}!` : it))
  expect(unifiedDiff('/f', `${lines.join('\n')}\n`, after.join('\n'))).toMatchInlineSnapshot(`
    "--- /f
    +++ /f
    @@ -1,5 +1,5 @@
     line 0
    -line 1
    +line 1!
     line 2
     line 3
     line 4
    @@ -15,6 +15,6 @@
     line 14
     line 15
     line 16
    -line 17
    +line 17!
     line 18
    -line 19
    +line 19
    \\ No newline at end of file
    "
  `)
})
