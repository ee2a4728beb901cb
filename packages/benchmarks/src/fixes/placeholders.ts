/** Fills `<placeholders>` in the values of a fix, and tells those that stay open. */

import type { FixPlaceholder } from '@evenkeel/model'
import { isRecord } from '../contract/records.ts'
import type { KnownValues } from './known-values.ts'

/** `<user id: number>`. A letter first, so that `a < b` is none. */
const pattern = /<([A-Za-z][A-Za-z0-9 _.,'/-]*?)(: number)?>/g

/** A copy with what is known in place of its placeholders; the others stay as they are written. */
export function fillPlaceholders(value: unknown, known: KnownValues): unknown {
  if (typeof value === 'string') return fillText(value, known)
  if (Array.isArray(value)) return value.map((it) => fillPlaceholders(it, known))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, it]) => [
      String(fillText(key, known)),
      fillPlaceholders(it, known),
    ]),
  )
}

/** A text that is nothing but one placeholder becomes what is known, whatever its type. */
function fillText(text: string, known: KnownValues): unknown {
  const [whole] = text.matchAll(pattern)
  if (whole?.[0] === text) {
    const [, name = '', isNumber] = whole
    if (!known.has(name)) return text
    const value = known.get(name)
    const number = Number(value)
    return isNumber && String(value).trim() !== '' && Number.isFinite(number) ? number : value
  }
  return text.replaceAll(pattern, (placeholder, name: string) => {
    const value = known.get(name)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : placeholder
  })
}

/** Each once, in the order in which they stand. */
export function findPlaceholders(value: unknown): FixPlaceholder[] {
  const found = new Map<string, FixPlaceholder>()
  collect(value, found)
  return [...found.values()]
}

function collect(value: unknown, found: Map<string, FixPlaceholder>): void {
  if (typeof value === 'string') {
    for (const [, name = '', isNumber] of value.matchAll(pattern)) {
      found.set(name, { name, type: isNumber ? 'number' : 'text' })
    }
  } else if (Array.isArray(value)) {
    for (const it of value) collect(it, found)
  } else if (isRecord(value)) {
    for (const [key, it] of Object.entries(value)) {
      collect(key, found)
      collect(it, found)
    }
  }
}
