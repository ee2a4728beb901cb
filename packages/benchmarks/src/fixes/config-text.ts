/** Sets a field in the text of a YAML or JSON configuration, and leaves comments and other lines alone. */

import type { Json } from '@evenkeel/model'
import { isMap, isScalar, parse, parseDocument, type YAMLMap } from 'yaml'

/**
 * The new text; undefined where the file is of a form in which the field cannot be set line by line.
 * The path is that of the setting: `authentication.anonymous.enabled`.
 */
export function setField(text: string, path: string, value: Json): string | undefined {
  const keys = path.split('.')
  const after = text.trimStart().startsWith('{')
    ? setInJson(text, keys, value)
    : setInYaml(text, keys, value)
  return after !== undefined && isOnlyChange(text, after, keys, value) ? after : undefined
}

function setInJson(text: string, keys: string[], value: Json): string | undefined {
  const content = readSafely(text)
  if (content === undefined) return undefined
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? ''
  return (
    JSON.stringify(withField(content, keys, value), null, indent) + (/\s*$/.exec(text)?.[0] ?? '')
  )
}

function setInYaml(text: string, keys: string[], value: Json): string | undefined {
  const document = parseDocument(text)
  if (document.errors.length > 0) return undefined
  const existing = document.getIn(keys, true)
  if (isScalar(existing) && existing.range) {
    const [from, to] = existing.range
    return text.slice(0, from) + inline(value) + text.slice(to)
  }
  if (existing !== undefined) return undefined

  for (let depth = keys.length - 1; depth >= 0; depth -= 1) {
    const parent = depth === 0 ? document.contents : document.getIn(keys.slice(0, depth), true)
    if (parent === undefined || parent === null) continue
    if (!isMap(parent)) return undefined
    return insertInto(parent, { text, keys: keys.slice(depth), value })
  }
  return undefined
}

/** Before the first key of the map, with its indentation. */
function insertInto(
  parent: YAMLMap,
  { text, keys, value }: { text: string; keys: string[]; value: Json },
): string | undefined {
  if (parent.flow) return undefined
  const last = parent.items.at(-1)
  const first = parent.items[0]?.key
  if (!isScalar(first) || !first.range || !last) return undefined
  const [at] = first.range
  const lineStart = text.lastIndexOf('\n', at - 1) + 1
  const indent = text.slice(lineStart, at)
  if (indent.trim() !== '') return undefined
  const lines = keys.map((key, depth) => {
    const isLast = depth === keys.length - 1
    return `${indent}${'  '.repeat(depth)}${key}:${isLast ? ` ${inline(value)}` : ''}\n`
  })
  const [end] = endOf(text, last.value ?? last.key, lineStart)
  const separator = text[end - 1] === '\n' || end === 0 ? '' : '\n'
  return text.slice(0, end) + separator + lines.join('') + text.slice(end)
}

/** Where the line after a node begins. */
function endOf(text: string, node: unknown, fallback: number): [number] {
  const range =
    typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
      ? node.range
      : undefined
  const valueEnd = typeof range?.[1] === 'number' ? range[1] : fallback
  // The value of a block ends behind its last line already.
  if (text[valueEnd - 1] === '\n') return [valueEnd]
  const newline = text.indexOf('\n', valueEnd)
  return [newline < 0 ? text.length : newline + 1]
}

/** On one line, so that a change is one line too. */
function inline(value: Json): string {
  if (typeof value === 'string') {
    return /^[A-Za-z/][\w./-]*$/.test(value) && !/^(true|false|null|yes|no|on|off)$/i.test(value)
      ? value
      : JSON.stringify(value)
  }
  return JSON.stringify(value)
}

function isOnlyChange(before: string, after: string, keys: string[], value: Json): boolean {
  const [old, fresh] = [readSafely(before), readSafely(after)]
  if (fresh === undefined) return false
  return JSON.stringify(sorted(withField(old, keys, value))) === JSON.stringify(sorted(fresh))
}

function readSafely(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}

function withField(content: unknown, [key, ...rest]: string[], value: Json): unknown {
  if (key === undefined) return value
  const holder = typeof content === 'object' && content !== null ? content : {}
  const below: unknown = Object.hasOwn(holder, key) ? Reflect.get(holder, key) : undefined
  return { ...holder, [key]: withField(below, rest, value) }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, it]) => [key, sorted(it)]),
  )
}
