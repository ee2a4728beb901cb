/** What metadata blocks say, and what can be wrong with them. */

import { expect, test } from 'vitest'
import { parseModule } from './parser.ts'

function parse(source: string) {
  const { module, errors } = parseModule('p.rego', source, { annotations: true })
  return {
    annotations: module?.annotations.map(({ location, ...rest }) => ({
      row: location.row,
      ...rest,
    })),
    errors: errors.map(({ message, location }) => `${location?.row}:${location?.col} ${message}`),
  }
}

test('binds blocks of every scope to what they describe', () => {
  const { annotations, errors } = parse(`# METADATA
# scope: subpackages
# organizations: [Acme]
# METADATA
# title: Everything
package a.b

# METADATA
# scope: document
# description: |
#   Two
#   lines.

# METADATA
# title: One
# authors:
# - Jane Doe <jane@example.com>
# - name: Joe
# related_resources:
# - https://example.com
# - ref: https://example.com/x
#   description: More
# schemas:
# - input.x: schema.y
# - data.z: {type: string}
# custom:
#   severity: 3
p.q := 1
`)
  expect(errors).toEqual([])
  expect(annotations).toEqual([
    { row: 1, scope: 'subpackages', path: ['a', 'b'], organizations: ['Acme'] },
    { row: 4, scope: 'package', path: ['a', 'b'], title: 'Everything' },
    { row: 8, scope: 'document', path: ['a', 'b', 'p', 'q'], description: 'Two\nlines.\n' },
    {
      row: 14,
      scope: 'rule',
      path: ['a', 'b', 'p', 'q'],
      title: 'One',
      authors: [{ name: 'Jane Doe', email: 'jane@example.com' }, { name: 'Joe' }],
      relatedResources: [
        { ref: 'https://example.com' },
        { ref: 'https://example.com/x', description: 'More' },
      ],
      schemas: [
        { path: ['input', 'x'], schema: ['schema', 'y'] },
        { path: ['data', 'z'], definition: { type: 'string' } },
      ],
      custom: { severity: 3 },
    },
  ])
})

test('takes an entry point for a document', () => {
  expect(parse('package a\n# METADATA\n# entrypoint: true\np := 1').annotations).toEqual([
    { row: 2, scope: 'document', path: ['a', 'p'], entrypoint: true },
  ])
})

test('keeps names of prototypes as data', () => {
  const { annotations } = parse('# METADATA\n# custom:\n#   __proto__: {x: 1}\npackage a')
  expect(JSON.stringify(annotations?.[0]?.custom)).toBe('{"__proto__":{"x":1}}')
})

// The expected errors are those of OPA 1.22.2.
test.each([
  ['# METADATA\n#\npackage x', '1:1 expected METADATA block, found whitespace'],
  [
    '# METADATA\n# scope: foo\npackage x',
    "1:1 invalid annotation scope 'foo'. Use one of 'rule', 'document', 'package', or 'subpackages'",
  ],
  [
    '# METADATA\n# scope: rule\npackage x',
    "1:1 annotation scope 'rule' must be applied to rule (have package)",
  ],
  [
    'package x\n# METADATA\n# entrypoint: true\n# scope: rule\np := 1',
    "2:1 annotation entrypoint applied to non-document or package scope 'rule'",
  ],
  [
    'package x\n# METADATA\n# authors:\n# - 1\np := 1',
    '2:1 invalid author definition %!s(int=1): invalid value type, must be string or map',
  ],
  [
    'package x\n# METADATA\n# related_resources: [{description: x}]\np := 1',
    "2:1 invalid related-resource definition map[description:x]: 'ref' value required in object",
  ],
  [
    'package x\n# METADATA\n# schemas:\n# - input.x: foo.bar\np := 1',
    '2:1 invalid schema reference',
  ],
  [
    'package x\n# METADATA\n# entrypoint: abc\np := 1',
    '3:1 yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str `abc` into bool',
  ],
  [
    'package x\n# METADATA\n# title: x\n# title: y\np := 1',
    '4:1 yaml: unmarshal errors:\n  line 2: mapping key "title" already defined at line 1',
  ],
])('says what is wrong with %j', (source, expected) => {
  expect(parse(source).errors).toEqual([expected])
})
