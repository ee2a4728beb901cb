/** Folds terms without variables, references and calls into values. */

import { makeObject, makeSet, numberFromText } from '../runtime/values.ts'
import type { Term } from '../syntax/ast.ts'
import type { Value } from '../values/value.ts'

/** The value of a constant term; undefined when it is not constant. */
export function constantValue(term: Term): Value | undefined {
  switch (term.kind) {
    case 'null':
      return null
    case 'boolean':
    case 'string':
      return term.value
    case 'number':
      return numberFromText(term.text)
    case 'array':
      return constantValues(term.items)
    case 'set': {
      const items = constantValues(term.items)
      return items && makeSet(items)
    }
    case 'object': {
      const keys = constantValues(term.entries.map(([key]) => key))
      const values = constantValues(term.entries.map(([, value]) => value))
      if (!keys || !values) return undefined
      return makeObject(keys.map((key, i): [Value, Value] => [key, values[i] ?? null]))
    }
    case 'template': {
      const texts = term.parts.filter((part) => typeof part === 'string')
      return texts.length === term.parts.length ? texts.join('') : undefined
    }
    default:
      return undefined
  }
}

function constantValues(terms: readonly Term[]): Value[] | undefined {
  const values: Value[] = []
  for (const term of terms) {
    const value = constantValue(term)
    if (value === undefined) return undefined
    values.push(value)
  }
  return values
}
