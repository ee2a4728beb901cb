/** YAML that kubectl takes is taken; what it refuses is refused with its place. */
import { expect, test } from 'vitest'
import { parseDocuments } from './parse-documents.ts'

const values = (text: string) => parseDocuments(text).map((it) => it.toJS())
const errors = (text: string) =>
  parseDocuments(text).flatMap((it) => it.errors.map((e) => e.linePos?.[0]))

test('a quoted text may go on without further indentation', () => {
  expect(values('a:\n  b: "one\n  two"\n  c: 3\n')).toEqual([{ a: { b: 'one two', c: 3 } }])
})

test('over several lines and several texts', () => {
  expect(values('a: "one\ntwo\nthree"\nb: \'x\ny\'\n')).toEqual([{ a: 'one two three', b: 'x y' }])
})

test('several documents', () => {
  expect(values('a: 1\n---\nb: 2\n')).toEqual([{ a: 1 }, { b: 2 }])
})

test('a quote that never ends is an error with its place', () => {
  expect(errors('a: "one\nb: 2\n')[0]).toMatchObject({ line: expect.any(Number) })
})
