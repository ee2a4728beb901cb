/** Reads YAML or JSON, whatever the file is called, and keeps the line of each value. */

import type { Json } from '@evenkeel/model'

/** A value and where it stands; null deletes, as in a JSON merge patch. */
export interface Leaf {
  value: Json
  line: number
}

export interface StructuredFile {
  content: Json
  /** By path (`authentication.anonymous.enabled`); lists and empty maps are leaves. */
  leaves: Map<string, Leaf>
}

const aliasesMax = 100

/** Throws a sentence with the place when the text is neither. An empty text is an empty map. */
export async function parseStructuredFile(text: string, path: string): Promise<StructuredFile> {
  // The parser is large, and a node without configuration files never needs it.
  const { LineCounter, parseDocument, isMap, isScalar } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false })
  const error = document.errors[0]
  if (error) {
    const content = parseJson(text)
    if (content !== undefined) return { content, leaves: leavesOf(content) }
    const place = error.linePos?.[0]
    throw new Error(
      `${path}:${place?.line ?? 1}:${place?.col ?? 1} is neither YAML nor JSON: ${firstLine(error.message)}`,
    )
  }
  const content = contentOf(document, path)
  const leaves = new Map<string, Leaf>()
  const visit = (node: unknown, prefix: string): void => {
    if (!isMap(node)) return
    for (const pair of node.items) {
      const name = isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
      const at = prefix === '' ? name : `${prefix}.${name}`
      const range = isScalar(pair.key) ? pair.key.range : undefined
      const line = range ? lines.linePos(range[0]).line : 1
      if (isMap(pair.value) && pair.value.items.length > 0) visit(pair.value, at)
      else leaves.set(at, { value: jsonOf(pair.value), line })
    }
  }
  const jsonOf = (node: unknown): Json => {
    if (isScalar(node)) return toJson(node.value)
    if (node === null || node === undefined) return null
    return hasToJs(node) ? toJson(node.toJS(document, { maxAliasCount: aliasesMax })) : null
  }
  visit(document.contents, '')
  return { content, leaves }
}

/** Aliases that multiply are refused, with the file's name. */
function contentOf(
  document: { toJS(options: { maxAliasCount: number }): Json | undefined },
  path: string,
): Json {
  try {
    return document.toJS({ maxAliasCount: aliasesMax }) ?? {}
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`${path} cannot be read: ${reason}.`, { cause: error })
  }
}

function leavesOf(content: Json): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>()
  const visit = (value: Json, prefix: string): void => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      leaves.set(prefix, { value, line: 1 })
      return
    }
    for (const [name, child] of Object.entries(value))
      visit(child, prefix === '' ? name : `${prefix}.${name}`)
  }
  visit(content, '')
  return leaves
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    // Then it is the YAML error that helps.
    return undefined
  }
}

function hasToJs(node: unknown): node is { toJS(document: unknown, options: object): unknown } {
  return typeof node === 'object' && node !== null && 'toJS' in node
}

/** What YAML gives beyond JSON (dates, big integers) becomes text. */
function toJson(value: unknown): Json {
  if (value === undefined) return null
  const text = JSON.stringify(value, (_, it) => (typeof it === 'bigint' ? String(it) : it))
  return text === undefined ? null : JSON.parse(text)
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text
}
