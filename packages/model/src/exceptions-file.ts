/** The file of exceptions that the server exports and imports and a scan reads: `version: 1`, then a list. */

import { type Static, Type } from 'typebox'
import { Errors } from 'typebox/value'
import { ExceptionCategory, type ExceptionScope } from './http/exceptions.ts'
import { parseKql } from './kql/parse.ts'
import { escapeKql, quoteKqlWhereNeeded } from './kql/quote.ts'
import { KqlError } from './kql/syntax.ts'
import { nullable } from './vocabulary.ts'

const closed = { additionalProperties: false }

/** One exception; it has a query, or a rule with a resource and a cluster if it wants. */
export const ExceptionEntry = Type.Object(
  {
    query: Type.Optional(Type.String({ minLength: 1, maxLength: 8192 })),
    rule: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    resource: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
    cluster: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    reason: Type.String({ minLength: 1, maxLength: 2000 }),
    category: Type.Optional(ExceptionCategory),
    owner: Type.String({ minLength: 1, maxLength: 200 }),
    /** A day (its end) or a time; left out or null for never. */
    until: Type.Optional(nullable(Type.String({ maxLength: 40 }))),
  },
  closed,
)
export type ExceptionEntry = Static<typeof ExceptionEntry>

export const exceptionsPerFileMax = 1000

export const ExceptionsFile = Type.Object(
  {
    version: Type.Literal(1),
    exceptions: Type.Array(ExceptionEntry, { maxItems: exceptionsPerFileMax }),
  },
  closed,
)
export type ExceptionsFile = Static<typeof ExceptionsFile>

/** An entry as everybody acts on it. */
export interface FileException {
  query: string
  reason: string
  category: ExceptionCategory
  owner: string
  /** RFC 3339; null for never. */
  until: string | null
  /** 1 is the first; 0 where that is not known. */
  line: number
}

export interface FileMistake {
  line: number
  /** A JSON pointer into the file: `/exceptions/2/until`. */
  field: string
  /** A sentence. */
  message: string
}

/** All exceptions or all mistakes, never some of both. */
export type ExceptionsFileResult =
  | { exceptions: FileException[]; mistakes: [] }
  | { exceptions: []; mistakes: [FileMistake, ...FileMistake[]] }

const mistakesMax = 50

/** Reads what a YAML parser made of the file; `lineOf` knows where a value stands in the text. */
export function readExceptionsFile(
  value: unknown,
  lineOf: (path: readonly (string | number)[]) => number,
): ExceptionsFileResult {
  const [first, ...others] = findMistakes(value, lineOf)
  if (first) return { exceptions: [], mistakes: [first, ...others] }
  const { exceptions } = value as ExceptionsFile
  return {
    exceptions: exceptions.map((entry, index) => ({
      query: exceptionQuery(entry),
      reason: entry.reason,
      category: entry.category ?? 'accepted',
      owner: entry.owner,
      until: readUntil(entry.until) ?? null,
      line: lineOf(['exceptions', index]),
    })),
    mistakes: [],
  }
}

/** The query that an exception's scope stands for. Of a rule and a pattern it is made here alone. */
export function exceptionQuery({ query, rule, resource, cluster }: ExceptionScope): string {
  if (query !== undefined) return query
  const parts = [`rule.id : ${pattern(rule ?? '*')}`]
  if (resource !== undefined) {
    const id = pattern(resource)
    parts.push(`resource.id : (${id} or ${pattern(`*/${resource}`)})`)
  }
  if (cluster !== undefined) parts.push(`cluster.name : ${pattern(cluster)}`)
  return parts.join(' and ')
}

/** Why the scope is none; undefined where it is one. */
export function scopeMistake(
  scope: ExceptionScope,
): { field: string; message: string } | undefined {
  const { query, rule, resource, cluster } = scope
  if (query === undefined && rule === undefined) {
    return { field: '/query', message: 'An exception needs a query or a rule.' }
  }
  const extra = Object.entries({ rule, resource, cluster }).find(([, it]) => it !== undefined)
  if (query !== undefined && extra) {
    const [field] = extra
    return {
      field: `/${field}`,
      message: `Beside a query stands no ${field}; say it in the query.`,
    }
  }
  try {
    const node = parseKql(exceptionQuery(scope))
    if (node.kind !== 'all') return undefined
    return {
      field: '/query',
      message: 'An exception needs a query that says what it accepts.',
    }
  } catch (error) {
    if (!(error instanceof KqlError)) throw error
    return { field: query === undefined ? '/rule' : '/query', message: error.message }
  }
}

/** Stars keep their meaning; everything else stands for itself. */
function pattern(text: string): string {
  if (!text.includes('*')) return quoteKqlWhereNeeded(text)
  return text.split('*').map(escapeKql).join('*')
}

function findMistakes(
  value: unknown,
  lineOf: (path: readonly (string | number)[]) => number,
): FileMistake[] {
  const at = (pointer: string, message: string): FileMistake => ({
    line: lineOf(pathOf(pointer)),
    field: pointer,
    message,
  })
  const misshapen = Errors(ExceptionsFile, value).flatMap((error) => {
    const { properties } = error.instancePath === '' ? ExceptionsFile : ExceptionEntry
    const text = sentenceOf(error, Object.keys(properties))
    return text === undefined ? [] : [at(error.instancePath, text)]
  })
  if (misshapen.length > 0) return misshapen.slice(0, mistakesMax)
  return (value as ExceptionsFile).exceptions
    .flatMap((entry, index) => {
      const pointer = `/exceptions/${index}`
      const scope = scopeMistake(entry)
      const until = entry.until ?? null
      return [
        ...(scope ? [at(`${pointer}${scope.field}`, scope.message)] : []),
        ...(until !== null && readUntil(until) === undefined
          ? [at(`${pointer}/until`, `"${until}" is no day or time such as 2030-01-31.`)]
          : []),
      ]
    })
    .slice(0, mistakesMax)
}

function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/** Undefined for what only repeats another mistake of the same place. */
function sentenceOf(
  { keyword, params, message }: { keyword: string; params: object; message: string },
  fields: readonly string[],
): string | undefined {
  const names = Object.values(params)
    .flat()
    .filter((it) => typeof it === 'string')
  switch (keyword) {
    case 'required':
      return `It lacks ${names.join(' and ')}.`
    case 'additionalProperties':
      return `It knows no ${names.join(', ')}; its fields are ${fields.join(', ')}.`
    case 'type':
      return names[0] === 'null' ? undefined : `It has to be ${names.join(' or ')}.`
    case 'enum':
      return `It has to be one of ${names.join(', ')}.`
    case 'const':
      return 'This is version 1 of the file; it has to be 1.'
    case 'boolean':
    case 'anyOf':
      return undefined
    default:
      return `It ${message}.`
  }
}

/** Of a day its last second; undefined for what is no time. */
function readUntil(text: string | null | undefined): string | null | undefined {
  if (text === null || text === undefined) return null
  const full = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59Z` : text
  const time = /^\d{4}-\d\d-\d\dT/.test(full) ? Date.parse(full) : Number.NaN
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}
