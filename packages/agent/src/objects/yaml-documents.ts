/** Splits YAML text into documents and the items of lists, each with its line; a broken one stands alone. */

import {
  type Document,
  type DocumentOptions,
  isCollection,
  isMap,
  isNode,
  isSeq,
  LineCounter,
  type ParseOptions,
  parseAllDocuments,
  type SchemaOptions,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { JsonPart, ListHead } from './json-stream.ts'

const aliasesMax = 100

/** YAML 1.1 as Kubernetes reads it: without its dates, base-60 numbers and binary. */
const options: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  uniqueKeys: false,
  logLevel: 'error',
  customTags: (tags) =>
    tags.filter(
      (tag) =>
        typeof tag === 'string' ||
        (tag.format !== 'TIME' && !/:(?:timestamp|binary)$/.test(tag.tag)),
    ),
}

/** One document after the other, so that only one of them is in memory as a tree. */
export function* splitYaml(text: string): Generator<JsonPart> {
  let line = 0
  for (const chunk of chunksOf(text)) {
    const lines = new LineCounter()
    const documents = parseAllDocuments(chunk, { ...options, lineCounter: lines })
    if (Array.isArray(documents))
      for (const document of documents)
        for (const part of partsOf(document, lines)) yield { ...part, line: part.line + line }
    line += chunk.split('\n').length - 1
  }
}

/** Cut before each line of three dashes; not where directives belong to what follows. */
function chunksOf(text: string): string[] {
  return /^%/m.test(text) ? [text] : text.split(/^(?=---(?:\s|$))/m)
}

function partsOf(document: Document.Parsed, lines: LineCounter): JsonPart[] {
  const error = document.errors[0]
  if (error) {
    const place = error.linePos?.[0] ?? lines.linePos(error.pos[0])
    return [
      { state: 'broken', line: place.line, column: place.col, reason: firstLine(error.message) },
    ]
  }
  const { contents } = document
  if (!isCollection(contents)) return []
  const lineOf = (node: unknown): number =>
    isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1
  try {
    const list = isMap(contents) ? listItems(contents) : undefined
    if (list)
      return list.items.items.map((item) => ({
        state: 'object',
        value: isNode(item) ? item.toJS(document, { maxAliasCount: aliasesMax }) : item,
        line: lineOf(item),
        list: list.head,
      }))
    const value: unknown = document.toJS({ maxAliasCount: aliasesMax })
    return [{ state: 'object', value, line: lineOf(contents) }]
  } catch (failure) {
    // Aliases that multiply beyond the limit, or name an anchor that is not there.
    const reason = failure instanceof Error ? failure.message : String(failure)
    return [{ state: 'broken', line: lineOf(contents), column: 1, reason: firstLine(reason) }]
  }
}

/** Undefined when the document is no list. */
function listItems(contents: YAMLMap): { items: YAMLSeq; head: ListHead } | undefined {
  const kind = contents.get('kind')
  const items = contents.get('items')
  if (typeof kind !== 'string' || !kind.endsWith('List') || !isSeq(items)) return undefined
  const apiVersion = contents.get('apiVersion')
  return { items, head: { kind, ...(typeof apiVersion === 'string' ? { apiVersion } : {}) } }
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? text).replace(/ at line \d+, column \d+:?$/, '')
}
