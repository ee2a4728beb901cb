/** Finds variables of rules' heads that their bodies do not have at all. */

import { inRule, unsafe } from '../compile/safety.ts'
import type { Link, ResolvedRule } from '../compile/tree.ts'
import { varsOfBody, varsOfTerm, walkTerm } from '../compile/vars.ts'
import type { RegoError } from '../errors.ts'
import type { Term } from '../syntax/ast.ts'
import { walkTerms } from './references.ts'

/** Heads are looked at before bodies, whose order does not matter to them. */
export function checkHeads(rules: readonly ResolvedRule[]): RegoError[] {
  return rules.flatMap((rule) => rule.chain.flatMap((link) => checkLink(rule, link)))
}

function checkLink(rule: ResolvedRule, link: Link): RegoError[] {
  const known = varsOfBody(link.body)
  for (const arg of rule.args ?? []) for (const name of varsOfTerm(arg)) known.add(name)
  const terms = rule.chain[0] === link ? [...rule.keys, link.value] : [link.value]
  const errors = new Map<string, RegoError>()
  for (const term of terms.filter((part) => !isEvaluated(part))) {
    walkTerm(term, {
      onVar: (name, { location }) => {
        if (!known.has(name) && !errors.has(name)) {
          errors.set(name, inRule(unsafe(name, location), rule))
        }
      },
    })
  }
  return [...errors.values()]
}

/** What must be evaluated counts as a part of the body. */
function isEvaluated(term: Term): boolean {
  let found = false
  walkTerms(term, (part) => {
    found ||= part.kind === 'ref' || part.kind === 'call' || part.kind === 'template'
    found ||= part.kind.endsWith('comprehension')
    return !found
  })
  return found
}
