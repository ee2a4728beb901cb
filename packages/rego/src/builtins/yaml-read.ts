/** YAML into values, as go-yaml reads it. */

import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type ParsedNode,
  parseAllDocuments,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLParseError,
  type YAMLSeq,
} from 'yaml'
import { depthMax } from '../values/json.ts'
import { printNumber } from '../values/number.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError } from './builtin.ts'
import { base64Bytes, standard, utf8Text } from './bytes.ts'
import { formatFloat } from './float-text.ts'
import { isNumber } from './operands.ts'
import { resolveScalar } from './yaml-scalar.ts'

/** The first document of a text. The others must be well-formed, too. */
export function readYaml(text: string, context: BuiltinContext): Value {
  const documents = parse(text)
  for (const document of documents) {
    // Go takes a comment for one without a space before it, too.
    const error = document.errors.find(({ message }) => !message.startsWith('Comments must'))
    if (error !== undefined) throw describe(error, text)
  }
  const [first] = documents
  if (first === undefined || first.contents === null) return null
  return new Reader(first, context).read(first.contents, 0)
}

/** Brackets in brackets, as no one writes them, take the parser's time by their square. */
const nestedBrackets = new RegExp(`(?:[[{]\\s*){${depthMax}}`)

function parse(text: string): Document.Parsed[] {
  if (nestedBrackets.test(text)) throw tooDeep()
  try {
    const documents = parseAllDocuments(text, {
      schema: 'failsafe',
      merge: false,
      uniqueKeys: false,
      logLevel: 'silent',
      version: '1.2',
      prettyErrors: true,
    })
    return Array.isArray(documents) ? (documents as Document.Parsed[]) : []
  } catch (error) {
    // The parser calls itself for each level.
    if (error instanceof RangeError) throw tooDeep()
    throw error
  }
}

function tooDeep(): BuiltinError {
  return new BuiltinError(`yaml: exceeded max depth of ${depthMax}`)
}

/** Go's words for the commonest mistakes; the line is that where the parser stopped. */
function describe(error: YAMLParseError, text: string): BuiltinError {
  const line = error.linePos?.[0].line ?? text.split('\n').length
  const message = error.message
  let reason = 'did not find expected node content'
  if (/flow sequence/.test(message)) reason = "did not find expected ',' or ']'"
  else if (/flow map/.test(message)) reason = "did not find expected ',' or '}'"
  else if (/implicit key|implicit map key/i.test(message)) reason = "could not find expected ':'"
  else if (/Nested mappings/.test(message))
    reason = 'mapping values are not allowed in this context'
  else if (/tab/i.test(message)) reason = 'found character that cannot start any token'
  else if (/same column|indent/i.test(message)) reason = 'did not find expected key'
  else if (/closing .*quote/i.test(message)) reason = 'found unexpected end of stream'
  return new BuiltinError(`yaml: line ${line}: ${reason}`)
}

/** What each alias stands for: the last node before it with the anchor. */
function targetsOf(document: Document.Parsed): Map<Alias, ParsedNode> {
  const targets = new Map<Alias, ParsedNode>()
  const anchors = new Map<string, ParsedNode>()
  visit(document, (_, node) => {
    if (isAlias(node)) {
      const target = anchors.get(node.source)
      if (target !== undefined) targets.set(node, target)
    } else if (isNode(node) && node.anchor !== undefined) {
      anchors.set(node.anchor, node as ParsedNode)
    }
  })
  return targets
}

const tagPrefix = 'tag:yaml.org,2002:'

/** What a node costs, in instructions; aliases are read anew each time. */
const unitsPerNode = 10

class Reader {
  readonly #targets: ReadonlyMap<Alias, ParsedNode>
  readonly #context: BuiltinContext
  /** The anchors whose nodes are being read. */
  readonly #open = new Set<unknown>()

  constructor(document: Document.Parsed, context: BuiltinContext) {
    this.#targets = targetsOf(document)
    this.#context = context
  }

  read(node: ParsedNode | null, depth: number): Value {
    this.#context.charge(unitsPerNode)
    if (depth > depthMax) throw tooDeep()
    if (node === null) return null
    if (isAlias(node)) return this.#readAlias(node, depth)
    if (isScalar(node)) return this.#readScalar(node)
    if (isSeq(node)) {
      return (node as YAMLSeq<ParsedNode>).items.map((item) => this.read(item, depth + 1))
    }
    return isMap(node) ? this.#readMap(node as YAMLMap<ParsedNode, ParsedNode | null>, depth) : null
  }

  #resolve(alias: Alias): ParsedNode {
    const target = this.#targets.get(alias)
    if (target === undefined) {
      throw new BuiltinError(`yaml: unknown anchor '${alias.source}' referenced`)
    }
    return target
  }

  #readAlias(alias: Alias, depth: number): Value {
    const target = this.#resolve(alias)
    if (this.#open.has(target)) {
      throw new BuiltinError(`yaml: anchor '${alias.source}' value contains itself`)
    }
    this.#open.add(target)
    const value = this.read(target, depth)
    this.#open.delete(target)
    return value
  }

  #readScalar(node: Scalar): Value {
    const text = String(node.value ?? '')
    const isPlain = node.type === 'PLAIN' || node.type === undefined
    const tag = node.tag?.startsWith(tagPrefix) ? node.tag.slice(tagPrefix.length) : node.tag
    switch (tag) {
      case undefined:
        return isPlain ? (resolved(text) as Value) : text
      case 'binary':
        return utf8Text(base64Bytes(text.replace(/\s/g, ''), standard, true))
      case 'null':
      case 'bool':
      case 'int':
      case 'float':
        return this.#readTagged(text, tag)
      default:
        return text
    }
  }

  #readTagged(text: string, tag: string): Value {
    const value = resolveScalar(text)
    const fits = {
      null: value === null,
      bool: typeof value === 'boolean',
      int: value !== undefined && isNumber(value) && !/[.eE]/.test(printNumber(value)),
      float: value !== undefined && isNumber(value),
    }[tag]
    if (fits && value !== undefined) return value
    throw new BuiltinError(`yaml: cannot decode !!str \`${text}\` as a !!${tag}`)
  }

  #readMap(map: YAMLMap<ParsedNode, ParsedNode | null>, depth: number): Value {
    const object: Record<string, Value> = Object.create(null)
    const merged: Record<string, Value> = Object.create(null)
    for (const pair of map.items) {
      if (!isPair(pair)) continue
      if (isMergeKey(pair.key)) this.#merge(merged, pair.value, depth)
      else object[this.#keyOf(pair.key, depth)] = this.read(pair.value, depth + 1)
    }
    for (const key of Object.keys(merged)) {
      if (!(key in object)) object[key] = merged[key] as Value
    }
    return object
  }

  #merge(into: Record<string, Value>, node: ParsedNode | null, depth: number): void {
    const target = isAlias(node) ? this.#resolve(node) : node
    const parts = isSeq(target) ? (target as YAMLSeq<ParsedNode>).items : [node]
    for (const part of parts) {
      const source = isAlias(part) ? this.#resolve(part) : part
      if (!isMap(source)) {
        throw new BuiltinError('yaml: map merge requires map or sequence of maps as the value')
      }
      const value = this.read(part, depth + 1) as Record<string, Value>
      for (const key of Object.keys(value)) {
        if (!(key in into)) into[key] = value[key] as Value
      }
    }
  }

  #keyOf(node: ParsedNode | null, depth: number): string {
    const key = this.read(node, depth + 1)
    if (typeof key === 'string') return key
    if (typeof key === 'boolean') return String(key)
    if (isNumber(key)) {
      const text = printNumber(key)
      // Go writes keys that are floats with the precision of 32 bits.
      return /[.eE]/.test(text) ? shortFloat(Number(text)) : text
    }
    throw new BuiltinError(`unsupported map key: ${JSON.stringify(key)}`)
  }
}

function resolved(text: string): Value {
  const value = resolveScalar(text)
  return value === undefined ? text : value
}

function isMergeKey(key: ParsedNode | null): boolean {
  if (!isScalar(key) || key.value !== '<<') return false
  return key.tag === `${tagPrefix}merge` || (key.tag === undefined && key.type === 'PLAIN')
}

/** The fewest digits that tell a float of 32 bits. */
function shortFloat(value: number): string {
  const single = Math.fround(value)
  for (let digits = 1; digits < 10; digits++) {
    const text = single.toPrecision(digits)
    if (Math.fround(Number(text)) === single) return formatFloat(Number(text), 'g', -1)
  }
  return formatFloat(single, 'g', -1)
}
