/** Checks that calls mean functions, with as many operands as these take. */

import { dottedName } from '../compile/names.ts'
import type { ResolvedRule } from '../compile/tree.ts'
import type { RegoError } from '../errors.ts'
import type { Expr, Location, RefTerm, Term } from '../syntax/ast.ts'
import { printRef } from '../syntax/print-terms.ts'
import { printOperands } from './print-type.ts'
import { walkBody } from './references.ts'
import { signatures } from './signatures.ts'

/** A call as a statement may have one operand more, which the result must equal. */
type Call = { operator: RefTerm; args: readonly Term[]; location: Location; isStatement: boolean }

/** Calls of rules of a policy. `arities` has functions by dotted name, `data` being the first part of rules. */
export function checkCalls(
  rules: readonly ResolvedRule[],
  functions: ReadonlyMap<string, number>,
): RegoError[] {
  const arities = withDocuments(rules, functions)
  return rules.flatMap(({ chain, args, keys }) => [
    ...chain.flatMap(({ body, value }) => [
      ...checkCallsInBody(body, arities),
      ...checkCallsInTerms([value], arities),
    ]),
    ...checkCallsInTerms([...(args ?? []), ...keys], arities),
  ])
}

/** Unlike the 0 of a rule that is written with empty parentheses. */
const documentArity = -1

/** A rule that is no function counts as one without operands, which nobody can call. */
function withDocuments(
  rules: readonly ResolvedRule[],
  functions: ReadonlyMap<string, number>,
): Map<string, number> {
  const arities = new Map(functions)
  for (const { path } of rules) {
    const name = ['data', ...path].join('.')
    if (!arities.has(name)) arities.set(name, documentArity)
  }
  return arities
}

/** Calls of a query. */
export function checkCallsInBody(
  body: readonly Expr[],
  arities: ReadonlyMap<string, number>,
): RegoError[] {
  const errors: RegoError[] = []
  walkBody(body, {
    expr: (expr) => {
      if (expr.kind === 'call') add(errors, checkCall({ ...expr, isStatement: true }, arities))
    },
    term: (term) => {
      if (term.kind === 'call') add(errors, checkCall({ ...term, isStatement: false }, arities))
      return true
    },
  })
  return errors
}

function checkCallsInTerms(
  terms: readonly Term[],
  arities: ReadonlyMap<string, number>,
): RegoError[] {
  return checkCallsInBody(
    terms.map((term) => ({
      kind: 'term',
      term,
      location: term.location,
      isNegated: false,
      with: [],
    })),
    arities,
  )
}

function add(errors: RegoError[], error: RegoError | undefined): void {
  if (error) errors.push(error)
}

function checkCall(call: Call, arities: ReadonlyMap<string, number>): RegoError | undefined {
  const name = dottedName(call.operator)
  // Only `print` takes any number of operands.
  if (name === 'print') return undefined
  const arity = arities.get(name ?? '')
  const shown = printRef(call.operator)
  const fail = (message: string): RegoError => ({
    code: 'rego_type_error',
    message,
    location: call.location,
  })
  const count = call.args.length
  const isBuiltin = name !== undefined && !name.startsWith('data.')
  const isDocument = arity === documentArity && count < (call.isStatement ? 2 : 1)
  if (arity === undefined || isDocument) return fail(`undefined function ${shown}`)
  if (count === arity || (call.isStatement && count === arity + 1)) return undefined
  if (isBuiltin) {
    const signature = signatures.get(name)
    const error = fail(`${shown}: arity mismatch`)
    return signature ? { ...error, details: [`want: ${printOperands(signature)}`] } : error
  }
  const noun = count === 1 ? 'argument' : 'arguments'
  return fail(`function ${shown} has arity ${Math.max(arity, 0)}, got ${count} ${noun}`)
}
