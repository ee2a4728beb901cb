/** Checks the types of bodies: calls, comparisons, references, and what `with` replaces. */

import { dottedName } from '../compile/names.ts'
import type { RegoError } from '../errors.ts'
import type { Expr, Location, RefTerm, Term } from '../syntax/ast.ts'
import { printRef } from '../syntax/print-terms.ts'
import { assignType, unifyTerms } from './assign-types.ts'
import { checkRef } from './check-refs.ts'
import { createNode, type DocumentNode, putType } from './document-types.ts'
import { builtinName, type Closures, functionOf, typeOf } from './infer.ts'
import { printOperands, printType, printTypes } from './print-type.ts'
import { constantKey } from './term-keys.ts'
import { anyType, isUnknown, keysOf, type MaybeType, union, valuesOf } from './type.ts'
import { documentPath, documentType, innerEnv, replacedEnv, type TypeEnv } from './type-env.ts'
import { unifies } from './unifies.ts'

export interface Checking {
  closures: Closures
  /** The trees in which what needs the document at a path, and so changes with it, can be anything. */
  affectedBy(target: RefTerm): DocumentNode | undefined
}

/** Checks a body in an environment of its own, which is returned with its variables' types. */
export function checkBody(
  body: readonly Expr[],
  outer: TypeEnv,
  checking: Checking,
): { env: TypeEnv; errors: RegoError[] } {
  const env = innerEnv(outer)
  return { env, errors: body.flatMap((expr) => checkExpr(expr, env, checking)) }
}

function checkExpr(expr: Expr, outer: TypeEnv, checking: Checking): RegoError[] {
  const env = expr.with.length > 0 ? envOfWith(expr, outer, checking) : outer
  const inner = termsOf(expr).flatMap((term) => checkTerm(term, env, checking))
  for (const { value } of expr.with) {
    // A function may be named only to replace another.
    const isFunction = typeOf(value, env, checking.closures)?.kind === 'function'
    if (!isFunction) inner.push(...checkTerm(value, env, checking))
  }
  const replaced = checkReplacements(expr, env, checking)
  if (replaced) return [...inner, replaced]
  const error = checkStatement(expr, env, checking)
  if (!error) return inner
  // Of an error that comes from an unknown type, the cause was told already.
  return inner.length > 0 && error.isUnknown ? inner : [...inner, error.error]
}

/** The terms of an expression, in whose order they are evaluated. */
function termsOf(expr: Expr): Term[] {
  switch (expr.kind) {
    case 'term':
      return [expr.term]
    case 'call':
      return expr.args
    case 'some-in':
      return [expr.domain, ...(expr.key ? [expr.key] : []), expr.value]
    case 'every':
      return [expr.domain]
    default:
      return []
  }
}

/** Checks what is within a term: closures first, then references, then calls. */
function checkTerm(term: Term, env: TypeEnv, checking: Checking): RegoError[] {
  switch (term.kind) {
    case 'ref': {
      const parts = term.head.kind === 'var' ? term.path : [term.head, ...term.path]
      const errors = parts.flatMap((part) => checkTerm(part, env, checking))
      const error = builtinName(term) === undefined && checkRef(term, env, checking.closures)
      return error ? [...errors, error] : errors
    }
    case 'array':
    case 'set':
      return term.items.flatMap((item) => checkTerm(item, env, checking))
    case 'object':
      return term.entries.flat().flatMap((part) => checkTerm(part, env, checking))
    case 'call':
      return checkNestedCall(term, env, checking)
    case 'array-comprehension':
    case 'set-comprehension':
    case 'object-comprehension':
      return checkComprehension(term, env, checking)
    case 'template':
      return term.parts.flatMap((part) =>
        typeof part === 'string' ? [] : checkBody([part], env, checking).errors,
      )
    default:
      return []
  }
}

function checkNestedCall(
  term: Term & { kind: 'call' },
  env: TypeEnv,
  checking: Checking,
): RegoError[] {
  const errors = term.args.flatMap((arg) => checkTerm(arg, env, checking))
  const found = checkAnyCall(term.operator, term.args, term.location, env, checking.closures)
  if (!found) return errors
  checking.closures.failed.add(term)
  return errors.length > 0 && found.isUnknown ? errors : [...errors, found.error]
}

function checkComprehension(
  term: Term & { kind: `${string}-comprehension` },
  env: TypeEnv,
  checking: Checking,
): RegoError[] {
  const { env: inner, errors } = checkBody(term.body, env, checking)
  const heads = term.kind === 'object-comprehension' ? [term.key, term.value] : [term.value]
  for (const head of heads) errors.push(...checkTerm(head, inner, checking))
  if (errors.length === 0) checking.closures.bodies.set(term, inner)
  return errors
}

interface Finding {
  error: RegoError
  /** Whether nothing is known about one of the types that do not fit. */
  isUnknown: boolean
}

function checkStatement(expr: Expr, env: TypeEnv, checking: Checking): Finding | undefined {
  const { closures } = checking
  switch (expr.kind) {
    case 'call':
      return checkCallStatement(expr, env, closures)
    case 'some-in':
      return checkSomeIn(expr, env, closures)
    case 'every':
      return undefined
    default:
      return undefined
  }
}

function checkCallStatement(
  expr: Expr & { kind: 'call' },
  env: TypeEnv,
  closures: Closures,
): Finding | undefined {
  const { operator, args, location } = expr
  const name = dottedName(operator)
  const [left, right] = args
  const isEquation = name === 'eq' || name === 'assign' || name === 'equal'
  if (isEquation && left && right && args.length === 2) {
    const types = [typeOf(left, env, closures), typeOf(right, env, closures)]
    if (unifyTerms(left, right, env, closures)) return undefined
    return mismatch(location, types)
  }
  return checkAnyCall(operator, args, location, env, closures)
}

function checkAnyCall(
  operator: RefTerm,
  args: readonly Term[],
  location: Location,
  env: TypeEnv,
  closures: Closures,
): Finding | undefined {
  const name = dottedName(operator)
  const isMember = name === 'internal.member_2' || name === 'internal.member_3'
  const found = isMember ? checkMember(args, location, env, closures) : undefined
  return found ?? checkCall(operator, args, location, env, closures)
}

function mismatch(location: Location, types: readonly MaybeType[]): Finding {
  return {
    error: {
      code: 'rego_type_error',
      message: 'match error',
      location,
      details: [`left  : ${printType(types[0])}`, `right : ${printType(types[1])}`],
    },
    isUnknown: types.some(isUnknown),
  }
}

/** `x in xs`: whether `x` can be a member of `xs`. */
function checkMember(
  args: readonly Term[],
  location: Location,
  env: TypeEnv,
  closures: Closures,
): Finding | undefined {
  const isKeyed = args.length > 2
  const [first, second, third] = args
  const value = isKeyed ? second : first
  const domain = isKeyed ? third : second
  if (!value || !domain) return undefined
  const collection = typeOf(domain, env, closures)
  const values = valuesOf(collection)
  if (!values) return undefined
  const operands: [Term, MaybeType][] = [[value, values]]
  if (isKeyed && first) operands.unshift([first, keysOf(collection)])
  for (const [operand, type] of operands) {
    if (isUnknown(type)) continue
    const known = typeOf(operand, env, closures)
    const fits = isUnknown(known) || unifies(known, type)
    if (!fits || !assignType(operand, type, env, closures)) return mismatch(location, [known, type])
  }
  return undefined
}

function checkSomeIn(
  expr: Expr & { kind: 'some-in' },
  env: TypeEnv,
  closures: Closures,
): Finding | undefined {
  const { key, value, domain, location } = expr
  return checkMember(key ? [key, value, domain] : [value, domain], location, env, closures)
}

/** Checks the operands of a function against its type. */
function checkCall(
  operator: RefTerm,
  args: readonly Term[],
  location: Location,
  env: TypeEnv,
  closures: Closures,
): Finding | undefined {
  const type = functionOf(operator, env)
  if (!type) return undefined
  const result = type.result === undefined ? [] : [type.result]
  const wanted = [...type.args, ...result]
  const name = printRef(operator)
  const known = args.map((arg) => typeOf(arg, env, closures))
  const fail = (what: string): Finding => ({
    error: {
      code: 'rego_type_error',
      message: `${name}: ${what}`,
      location,
      details: [`have: ${printTypes(known)}`, `want: ${printOperands(type)}`],
    },
    isUnknown: known.some(isUnknown),
  })
  if (args.length > wanted.length && !type.variadic) return fail('too many arguments')
  if (args.length < type.args.length) return fail('too few arguments')
  for (const [index, arg] of args.entries()) {
    const want = wanted[index] ?? type.variadic
    const have = known[index]
    if (!isUnknown(have) && !unifies(have, want)) return fail('invalid argument(s)')
    if (!assignType(arg, want, env, closures)) return fail('invalid argument(s)')
  }
  return undefined
}

/** The environment of an expression in which documents are replaced. */
function envOfWith(expr: Expr, env: TypeEnv, checking: Checking): TypeEnv {
  const replaced = createNode()
  const trees: DocumentNode[] = [replaced]
  for (const { target, value } of expr.with) {
    const path = target.kind === 'ref' ? documentPath(target) : undefined
    if (target.kind !== 'ref' || !path) continue
    const affected = checking.affectedBy(target)
    if (affected) trees.push(affected)
    const before = documentType(env, path)
    if (before?.kind === 'function') continue
    const keys = path.map(constantKey)
    const isGround = !keys.includes(undefined)
    const replacement = typeOf(value, env, checking.closures)
    const either = isGround && before && replacement ? union(before, replacement) : anyType
    const prefix = keys.slice(0, isGround ? keys.length : keys.indexOf(undefined))
    putType(
      replaced,
      prefix.filter((key) => key !== undefined),
      either ?? anyType,
    )
  }
  return replacedEnv(env, trees)
}

/** A function can be replaced by one of the same type only. */
function checkReplacements(expr: Expr, env: TypeEnv, checking: Checking): RegoError | undefined {
  for (const { target, value, location } of expr.with) {
    const have = typeOf(value, env, checking.closures)
    const path = target.kind === 'ref' ? documentPath(target) : undefined
    const want = path ? documentType(env, path) : env.builtins.get(dottedName(target) ?? '')
    if (want?.kind !== 'function' || have?.kind !== 'function') continue
    if (unifies(want, have)) continue
    const name = target.kind === 'ref' ? printRef(target) : dottedName(target)
    return { code: 'rego_type_error', message: `${name}: arity mismatch`, location }
  }
  return undefined
}
