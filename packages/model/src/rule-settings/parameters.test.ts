/** Values have to be of the kind of the rule's default. */
import { expect, test } from 'vitest'
import { findParameterMistake } from './parameters.ts'

const parameter = (name: string, value: unknown) => ({ name, description: '', default: value })
const rule = {
  id: 'r',
  parameters: [
    parameter('mode', '600'),
    parameter('owners', ['root:root']),
    parameter('least', 50),
    parameter('explicit', false),
    parameter('before', null),
  ],
}

test.each<[values: Record<string, unknown>, message: string | undefined]>([
  [{}, undefined],
  [{ mode: '640', owners: ['a', 'b'], least: 3, explicit: true }, undefined],
  [{ before: 25 }, undefined],
  [{ owners: [] }, undefined],
  [{ mode: 600 }, 'The parameter mode is a number where a text belongs.'],
  [{ owners: 'root' }, 'The parameter owners is a text where a list belongs.'],
  [{ owners: ['a', 1] }, 'Item 2 of the parameter owners is a number where a text belongs.'],
  [{ explicit: 'yes' }, 'The parameter explicit is a text where a yes or no belongs.'],
  [
    { other: 1 },
    'The rule r has no parameter other. Known: mode, owners, least, explicit, before.',
  ],
])('%j', (values, message) => {
  expect(findParameterMistake(rule, values)?.message).toBe(message)
})
