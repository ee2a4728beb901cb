/** Checks what `with` may replace: input, data, and functions, but not a part of a virtual document. */

import type { RegoError } from '../errors.ts'
import type { Expr, Location, Term, With } from '../syntax/ast.ts'
import { dottedName } from './names.ts'
import { builtinHead, isGlobal, type ResolvedRule } from './tree.ts'
import { forEachExpr } from './walk.ts'

export interface Replaceable {
  arities: ReadonlyMap<string, number>
  /** Paths of documents that rules make, joined by JSON. */
  documents: ReadonlySet<string>
}

export function replaceable(
  rules: readonly ResolvedRule[],
  arities: ReadonlyMap<string, number>,
): Replaceable {
  const documents = rules.filter((rule) => !rule.args).map((rule) => JSON.stringify(rule.path))
  return { arities, documents: new Set(documents) }
}

/** Checks every `with` in bodies, wherever it is nested. */
export function checkReplacements(
  bodies: readonly (readonly Expr[])[],
  replace: Replaceable,
  errors: RegoError[],
): void {
  for (const body of bodies) {
    forEachExpr(body, (expr) => {
      for (const item of expr.with) checkWith(item, replace, errors)
    })
  }
}

function checkWith(item: With, replace: Replaceable, errors: RegoError[]): void {
  const { target } = item
  const head = target.kind === 'ref' ? target.head : target
  const name = dottedName(target)
  if (head.kind === 'var' && head.name === 'input') return
  if (head.kind === 'var' && head.name === 'data') {
    if (isInsideDocument(target, replace)) {
      const message = 'with keyword cannot partially replace virtual document(s)'
      refuse(errors, message, target.location)
    } else if (name !== undefined && replace.arities.has(name)) {
      checkArity(item, name, replace, errors)
    }
    return
  }
  if (name === undefined || !replace.arities.has(name)) {
    const message = 'with keyword target must reference existing input, data, or a function'
    errors.push({ code: 'rego_type_error', message, location: target.location })
    return
  }
  checkBuiltin(item, name, replace, errors)
}

function checkBuiltin(item: With, name: string, replace: Replaceable, errors: RegoError[]): void {
  const reason =
    name === 'walk'
      ? 'target must not be a relation'
      : name.startsWith('internal.')
        ? `replacement of internal function "${name}" invalid`
        : name === 'eq' || name.startsWith('rego.metadata.')
          ? `replacement of "${name}" invalid`
          : undefined
  if (reason === undefined) checkArity(item, name, replace, errors)
  else refuse(errors, `with keyword replacing built-in function: ${reason}`, item.target.location)
}

/** A function is replaced by one with as many operands, or by a value. */
function checkArity(item: With, name: string, replace: Replaceable, errors: RegoError[]): void {
  const other = replace.arities.get(replacementName(item.value) ?? '')
  if (other === undefined || other === replace.arities.get(name)) return
  const message = `${name}: arity mismatch`
  errors.push({ code: 'rego_type_error', message, location: item.location })
}

function replacementName(value: Term): string | undefined {
  if (value.kind !== 'ref' || value.head.kind !== 'var' || !isGlobal(value.head.name))
    return undefined
  const [first] = value.path
  if (value.head.name === builtinHead) return first?.kind === 'string' ? first.value : undefined
  return dottedName(value)
}

function isInsideDocument(target: Term, { documents }: Replaceable): boolean {
  if (target.kind !== 'ref') return false
  const path = target.path.flatMap((part) => (part.kind === 'string' ? [part.value] : []))
  return path.some((_, i) => documents.has(JSON.stringify(path.slice(0, i))))
}

function refuse(errors: RegoError[], message: string, location: Location): void {
  errors.push({ code: 'rego_compile_error', message, location })
}
