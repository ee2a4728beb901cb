/** Values that have broken servers before, and generators that follow a schema of the API document; for tests. */

import fc from 'fast-check'

/** What real ids there are, by the name of the parameter or field that takes them. */
export type Known = Readonly<Record<string, readonly string[]>>

export interface JsonSchema {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  patternProperties?: Record<string, JsonSchema>
  items?: JsonSchema | boolean
  prefixItems?: JsonSchema[]
  anyOf?: JsonSchema[]
  enum?: unknown[]
  const?: unknown
}

const nastyTexts = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '💥\ufeff\u202e',
    '%',
    '%00',
    '../../etc/passwd',
    "'; drop table finding; --",
    '{{x}}',
    '__proto__',
    'constructor',
    'null',
    'NaN',
    '-1',
    '1e999',
    '99999999999999999999',
    'x'.repeat(300),
    'ü'.repeat(9000),
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)

const kqlParts = fc.constantFrom(
  ...['a', 'rule.id', 'rule.*', ' : ', '*', '"', '(', ')', '{', '}', '\\', ' > ', ' and ', ' or '],
  ...['not ', 'now-1d', 'first_seen', 'resource.labels.', 'attestation.verdict', 'exception.owner'],
  ...['lifecycle', 'failed', '\0', '\ud800', '💥', '\u00a0', '>=', '1.2.15', 'rule.controls:{'],
)
const kql = fc.oneof(
  fc.array(kqlParts, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.constantFrom('', 'result.evaluation : failed', '('.repeat(70), `${'not ('.repeat(40)}a`),
)

const dates = fc.oneof(
  fc.constantFrom(
    ...['now', 'now-7d', 'now-7d/d', 'now+999999999999y', '2026-03-10', '2026-13-45', '0000-00-00'],
    ...['275760-09-13T00:00:00Z', '-271821-04-20T00:00:00Z', '2026-03-10T10:00:00+99:99', '1e10'],
    ...['2030-01-31T00:00:00Z', '9999-12-31T23:59:59.999Z', '2026-03-10T09:00:00.000Z', '20260310'],
  ),
  fc.date({ noInvalidDate: true }).map((it) => it.toISOString()),
)

const numbers = fc.constantFrom(
  ...[0, -0, 1, -1, 2, 50, 500, 0.5, 1e308, -1e308, 5e-324],
  ...[2 ** 31 - 1, 2 ** 31, 2 ** 53, 2 ** 53 + 2, 2 ** 63, -(2 ** 63)],
)

const cursorValues = fc.oneof(nastyTexts, numbers, fc.constantFrom(null, true, [], {}), dates)
const cursors = fc.oneof(
  fc
    .array(cursorValues, { maxLength: 6 })
    .map((it) => Buffer.from(JSON.stringify(it)).toString('base64url')),
  fc.constantFrom('W10', 'bnVsbA', '!!!!', 'eyJhIjoxfQ'),
)

const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  nastyTexts,
  numbers,
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], { a: { b: [] } }),
  // JSON.stringify leaves out what this is the prototype of, so it has to be text before.
  fc.constant(JSON.parse('{"__proto__": {"x": 1}, "toString": 1}')),
)

/** Mostly what the schema asks for, sometimes what it does not. */
export function valueFor(schema: JsonSchema, name: string, known: Known): fc.Arbitrary<unknown> {
  return fc.oneof(
    { arbitrary: wellFormed(schema, name, known), weight: 9 },
    { arbitrary: anyJson, weight: 1 },
  )
}

function wellFormed(schema: JsonSchema, name: string, known: Known): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((it) => wellFormed(it, name, known)))
  if (schema.prefixItems) {
    return fc.tuple(...schema.prefixItems.map((it) => valueFor(it, name, known)))
  }
  switch (schema.type) {
    case 'object':
      return objectOf(schema, known)
    case 'array': {
      const items = typeof schema.items === 'object' ? schema.items : {}
      return fc.array(valueFor(items, name, known), { maxLength: 3 })
    }
    case 'string':
      return textOf(name, known)
    case 'integer':
    case 'number':
      return fc.oneof(numbers, fc.integer())
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return anyJson
  }
}

function objectOf(schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  const pattern = Object.values(schema.patternProperties ?? {})[0]
  if (pattern) return fc.dictionary(nastyTexts, valueFor(pattern, '', known), { maxKeys: 3 })
  const properties = Object.entries(schema.properties ?? {})
  const fields = Object.fromEntries(
    properties.map(([field, inner]) => [field, valueFor(inner, field, known)]),
  )
  const whole = fc.record(fields)
  const some = fc.record(fields, { requiredKeys: [] })
  return fc.oneof({ arbitrary: whole, weight: 6 }, { arbitrary: some, weight: 1 })
}

const datesOf = /^(?:at|from|to|until|compare|expires_at|started_at|finished_at)$/

export function textOf(name: string, known: Known): fc.Arbitrary<string> {
  const real = known[name]
  const fitting: fc.Arbitrary<string>[] = [
    ...(real ? [fc.constantFrom(...real)] : []),
    ...(name === 'q' || name === 'query' ? [kql] : []),
    ...(datesOf.test(name) ? [dates] : []),
    ...(name === 'cursor' ? [cursors] : []),
  ]
  if (fitting.length === 0) return fc.oneof(fc.constant('plain'), nastyTexts)
  return fc.oneof(
    { arbitrary: fc.oneof(...fitting), weight: 4 },
    { arbitrary: nastyTexts, weight: 1 },
  )
}
