/** Splits JSON text into objects while it streams: documents, and the items of lists one by one. */

import { brokenUtf8Line, notUtf8 } from './utf8.ts'

/** What stands before the items of a list. */
export interface ListHead {
  kind?: string
  apiVersion?: string
}

/** `list` is there for an item of one. Lines and columns count from 1. */
export type JsonPart =
  | { state: 'object'; value: unknown; line: number; list?: ListHead }
  | { state: 'broken'; line: number; column: number; reason: string }

export const objectBytesMax = 64 * 1024 * 1024

const quote = 0x22
const backslash = 0x5c
const newline = 0x0a
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d

/** Memory holds one object at a time, however long a list is. Ends after the first part it cannot go on from. */
export async function* splitJson(chunks: AsyncIterable<Buffer>): AsyncGenerator<JsonPart> {
  const state = createState()
  for await (const chunk of chunks) {
    scanChunk(state, chunk)
    yield* state.parts.splice(0)
    if (state.isBroken) return
  }
  if (state.depth > 0 || state.isInString) {
    fail(state, 0, 'the file ends inside an object; it was cut off')
    yield* state.parts
  }
}

/** Text that is gathered over the borders of chunks. */
interface Gathering {
  pieces: Buffer[]
  size: number
  line: number
  column: number
}

interface ScanState {
  parts: JsonPart[]
  depth: number
  line: number
  /** Offsets in the whole text. */
  lineStart: number
  offset: number
  isInString: boolean
  isEscaped: boolean
  isBroken: boolean
  /** The latest text at the depth of a document's keys. */
  key: string
  /** The depth inside the array of items; 0 outside. */
  itemsDepth: number
  hadItems: boolean
  head: ListHead
  document: Gathering | undefined
  item: Gathering | undefined
  /** Where the part of this chunk begins that belongs to the document or item; -1 for none. */
  documentFrom: number
  itemFrom: number
}

function createState(): ScanState {
  return {
    parts: [],
    depth: 0,
    line: 1,
    lineStart: 0,
    offset: 0,
    isInString: false,
    isEscaped: false,
    isBroken: false,
    key: '',
    itemsDepth: 0,
    hadItems: false,
    head: {},
    document: undefined,
    item: undefined,
    documentFrom: -1,
    itemFrom: -1,
  }
}

function scanChunk(state: ScanState, chunk: Buffer): void {
  state.documentFrom = state.document && state.itemsDepth === 0 ? 0 : -1
  state.itemFrom = state.item ? 0 : -1
  for (let at = 0; at < chunk.length && !state.isBroken; at += 1) {
    const byte = chunk[at]
    if (state.isInString) scanString(state, byte)
    else if (byte === quote) openString(state, at)
    else if (byte === openBrace || byte === openBracket) open(state, chunk, at)
    else if (byte === closeBrace || byte === closeBracket) close(state, chunk, at)
    else if (byte === newline) {
      state.line += 1
      state.lineStart = state.offset + at + 1
    } else if (state.depth === 0 && !isSpace(byte))
      fail(state, at, 'something stands where an object was expected')
  }
  if (state.document && state.documentFrom >= 0)
    add(state.document, chunk.subarray(state.documentFrom))
  if (state.item && state.itemFrom >= 0) add(state.item, chunk.subarray(state.itemFrom))
  const size = Math.max(state.item?.size ?? 0, state.document?.size ?? 0)
  if (size > objectBytesMax) fail(state, 0, `an object is larger than ${objectBytesMax} bytes`)
  state.offset += chunk.length
}

const itemsKey = 'items'

function scanString(state: ScanState, byte: number | undefined): void {
  if (state.isEscaped) state.isEscaped = false
  else if (byte === backslash) state.isEscaped = true
  else if (byte === quote) state.isInString = false
  // One more than the key that is looked for tells a longer one from it.
  else if (state.depth === 1 && state.key.length <= itemsKey.length)
    state.key += String.fromCharCode(byte ?? 0)
}

function openString(state: ScanState, at: number): void {
  if (state.depth === 0) fail(state, at, 'a text stands where an object was expected')
  if (state.depth === 1) state.key = ''
  state.isInString = true
}

function open(state: ScanState, chunk: Buffer, at: number): void {
  const isBracket = chunk[at] === openBracket
  if (state.itemsDepth > 0 && state.depth === state.itemsDepth) {
    state.item = gather(state, at)
    state.itemFrom = at
  } else if (state.depth === 0 && !isBracket) {
    state.document = gather(state, at)
    state.documentFrom = at
    state.hadItems = false
    state.key = ''
  } else if (state.depth === 0) state.itemsDepth = 1
  else if (isBracket && state.depth === 1 && state.key === itemsKey && !state.hadItems)
    openItems(state, chunk, at)
  state.depth += 1
}

/** The items are taken out of the document, which keeps an empty list. */
function openItems(state: ScanState, chunk: Buffer, at: number): void {
  if (!state.document) return
  add(state.document, chunk.subarray(state.documentFrom, at + 1))
  state.documentFrom = -1
  state.itemsDepth = 2
  state.hadItems = true
  state.head = headOf(Buffer.concat([...state.document.pieces, Buffer.from(']}')]))
}

function close(state: ScanState, chunk: Buffer, at: number): void {
  state.depth -= 1
  if (state.depth < 0) fail(state, at, 'a bracket closes that was never opened')
  else if (state.item && state.depth === state.itemsDepth) {
    add(state.item, chunk.subarray(state.itemFrom, at + 1))
    state.parts.push(parse(state.item, state.head))
    state.item = undefined
    state.itemFrom = -1
  } else if (state.itemsDepth === 2 && state.depth === 1) {
    state.itemsDepth = 0
    state.documentFrom = at
  } else if (state.itemsDepth === 1 && state.depth === 0) state.itemsDepth = 0
  else if (state.document && state.depth === 0) closeDocument(state, chunk, at)
}

function closeDocument(state: ScanState, chunk: Buffer, at: number): void {
  if (!state.document) return
  add(state.document, chunk.subarray(state.documentFrom, at + 1))
  const part = parse(state.document, undefined)
  // Of a list whose items were given, only a mistake is worth telling.
  if (!state.hadItems || part.state === 'broken') state.parts.push(part)
  state.document = undefined
  state.documentFrom = -1
  state.head = {}
}

function gather(state: ScanState, at: number): Gathering {
  const column = state.offset + at - state.lineStart + 1
  return { pieces: [], size: 0, line: state.line, column }
}

function add(to: Gathering, piece: Buffer): void {
  to.pieces.push(piece)
  to.size += piece.length
}

function fail(state: ScanState, at: number, reason: string): void {
  state.isBroken = true
  const column = state.offset + at - state.lineStart + 1
  state.parts.push({ state: 'broken', line: state.line, column, reason })
}

function parse(text: Gathering, list: ListHead | undefined): JsonPart {
  const bytes = Buffer.concat(text.pieces)
  const brokenLine = brokenUtf8Line(bytes)
  if (brokenLine !== undefined)
    return { state: 'broken', line: text.line + brokenLine - 1, column: 1, reason: notUtf8 }
  const source = bytes.toString('utf8')
  try {
    const value: unknown = JSON.parse(source)
    return { state: 'object', value, line: text.line, ...(list ? { list } : {}) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const place = placeOf(source, message)
    const reason = message.replace(/ (?:in JSON )?at position \d+.*$/s, '')
    const column = place.line === 1 ? text.column + place.column - 1 : place.column
    return { state: 'broken', line: text.line + place.line - 1, column, reason }
  }
}

/** Where in the text V8's message points; the start where it does not say. */
function placeOf(source: string, message: string): { line: number; column: number } {
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? 0)
  const before = source.slice(0, position).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function headOf(text: Buffer): ListHead {
  try {
    const value: unknown = JSON.parse(text.toString('utf8'))
    if (typeof value !== 'object' || value === null) return {}
    const kind = 'kind' in value ? value.kind : undefined
    const apiVersion = 'apiVersion' in value ? value.apiVersion : undefined
    return {
      ...(typeof kind === 'string' ? { kind } : {}),
      ...(typeof apiVersion === 'string' ? { apiVersion } : {}),
    }
  } catch {
    // The mistake is told when the whole document has been read.
    return {}
  }
}

/** Blanks, the separator of JSON text sequences, and a byte order mark. */
function isSpace(byte: number | undefined): boolean {
  return (
    byte === 0x20 ||
    byte === 0x09 ||
    byte === 0x0d ||
    byte === 0x1e ||
    byte === 0xef ||
    byte === 0xbb ||
    byte === 0xbf
  )
}
