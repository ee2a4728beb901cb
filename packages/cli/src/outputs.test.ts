/** Formats and files go together in the order in which they stand. */
import { expect, test } from 'vitest'
import type { FormatName } from './formats/formats.ts'
import { pairOutputs } from './outputs.ts'

test.each<[FormatName[], string[], [string, string | undefined][]]>([
  [[], [], [['table', undefined]]],
  [[], ['a.txt'], [['table', 'a.txt']]],
  [['sarif'], [], [['sarif', undefined]]],
  [
    ['sarif', 'junit'],
    ['a', 'b'],
    [
      ['sarif', 'a'],
      ['junit', 'b'],
    ],
  ],
  [
    ['sarif', 'table'],
    ['a'],
    [
      ['sarif', 'a'],
      ['table', undefined],
    ],
  ],
])('%j with %j', (formats, files, expected) => {
  expect(pairOutputs(formats, files).map(({ format, file }) => [format, file])).toEqual(expected)
})

test.each<[FormatName[], string[], RegExp]>([
  [['sarif'], ['a', 'b'], /one --format before each --output/],
  [['sarif', 'json'], [], /only one can go to standard output/],
  [['sarif', 'json'], ['a', 'a'], /a stands twice/],
])('%j with %j is refused', (formats, files, message) => {
  expect(() => pairOutputs(formats, files)).toThrow(message)
})
