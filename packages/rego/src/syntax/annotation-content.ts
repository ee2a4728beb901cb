/** Reads the YAML of a `# METADATA` block. */

import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLParseError } from 'yaml'
import type { RegoError } from '../errors.ts'
import { parseAuthor, parseRelatedResource, parseSchemas } from './annotation-fields.ts'
import type { Annotations, Comment, Location } from './ast.ts'

/** What a block says; its scope may be implied by its place. */
export type Content = Omit<Annotations, 'location' | 'path' | 'scope'> & { scope?: string }

/** Thrown within this file for a block that says what it must not. */
class ContentError extends Error {}

const STRINGS = ['scope', 'title', 'description'] as const
const MAPS = ['compile', 'custom', 'labels'] as const

/** The content of a block, or what is wrong with it. */
export function parseContent(
  heading: Comment,
  lines: Comment[],
): { content: Content } | { error: RegoError } {
  const source = lines.map(({ text }) => `${text.replace(/^ /, '')}\n`).join('')
  if (source.trim() === '') {
    return failure('expected METADATA block, found whitespace', heading.location)
  }
  const document = parseDocument(source, { merge: true, prettyErrors: true })
  const [problem] = document.errors
  if (problem) {
    const line = problem.linePos?.[0].line ?? 1
    return failure(yamlError(problem, line, source) + hint(lines), placeOf(lines, line, heading))
  }
  const node: Node | null = document.contents
  if (node === null) return { content: {} }
  const mismatch = findMismatch(node, source)
  if (mismatch) {
    const message = `yaml: unmarshal errors:\n  line ${mismatch.line}: cannot unmarshal ${mismatch.what}`
    return failure(message + hint(lines), placeOf(lines, mismatch.line, heading))
  }
  try {
    return { content: convert(document.toJS()) }
  } catch (error) {
    // A ContentError says what is wrong; anything else comes from the YAML library, such as too many aliases.
    const message = error instanceof Error ? error.message : String(error)
    const prefix = error instanceof ContentError ? '' : 'yaml: '
    return failure(prefix + message, heading.location)
  }
}

/** A syntax error in the words of Go's YAML library, as far as the two libraries see the same error. */
function yamlError(problem: YAMLParseError, line: number, source: string): string {
  switch (problem.code) {
    case 'DUPLICATE_KEY':
      return duplicateKey(problem, line, source)
    case 'MISSING_CHAR':
      return `yaml: line ${line}: found unexpected end of stream`
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return line === 1
        ? 'yaml: mapping values are not allowed in this context'
        : `yaml: line ${line}: mapping values are not allowed in this context`
    default:
      return `yaml: line ${line}: ${problem.message.split(' at line ')[0] ?? problem.message}`
  }
}

function duplicateKey(problem: YAMLParseError, line: number, source: string): string {
  const key = /^[^:\s]*/.exec(source.slice(problem.pos[0]))?.[0] ?? ''
  const first = source.split('\n').findIndex((text) => text.trimStart().startsWith(`${key}:`)) + 1
  return `yaml: unmarshal errors:\n  line ${line}: mapping key "${key}" already defined at line ${first}`
}

function failure(message: string, location: Location): { error: RegoError } {
  return { error: { code: 'rego_parse_error', message, location } }
}

/** The comment that an error's line number points to; lines are counted from the heading. */
function placeOf(lines: Comment[], line: number, heading: Comment): Location {
  return (lines[line] ?? lines.at(-1) ?? heading).location
}

/** Where a key is followed by something that only looks like a space, says so. */
function hint(lines: Comment[]): string {
  let text = ''
  for (const { text: line, location } of lines) {
    const bad: string[] = []
    const parts = line.split(':').slice(1)
    for (const [index, part] of parts.entries()) {
      if (part === '' && index === parts.length - 1) break
      const first = String.fromCodePoint(part.codePointAt(0) ?? 0xfffd)
      if (first === ' ' || first === '\t') break
      bad.push(quoteAscii(first))
    }
    if (bad.length > 0) {
      text += `\n  Hint: on line ${location.row}, symbol(s) [${bad.join(' ')}] immediately following a key/value separator ':' is not a legal yaml space character`
    }
  }
  return text
}

function quoteAscii(char: string): string {
  const code = char.codePointAt(0) ?? 0
  return code < 128 ? `'${char}'` : `'\\u${code.toString(16).padStart(4, '0')}'`
}

/** A value whose YAML type is not the one of its field. */
function findMismatch(node: Node, source: string): { line: number; what: string } | undefined {
  const line = (at: Node) => source.slice(0, at.range?.[0] ?? 0).split('\n').length
  if (!isMap(node)) return { line: line(node), what: `${tagOf(node)} into ast.rawAnnotation` }
  for (const name of STRINGS) {
    const value = fieldOf(node, name)
    if (value && !isScalar(value)) return { line: line(value), what: `${tagOf(value)} into string` }
  }
  const entrypoint = fieldOf(node, 'entrypoint')
  if (entrypoint && !isBoolean(entrypoint)) {
    return { line: line(entrypoint), what: `${tagOf(entrypoint)} into bool` }
  }
  for (const name of MAPS) {
    const value = fieldOf(node, name)
    if (value && !isMap(value) && !isNull(value)) {
      return { line: line(value), what: `${tagOf(value)} into map[string]interface {}` }
    }
  }
  return findListMismatch(node, line)
}

const LISTS: readonly [string, string][] = [
  ['organizations', '[]string'],
  ['related_resources', '[]interface {}'],
  ['authors', '[]interface {}'],
  ['schemas', '[]map[string]interface {}'],
]

function findListMismatch(
  node: Node,
  line: (at: Node) => number,
): { line: number; what: string } | undefined {
  for (const [name, type] of LISTS) {
    const value = fieldOf(node, name)
    if (value && !isSeq(value) && !isNull(value)) {
      return { line: line(value), what: `${tagOf(value)} into ${type}` }
    }
  }
  return undefined
}

function fieldOf(node: Node, name: string): Node | undefined {
  const value = isMap(node) ? node.get(name, true) : undefined
  return value as Node | undefined
}

function isNull(node: Node): boolean {
  return isScalar(node) && node.value === null
}

/** Also the words that YAML 1.1 took for booleans. */
function isBoolean(node: Node): boolean {
  if (!isScalar(node)) return false
  return typeof node.value === 'boolean' || node.value === null || isOldBoolean(node.value)
}

function isOldBoolean(value: unknown): boolean {
  return typeof value === 'string' && /^(?:y|yes|on|n|no|off)$/i.test(value)
}

function tagOf(node: Node): string {
  if (isMap(node)) return '!!map'
  if (isSeq(node)) return '!!seq'
  if (!isScalar(node)) return '!!null'
  const text = ` \`${node.source ?? String(node.value)}\``
  if (typeof node.value === 'number')
    return (Number.isInteger(node.value) ? '!!int' : '!!float') + text
  if (typeof node.value === 'boolean') return `!!bool${text}`
  return `!!str${text}`
}

function convert(data: unknown): Content {
  const content: Content = {}
  if (!isRecord(data)) return content
  for (const name of STRINGS) {
    const value = data[name]
    if (value !== undefined && value !== null && value !== '') content[name] = String(value)
  }
  const { entrypoint } = data
  if (entrypoint === true || (typeof entrypoint === 'string' && /^(?:y|on)/i.test(entrypoint))) {
    content.entrypoint = true
  }
  const organizations = listOf(data.organizations)
  if (organizations) content.organizations = organizations.map(String)
  for (const name of MAPS) {
    const value = data[name]
    if (isRecord(value)) content[name] = value
  }
  convertLists(data, content)
  return content
}

function convertLists(data: Record<string, unknown>, content: Content): void {
  const resources = listOf(data.related_resources)
  if (resources)
    content.relatedResources = resources.map((item) => unwrap(parseRelatedResource(item)))
  const schemas = listOf(data.schemas)
  if (schemas) content.schemas = schemas.map((item) => unwrap(parseSchemas(item)))
  const authors = listOf(data.authors)
  if (authors) content.authors = authors.map((item) => unwrap(parseAuthor(item)))
}

function unwrap<T>(result: T | { problem: string }): T {
  if (typeof result === 'object' && result !== null && 'problem' in result) {
    throw new ContentError(result.problem)
  }
  return result as T
}

function listOf(value: unknown): unknown[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
