/** Single edits in YAML text by the ranges of the parser: add, replace or remove a key or an item. */

import {
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type Pair,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'

/** Undefined where the text does not allow the edit in place. */
type Edited = string | undefined

export function addKey(text: string, map: YAMLMap, key: string, value: unknown): Edited {
  const entry = { [key]: value }
  if (map.flow || map.items.length === 0)
    return addToFlow(text, map, inline(entry).slice(1, -1).trim())
  const last = map.items.at(-1)
  const column = keyColumn(text, map.items[0])
  if (!last || column === undefined) return undefined
  return insertLines(text, endOf(last), block(entry, column, text))
}

export function addItem(text: string, seq: YAMLSeq, index: number, value: unknown): Edited {
  if (seq.flow || seq.items.length === 0) {
    return index === seq.items.length ? addToFlow(text, seq, inline(value)) : undefined
  }
  const first = seq.items[0]
  const dash = isNode(first) && first.range ? dashBefore(text, first.range[0]) : undefined
  if (dash === undefined) return undefined
  const lines = block([value], dash - lineStart(text, dash), text)
  if (index < seq.items.length) {
    const next = seq.items[index]
    const at = isNode(next) && next.range ? dashBefore(text, next.range[0]) : undefined
    if (at === undefined) return undefined
    const start = lineStart(text, at)
    return text.slice(start, at).trim() === '' ? splice(text, start, start, lines) : undefined
  }
  const last = seq.items.at(-1)
  return isNode(last) ? insertLines(text, endOfNode(last), lines) : undefined
}

export function replaceValue(text: string, at: Pair | Node, value: unknown): Edited {
  const node = isNode(at) ? at : at.value
  const key = isNode(at) ? undefined : at.key
  if (isNode(node) && node.range && node.range[0] < node.range[1]) {
    const [start, end] = node.range
    const kept = lexComments(text.slice(start, end))
    if (kept.length > 0) return undefined
    // A block that ends its lines gives way to one line, or to a block at the same column.
    const ending = isCollection(node) && !node.flow ? trailingLineEnd(text.slice(start, end)) : ''
    return splice(text, start, end, inline(value) + ending)
  }
  // `key:` alone, which is null.
  if (!isNode(key) || !key.range) return undefined
  const colon = text.indexOf(':', key.range[1])
  if (colon < 0 || text.slice(key.range[1], colon).trim() !== '') return undefined
  const isLarge = typeof value === 'object' && value !== null && Object.keys(value).length > 0
  const start = lineStart(text, key.range[0])
  if (!isLarge || text.slice(start, key.range[0]).trim() !== '') {
    return splice(text, colon + 1, colon + 1, ` ${inline(value)}`)
  }
  const column = key.range[0] - start
  const indent = Array.isArray(value) ? column : column + 2
  return insertLines(text, colon + 1, block(value, indent, text))
}

export function removeKey(text: string, map: YAMLMap, pair: Pair): Edited {
  const index = map.items.indexOf(pair)
  if (map.items.length === 1) return emptyOut(text, map, '{}')
  if (map.flow) return removeFromFlow(text, map.items.map(rangeOf), index)
  const range = rangeOf(pair)
  if (!range) return undefined
  return removeLines(text, range, rangeOf(map.items[index + 1]))
}

export function removeItem(text: string, seq: YAMLSeq, index: number): Edited {
  if (seq.items.length === 1) return emptyOut(text, seq, '[]')
  const ranges = seq.items.map((it) => (isNode(it) ? nodeRange(it) : undefined))
  if (seq.flow) return removeFromFlow(text, ranges, index)
  const range = ranges[index]
  const dash = range && dashBefore(text, range[0])
  if (!range || dash === undefined) return undefined
  const next = ranges[index + 1]
  const nextDash = next && dashBefore(text, next[0])
  return removeLines(
    text,
    [dash, range[1]],
    nextDash === undefined ? undefined : [nextDash, nextDash],
  )
}

type Range = readonly [start: number, end: number]

/** A block collection of one entry becomes `{}` or `[]`; comments in it stay below its key. */
function emptyOut(text: string, collection: YAMLMap | YAMLSeq, empty: string): Edited {
  const { range } = collection
  if (!range) return undefined
  const [start, end] = range
  const inside = text.slice(start, end)
  if (collection.flow)
    return lexComments(inside).length > 0 ? undefined : splice(text, start, end, empty)
  // From the end of the key's line on, so that `key:` and its value come to stand on one line.
  const before = text.slice(0, start)
  const colon = /:[ \t]*(?:#[^\n]*)?(?:\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*)?$/.exec(before)
  if (!colon) return undefined
  const between = before.slice(colon.index + 1)
  const firstLine = /^[^\n]*/.exec(between)?.[0].trimEnd() ?? ''
  const rest = between.slice(/^[^\n]*/.exec(between)?.[0].length ?? 0).replace(/[ \t]+$/, '')
  const column = start - lineStart(text, start)
  const comments = lexComments(inside).map((it) => `${' '.repeat(column)}${it}${lineEndOf(text)}`)
  const tail = rest === '' ? trailingLineEnd(inside) : rest.replace(/\r?\n$/, lineEndOf(text))
  return `${text.slice(0, colon.index + 1)} ${empty}${firstLine}${tail}${comments.join('')}${text.slice(end)}`
}

/** Whole lines, or up to the next entry where something else stands before on the line. */
function removeLines(text: string, [start, end]: Range, next: Range | undefined): Edited {
  const from = lineStart(text, start)
  const to = lineEnd(text, end)
  const comments = lexComments(text.slice(start, to))
  const before = text.slice(from, start)
  if (before.trim() === '') {
    const kept = comments.map((it) => `${before}${it}${lineEndOf(text)}`)
    return splice(text, from, to, kept.join(''))
  }
  // `- a: 1` followed by `  b: 2`: b moves up behind the dash.
  if (!next || !/^\s*(?:- +)+$/.test(before)) return undefined
  const gap = text.slice(to, next[0])
  const column = ' '.repeat(start - from)
  const above = [...comments, ...lexComments(gap)].map((it) => `${it}${lineEndOf(text)}${column}`)
  return splice(text, start, next[0], above.join(''))
}

/** The entry with the comma that belongs to it. */
function removeFromFlow(text: string, ranges: (Range | undefined)[], index: number): Edited {
  const [own, before, after] = [ranges[index], ranges[index - 1], ranges[index + 1]]
  if (!own) return undefined
  const [start, end] = after ? [own[0], after[0]] : [before?.[1] ?? own[0], own[1]]
  if (lexComments(text.slice(start, end)).length > 0) return undefined
  return splice(text, start, end, '')
}

function addToFlow(text: string, collection: YAMLMap | YAMLSeq, entry: string): Edited {
  const { range } = collection
  if (!range) return undefined
  const close = range[1] - 1
  if (!'}]'.includes(text[close] ?? ' ')) return undefined
  const last = collection.items.at(-1)
  if (last === undefined) return splice(text, range[0] + 1, close, entry)
  const place = isNode(last) ? nodeRange(last) : isPair(last) ? rangeOf(last) : undefined
  if (!place) return undefined
  const [start, end] = place
  // On lines of their own, as JSON is written, the new one gets its line too.
  const isOwnLine = text.slice(lineStart(text, start), start).trim() === ''
  const separator = isOwnLine
    ? `,${lineEndOf(text)}${' '.repeat(start - lineStart(text, start))}`
    : ', '
  return splice(text, end, end, separator + entry)
}

function insertLines(text: string, after: number, lines: string): string {
  const at = lineEnd(text, after)
  const isOpen = at === text.length && !text.endsWith('\n')
  if (isOpen) return `${text}${lineEndOf(text)}${lines.replace(/\r?\n$/, '')}`
  return splice(text, at, at, lines)
}

/** In block style at the column, each line with the file's own line end. */
function block(value: unknown, column: number, text: string): string {
  const printed = stringify(value, { lineWidth: 0, version: '1.1', defaultStringType: 'PLAIN' })
  const lines = printed.trimEnd().split('\n')
  return lines.map((line) => `${' '.repeat(column)}${line}${lineEndOf(text)}`).join('')
}

/** On one line; JSON is YAML. */
function inline(value: unknown): string {
  if (typeof value === 'object' && value !== null) return JSON.stringify(value, null, 0)
  return stringify(value, { lineWidth: 0, version: '1.1' }).trimEnd()
}

function keyColumn(text: string, pair: Pair | undefined): number | undefined {
  const range = pair && rangeOf(pair)
  return range ? range[0] - lineStart(text, range[0]) : undefined
}

function rangeOf(pair: Pair | undefined): Range | undefined {
  if (!pair || !isNode(pair.key) || !pair.key.range) return undefined
  return [pair.key.range[0], endOf(pair)]
}

function endOf({ key, value }: Pair): number {
  if (isNode(value) && value.range && value.range[1] > value.range[0]) return endOfNode(value)
  return isNode(key) && key.range ? key.range[1] : 0
}

function nodeRange(node: Node): Range | undefined {
  return node.range ? [node.range[0], endOfNode(node)] : undefined
}

/** Of the last thing in it: the parser counts blank lines and comments behind a block to it. */
function endOfNode(node: Node): number {
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1)
    if (last) return endOf(last)
  }
  if (isSeq(node) && !node.flow) {
    const last = node.items.at(-1)
    if (isNode(last)) return endOfNode(last)
  }
  const end = node.range?.[1] ?? 0
  // A block scalar ends with its last line end.
  const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
  return isBlock ? Math.max(node.range?.[0] ?? 0, end - 1) : end
}

/** The dash of the item that starts at the offset. */
function dashBefore(text: string, offset: number): number | undefined {
  const before = text.slice(0, offset)
  const match = /-[ \t]+$/.exec(before) ?? /-[ \t]*(?:#[^\n]*)?\r?\n[ \t]*$/.exec(before)
  return match ? match.index : undefined
}

export function lexComments(text: string): string[] {
  const comments: string[] = []
  for (const token of new Lexer().lex(text)) if (token.startsWith('#')) comments.push(token)
  return comments
}

function splice(text: string, start: number, end: number, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end)
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** Behind the line end; the end of the text where there is none. */
function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset)
  return at < 0 ? text.length : at + 1
}

function trailingLineEnd(text: string): string {
  return /\r?\n$/.exec(text)?.[0] ?? ''
}

function lineEndOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n'
}
