/** Reads the fields of a metadata block that have more than one form: authors, resources, schemas. */

import type { Annotations, RefTerm } from './ast.ts'
import { parseRef } from './parser.ts'

type Author = NonNullable<Annotations['authors']>[number]
type RelatedResource = NonNullable<Annotations['relatedResources']>[number]
type Schema = NonNullable<Annotations['schemas']>[number]

interface Problem {
  problem: string
}

/** `Name <email>`, or a map of `name` and `email`. */
export function parseAuthor(item: unknown): Author | Problem {
  const fail = (reason: string): Problem => ({
    problem: `invalid author definition ${printGo(item)}: ${reason}`,
  })
  if (typeof item === 'string') {
    const words = item.split(/\s+/).filter((word) => word !== '')
    const last = words.at(-1)
    if (last === undefined) return fail('author is an empty string')
    const email = /^<(.*)>$/.exec(last)?.[1]
    const name = (email === undefined ? words : words.slice(0, -1)).join(' ')
    return author(name, email ?? '')
  }
  if (!isRecord(item)) return fail('invalid value type, must be string or map')
  const name = stringOf(item.name)
  const email = stringOf(item.email)
  if (name === '' && email === '') return fail("'name' and/or 'email' values required in object")
  return author(name, email)
}

function author(name: string, email: string): Author {
  return email === '' ? { name } : { name, email }
}

/** A URL, or a map of `ref` and `description`. */
export function parseRelatedResource(item: unknown): RelatedResource | Problem {
  const fail = (reason: string): Problem => ({
    problem: `invalid related-resource definition ${printGo(item)}: ${reason}`,
  })
  if (typeof item !== 'string' && !isRecord(item)) {
    return fail('invalid value type, must be string or map')
  }
  const ref = typeof item === 'string' ? item : stringOf(item.ref)
  if (ref === '') {
    return fail(
      typeof item === 'string'
        ? 'ref URL may not be empty string'
        : "'ref' value required in object",
    )
  }
  const reason = urlProblem(ref)
  if (reason !== undefined) return fail(`parse ${JSON.stringify(ref)}: ${reason}`)
  const description = typeof item === 'string' ? '' : stringOf(item.description)
  return description === '' ? { ref } : { ref, description }
}

/** What makes a text no URL; nearly everything is one. */
function urlProblem(ref: string): string | undefined {
  const badEscape = /%(?![0-9A-Fa-f]{2}).{0,2}/.exec(ref)
  if (badEscape) return `invalid URL escape ${JSON.stringify(badEscape[0])}`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (/[\x00-\x1f\x7f]/.test(ref)) return 'net/url: invalid control character in URL'
  if (ref.startsWith(':')) return 'missing protocol scheme'
  if (/^[^/?#]*\s[^/?#]*:/.test(ref)) return 'first path segment in URL cannot contain colon'
  return undefined
}

/** A map of one path to a schema's reference or the schema itself. */
export function parseSchemas(item: unknown): Schema | Problem {
  const [pair] = isRecord(item) ? Object.entries(item) : []
  const [key, value] = pair ?? ['', undefined]
  const { ref } = parseRef(key)
  const path = ref && pathOf(ref)
  if (!path) return { problem: 'invalid document reference' }
  if (typeof value === 'string') {
    const schema = parseRef(value).ref
    const names = schema && pathOf(schema)
    if (names?.[0] !== 'schema') return { problem: 'invalid schema reference' }
    return { path, schema: names }
  }
  if (!isRecord(value)) return { problem: `invalid schema declaration for path "${key}"` }
  return { path, definition: value }
}

/** A reference of names only, as names. */
function pathOf({ head, path }: RefTerm): string[] | undefined {
  if (head.kind !== 'var') return undefined
  const names = path.flatMap((part) => (part.kind === 'string' ? [part.value] : []))
  return names.length === path.length ? [head.name, ...names] : undefined
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value as Go's `%s` prints it. */
function printGo(value: unknown): string {
  if (value === null || value === undefined) return '%!s(<nil>)'
  if (typeof value === 'string') return value
  if (typeof value === 'number') {
    return Number.isInteger(value) ? `%!s(int=${value})` : `%!s(float64=${value})`
  }
  if (typeof value === 'boolean') return `%!s(bool=${value})`
  if (Array.isArray(value)) return `[${value.map(printGo).join(' ')}]`
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `map[${entries.map(([key, item]) => `${key}:${printGo(item)}`).join(' ')}]`
}
