/** Answers of findings with only those fields that the caller asked for. */

import { Finding } from '@evenkeel/model'
import type { TSchema } from 'typebox'
import { ProblemError } from '../http/problem.ts'

export interface Selection {
  /** The finding with these fields alone, each where it stands in the whole. */
  pick(finding: Finding): Record<string, unknown>
  /** The field itself, or one that holds it, was asked for. */
  has(field: string): boolean
}

/** Undefined where nothing was asked for, which means everything. Throws ProblemError for what is no field. */
export function readSelection(fields: string | undefined): Selection | undefined {
  if (fields === undefined) return undefined
  const paths = fields.split(',').map((field) => field.trim())
  const unknown = paths.find((path) => !selectable.includes(path))
  if (unknown !== undefined) {
    throw new ProblemError(
      400,
      `A finding has no field "${unknown}"; it has ${selectable.join(', ')}.`,
      'fields',
    )
  }
  return {
    pick(finding) {
      const picked: Record<string, unknown> = {}
      for (const path of paths) copy(finding, picked, path.split('.'))
      return picked
    },
    has: (field) => paths.some((path) => field === path || field.startsWith(`${path}.`)),
  }
}

const selectable = fieldsOf(Finding)

/** Of objects within it too: `rule`, `rule.id`, `rule.benchmark.id`. */
function fieldsOf(schema: TSchema): string[] {
  return Object.entries(propertiesOf(schema)).flatMap(([name, field]) => [
    name,
    ...fieldsOf(field).map((inner) => `${name}.${inner}`),
  ])
}

/** What may be null has its fields in the variant that is not. */
function propertiesOf(schema: TSchema): Record<string, TSchema> {
  const { properties, anyOf } = schema as {
    properties?: Record<string, TSchema>
    anyOf?: TSchema[]
  }
  return properties ?? Object.assign({}, ...(anyOf ?? []).map(propertiesOf))
}

function copy(from: object, to: Record<string, unknown>, [name = '', ...rest]: string[]): void {
  const value = (from as Record<string, unknown>)[name]
  if (value === undefined) return
  if (rest.length === 0 || typeof value !== 'object' || value === null) {
    to[name] = value
    return
  }
  const inner = (to[name] ?? {}) as Record<string, unknown>
  to[name] = inner
  // The whole object was asked for before.
  if (inner !== value) copy(value, inner, rest)
}
