/** Patches change a copy, and only where their paths lead. */

import type { PatchOperation } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { applyPatch } from './json-patch.ts'

const before = () => ({ spec: { hostPID: true, 'a/b': 1, list: [{ x: 1 }, { x: 2 }] } })

test.each<[PatchOperation, unknown]>([
  [
    { op: 'replace', path: '/spec/hostPID', value: false },
    { spec: { hostPID: false, 'a/b': 1, list: [{ x: 1 }, { x: 2 }] } },
  ],
  [{ op: 'remove', path: '/spec/a~1b' }, { spec: { hostPID: true, list: [{ x: 1 }, { x: 2 }] } }],
  [
    { op: 'add', path: '/spec/list/-', value: 3 },
    { spec: { hostPID: true, 'a/b': 1, list: [{ x: 1 }, { x: 2 }, 3] } },
  ],
  [
    { op: 'add', path: '/spec/list/1/y', value: { z: null } },
    { spec: { hostPID: true, 'a/b': 1, list: [{ x: 1 }, { x: 2, y: { z: null } }] } },
  ],
  [{ op: 'remove', path: '/spec/list/0' }, { spec: { hostPID: true, 'a/b': 1, list: [{ x: 2 }] } }],
  [{ op: 'replace', path: '/spec/absent', value: 1 }, undefined],
  [{ op: 'remove', path: '/spec/list/7' }, undefined],
  [{ op: 'add', path: '/absent/deeper', value: 1 }, undefined],
  [{ op: 'replace', path: '', value: 1 }, undefined],
])('%j', (operation, expected) => {
  const value = before()
  expect(applyPatch(value, [operation])).toEqual(expected)
  expect(value).toEqual(before())
})

test('takes __proto__ for a name like any other', () => {
  const patched = applyPatch({}, [{ op: 'add', path: '/__proto__', value: { polluted: true } }])
  expect(JSON.stringify(patched)).toBe('{"__proto__":{"polluted":true}}')
  expect('polluted' in {}).toBe(false)
})
