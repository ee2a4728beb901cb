/** What kinds of terms are called in messages. */

import type { Term } from './ast.ts'

/** OPA's name for the kind of a term. */
export function termName(term: Term): string {
  switch (term.kind) {
    case 'array-comprehension':
    case 'object-comprehension':
    case 'set-comprehension':
      return term.kind.replace('-', '')
    case 'template':
      return 'templatestring'
    default:
      return term.kind
  }
}
