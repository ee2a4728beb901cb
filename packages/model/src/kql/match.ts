/** Evaluates KQL in memory; the server's SQL gives the same answers. */

import { type DateSpan, parseDateSpan } from './dates.ts'
import { findField, isNamed, type KqlFieldDefinition, nestedPath } from './fields.ts'
import { matchesPattern } from './pattern.ts'
import type { KqlPair, KqlRecord } from './record.ts'
import { KqlError, type KqlField, type KqlNode, type KqlOperator, type KqlValue } from './syntax.ts'
import { matchesWords, wordLine } from './words.ts'

/** A node without children. */
export type KqlLeaf = KqlNode & { kind: 'is' | 'exists' | 'range' }

/** Says of one field and one value whether the leaf is satisfied by them. */
export type KqlLeafTest = (field: string, value: string) => boolean

/**
 * A test that may be repeated for any number of records. `now` is in milliseconds, for date math.
 * Throws KqlError where a date field is asked for something that is no date.
 */
export function createKqlMatcher(node: KqlNode, now: number): (record: KqlRecord) => boolean {
  const test = createTest(node, now)
  return (record) => test(record.pairs, record.controls)
}

type Test = (pairs: readonly KqlPair[], controls: readonly (readonly KqlPair[])[]) => boolean

function createTest(node: KqlNode, now: number): Test {
  switch (node.kind) {
    case 'all':
      return () => true
    case 'and': {
      const tests = node.children.map((child) => createTest(child, now))
      return (...record) => tests.every((test) => test(...record))
    }
    case 'or': {
      const tests = node.children.map((child) => createTest(child, now))
      return (...record) => tests.some((test) => test(...record))
    }
    case 'not': {
      const test = createTest(node.child, now)
      return (...record) => !test(...record)
    }
    case 'nested': {
      const test = createTest(withPrefix(node.child), now)
      if (!isNamed(node.field, nestedPath)) return () => false
      return (_, controls) => controls.some((control) => test(control, []))
    }
    default: {
      const test = createLeafTest(node, now)
      return (pairs) => pairs.some(([field, value]) => test(field, value))
    }
  }
}

/** The names inside of `path:{ }` are relative to the path. */
export function withPrefix(node: KqlNode): KqlNode {
  switch (node.kind) {
    case 'all':
      return node
    case 'and':
    case 'or':
      return { ...node, children: node.children.map(withPrefix) }
    case 'not':
      return { ...node, child: withPrefix(node.child) }
    case 'is':
      return node.field ? { ...node, field: prefixed(node.field) } : node
    default:
      return { ...node, field: prefixed(node.field) }
  }
}

function prefixed(field: KqlField): KqlField {
  if (field.kind === 'name') return { kind: 'name', name: `${nestedPath}.${field.name}` }
  const [first = '', ...rest] = field.segments
  return { kind: 'pattern', segments: [`${nestedPath}.${first}`, ...rest] }
}

export function createLeafTest(leaf: KqlLeaf, now: number): KqlLeafTest {
  if (leaf.kind === 'exists') return (field) => isNamed(leaf.field, field)
  if (leaf.kind === 'is' && !leaf.field) {
    const test = freeTextTest(leaf.value)
    return (field, value) => {
      const definition = findField(field)
      return definition?.type !== 'date' && !definition?.isOnlyByName && test(value)
    }
  }
  const { field: wanted } = leaf
  if (!wanted) return () => false
  if (wanted.kind === 'name') expectDate(leaf, findField(wanted.name), now)
  const tests = new Map<KqlFieldDefinition['type'], ReturnType<typeof createValueTest>>()
  return (field, value) => {
    if (!isNamed(wanted, field)) return false
    const definition = findField(field)
    if (!definition) return false
    const test = tests.get(definition.type) ?? createValueTest(leaf, definition.type, now)
    tests.set(definition.type, test)
    return test(value, definition)
  }
}

/** Date fields take dates only; anything else is a mistake that an empty answer would hide. */
function expectDate(leaf: KqlLeaf, field: KqlFieldDefinition | undefined, now: number): void {
  if (field?.type !== 'date' || leaf.kind === 'exists') return
  if (leaf.value.kind === 'literal' && parseDateSpan(String(leaf.value.value), now)) return
  throw new KqlError(
    `"${field.name}" takes a date such as 2026-01-31, 2026-01-31T10:00:00Z or now-7d.`,
    leaf.range,
  )
}

type ValueTest = (value: string, field: KqlFieldDefinition) => boolean

function createValueTest(
  leaf: KqlLeaf & { kind: 'is' | 'range' },
  type: KqlFieldDefinition['type'],
  now: number,
): ValueTest {
  if (type === 'date') return dateTest(leaf, now)
  if (leaf.kind === 'range') {
    const text = String(leaf.value.value)
    return (value, field) => {
      const order = orderOf(value, text, field.order)
      return order !== undefined && isWithin(order, leaf.operator)
    }
  }
  const { value: wanted } = leaf
  if (type === 'text') {
    const test = freeTextTest(wanted)
    return (value) => test(value)
  }
  if (wanted.kind === 'pattern') return (value) => matchesPattern(wanted.segments, value)
  const text = String(wanted.value)
  return (value) => value === text
}

/** Any of the words, all in a row where quoted, or a pattern over the whole value. */
function freeTextTest(wanted: KqlValue): (value: string) => boolean {
  if (wanted.kind === 'pattern') {
    return (value) => matchesPattern(wanted.segments, value)
  }
  const text = String(wanted.value)
  return (value) => matchesWords(text, wanted.isQuoted, wordLine(value))
}

function dateTest(leaf: KqlLeaf & { kind: 'is' | 'range' }, now: number): ValueTest {
  const span = dateSpanOf(leaf.value, now)
  if (!span) return () => false
  return (value) =>
    isInSpan(Date.parse(value), leaf.kind === 'is' ? undefined : leaf.operator, span)
}

export function dateSpanOf(value: KqlValue, now: number): DateSpan | undefined {
  return value.kind === 'literal' ? parseDateSpan(String(value.value), now) : undefined
}

/** `>` is after the whole span, `>=` from its start; without an operator within it. */
function isInSpan(time: number, operator: KqlOperator | undefined, span: DateSpan): boolean {
  switch (operator) {
    case '<':
      return time < span.first
    case '<=':
      return time <= span.last
    case '>':
      return time > span.last
    case '>=':
      return time >= span.first
    case undefined:
      return time >= span.first && time <= span.last
  }
}

/** Negative where the value stands before the text; undefined where one of them has no place in the order. */
function orderOf(value: string, text: string, order: readonly string[] | undefined) {
  if (!order) return compareCodePoints(value, text)
  const [left, right] = [order.indexOf(value), order.indexOf(text)]
  return left === -1 || right === -1 ? undefined : left - right
}

function isWithin(order: number, operator: KqlOperator): boolean {
  switch (operator) {
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}

/** The order of UTF-8, which is not that of UTF-16 beyond the basic plane. */
export function compareCodePoints(left: string, right: string): number {
  const [a, b] = [[...left], [...right]]
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const difference = (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
