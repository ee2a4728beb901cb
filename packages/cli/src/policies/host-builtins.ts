/** Built-ins of other hosts that public rule libraries call. */

import type { CustomBuiltin } from '@evenkeel/rego'

/** `result.new(message, object)` of Trivy: the object only tells Trivy where the message stands. */
export const hostBuiltins: CustomBuiltin[] = [
  { name: 'result.new', arity: 2, call: ([message]) => ({ msg: message ?? null }) },
]
