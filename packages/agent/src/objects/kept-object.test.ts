/** What was packed is read as it was. */
import { expect, test } from 'vitest'
import { keepAsIs, keepPacked } from './kept-object.ts'

test.each([
  { kind: 'Pod', metadata: { name: 'ä\u2028"\\', labels: {} }, spec: { containers: [null, 1.5] } },
  { kind: 'Job', ['__proto__']: { a: 1 } },
  {},
])('%j', (object) => {
  for (const kept of [keepAsIs(object), keepPacked(object)]) {
    expect(kept.kind).toBe(String(object.kind))
    expect(JSON.stringify(kept.read())).toBe(JSON.stringify(object))
  }
})
