/** Constants among terms, and the keys that the type checker has for them. */

import type { Term } from '../syntax/ast.ts'

/** The JSON of a constant term; undefined for what must be evaluated, and for sets. */
export function constantKey(term: Term): string | undefined {
  switch (term.kind) {
    case 'null':
      return 'null'
    case 'boolean':
      return String(term.value)
    case 'number':
      return String(Number(term.text))
    case 'string':
      return JSON.stringify(term.value)
    case 'array': {
      const items = term.items.map(constantKey)
      return items.includes(undefined) ? undefined : `[${items.join(',')}]`
    }
    case 'object': {
      const entries = term.entries.map(([key, value]) => [constantKey(key), constantKey(value)])
      if (entries.some((entry) => entry.includes(undefined))) return undefined
      if (entries.some(([key]) => !key?.startsWith('"'))) return undefined
      return `{${entries.map((entry) => entry.join(':')).join(',')}}`
    }
    default:
      return undefined
  }
}

/** Whether a term has its value already; sets of constants too. */
export function isConstant(term: Term): boolean {
  if (term.kind === 'set') return term.items.every(isConstant)
  if (term.kind === 'object') {
    return term.entries.every(([key, value]) => isConstant(key) && isConstant(value))
  }
  if (term.kind === 'array') return term.items.every(isConstant)
  return constantKey(term) !== undefined
}

export function isScalar(term: Term): boolean {
  return ['null', 'boolean', 'number', 'string'].includes(term.kind)
}
