/** Resolves the names in terms and bodies: globals become references into data or input, locals unique. */

import type {
  CallExpr,
  EveryExpr,
  Expr,
  ObjectTerm,
  RefTerm,
  SomeInExpr,
  StringTerm,
  Term,
  TermExpr,
  With,
} from '../syntax/ast.ts'
import { printRef } from '../syntax/print-terms.ts'
import { dottedName, type Global } from './names.ts'
import { hoistCalls } from './negation.ts'
import type { Scopes } from './scope.ts'
import { builtinHead } from './tree.ts'
import { varsOfClosure, walkTerm } from './vars.ts'

export function resolveTerm(term: Term, scopes: Scopes): Term {
  const resolve = (part: Term): Term => resolveTerm(part, scopes)
  switch (term.kind) {
    case 'var': {
      if (term.isWildcard) return term
      const found = scopes.lookup(term.name)
      if (found === undefined) {
        return term.name === 'input' || term.name === 'data'
          ? { kind: 'ref', location: term.location, head: term, path: [] }
          : term
      }
      if (typeof found === 'string') return { ...term, name: found }
      return globalRef(found, term)
    }
    case 'ref':
      return resolveRef(term, scopes)
    case 'array':
    case 'set':
      return { ...term, items: term.items.map(resolve) }
    case 'object':
      return {
        ...term,
        entries: lastOfEqualKeys(term.entries).map(([key, value]) => [
          resolve(key),
          resolve(value),
        ]),
      }
    case 'call': {
      const operator = resolveOperator(term.operator, scopes)
      if (isShadowed(term.operator, scopes)) {
        refuse(scopes, `called function ${printRef(operator)} shadowed`, term)
      }
      return { ...term, operator, args: term.args.map(resolve) }
    }
    case 'array-comprehension':
    case 'set-comprehension':
      return scopes.within(() => {
        const body = resolveBody(term.body, scopes)
        return { ...term, body, value: resolve(term.value) }
      })
    case 'object-comprehension':
      return scopes.within(() => {
        const body = resolveBody(term.body, scopes)
        return { ...term, body, key: resolve(term.key), value: resolve(term.value) }
      })
    case 'template':
      return {
        ...term,
        parts: term.parts.map((part) =>
          typeof part === 'string'
            ? part
            : scopes.within(() => resolveExpr(part, scopes)[0] ?? part),
        ),
      }
    default:
      return term
  }
}

/** Of entries with one constant key OPA keeps the last. */
function lastOfEqualKeys(entries: ObjectTerm['entries']): ObjectTerm['entries'] {
  const seen = new Set<string>()
  return entries
    .toReversed()
    .filter(([key]) => {
      if (key.kind !== 'string') return true
      const isLast = !seen.has(key.value)
      seen.add(key.value)
      return isLast
    })
    .toReversed()
}

function globalRef(global: Global, at: Term): RefTerm {
  return {
    kind: 'ref',
    location: at.location,
    head: { kind: 'var', name: global.head, location: at.location },
    path: global.path.map(
      (value): StringTerm => ({ kind: 'string', value, location: at.location }),
    ),
  }
}

function resolveRef(term: RefTerm, scopes: Scopes): RefTerm {
  const path = term.path.map((part) => resolveTerm(part, scopes))
  const head = resolveTerm(term.head, scopes)
  if (head.kind !== 'ref') return { ...term, head, path }
  return { ...term, head: head.head, path: [...head.path, ...path] }
}

/** A function's name: a rule, something imported, or left as it is when it can only be a built-in. */
function resolveOperator(operator: RefTerm, scopes: Scopes): RefTerm {
  const head = operator.head
  if (head.kind !== 'var') return operator
  const found = scopes.lookup(head.name)
  if (found === undefined) return operator
  // A variable is no function, and no function has its unique name.
  if (typeof found === 'string') return { ...operator, head: { ...head, name: found } }
  const global = globalRef(found, head)
  return { ...global, location: operator.location, path: [...global.path, ...operator.path] }
}

/** Whether a function's name is the one of a variable here. */
function isShadowed({ head }: RefTerm, scopes: Scopes): boolean {
  return head.kind === 'var' && typeof scopes.find(head.name) === 'string'
}

export function resolveBody(body: readonly Expr[], scopes: Scopes): Expr[] {
  return body.flatMap((expr) => resolveExpr(expr, scopes))
}

function resolveExpr(expr: Expr, scopes: Scopes): Expr[] {
  const withs = expr.with.map((item) => resolveWith(item, scopes))
  switch (expr.kind) {
    case 'some':
      for (const name of expr.names) scopes.declare(name, 'declared')
      return []
    case 'term':
      return lift({ ...expr, with: withs, term: resolveTerm(expr.term, scopes) }, scopes)
    case 'some-in':
      return [{ ...resolveSomeIn(expr, scopes), with: withs }]
    case 'every':
      return [{ ...resolveEvery(expr, scopes), with: withs }]
    case 'call':
      return lift({ ...resolveCall(expr, scopes), with: withs }, scopes)
    case 'not':
      return [{ ...expr, with: withs, body: resolveOperand(expr.body, scopes) }]
    case 'and':
    case 'or': {
      const left = resolveOperand(expr.left, scopes)
      const right = resolveOperand(expr.right, scopes)
      return [{ ...expr, with: withs, left, right }]
    }
  }
}

function lift(expr: CallExpr | TermExpr, scopes: Scopes): Expr[] {
  return expr.isNegated ? hoistCalls(expr, (location) => scopes.fresh(location)) : [expr]
}

function resolveOperand(body: readonly Expr[], scopes: Scopes): Expr[] {
  return scopes.within(() => resolveBody(body, scopes))
}

function resolveWith(item: With, scopes: Scopes): With {
  return {
    ...item,
    target: resolveTerm(item.target, scopes),
    value: resolveReplacement(item.value, scopes),
  }
}

/** The value of a `with`, which may be a built-in's name. */
function resolveReplacement(value: Term, scopes: Scopes): Term {
  const name = dottedName(value)
  const head = value.kind === 'ref' ? value.head : value
  const isFree = head.kind === 'var' && scopes.find(head.name) === undefined
  if (name === undefined || !isFree || !scopes.builtins.has(name)) {
    return resolveTerm(value, scopes)
  }
  return globalRef({ head: builtinHead, path: [name] }, value)
}

function resolveCall(expr: CallExpr, scopes: Scopes): CallExpr {
  const [left, right] = expr.args
  if (!isAssignment(expr) || left === undefined || right === undefined) {
    return {
      ...expr,
      operator: resolveOperator(expr.operator, scopes),
      args: expr.args.map((arg) => resolveTerm(arg, scopes)),
    }
  }
  const value = resolveTerm(right, scopes)
  if (expr.isNegated) {
    refuse(scopes, 'cannot assign vars inside negated expression', expr)
    return { ...expr, args: [left, value] }
  }
  return { ...expr, args: [declarePattern(left, 'assigned', scopes), value] }
}

export function isAssignment(expr: CallExpr): boolean {
  const { head, path } = expr.operator
  return (
    head.kind === 'var' && head.name === 'assign' && path.length === 0 && expr.args.length === 2
  )
}

function resolveSomeIn(expr: SomeInExpr, scopes: Scopes): SomeInExpr {
  const domain = resolveTerm(expr.domain, scopes)
  // As OPA has it, a name that occurs in what is iterated means there and here the same.
  const used = namesIn(expr.domain)
  const key = expr.key && declarePattern(expr.key, 'declared', scopes, used)
  const value = declarePattern(expr.value, 'declared', scopes, used)
  return key ? { ...expr, domain, key, value } : { ...expr, domain, value }
}

/** The variables of a term as it is written, closures and all. */
function namesIn(term: Term): Set<string> {
  const names = new Set<string>()
  walkTerm(term, {
    onVar: (name) => names.add(name),
    onClosure: (closure) => varsOfClosure(closure, names),
  })
  return names
}

function resolveEvery(expr: EveryExpr, scopes: Scopes): EveryExpr {
  const domain = resolveTerm(expr.domain, scopes)
  return scopes.within(() => {
    const key = expr.key && scopes.declare(expr.key, 'declared')
    const value = scopes.declare(expr.value, 'declared')
    const body = scopes.within(() => resolveBody(expr.body, scopes))
    return key ? { ...expr, domain, key, value, body } : { ...expr, domain, value, body }
  })
}

/** Declares the variables of a pattern: a variable, or an array or object of patterns. */
export function declarePattern(
  term: Term,
  how: 'argument' | 'declared' | 'assigned',
  scopes: Scopes,
  except?: ReadonlySet<string>,
): Term {
  const declare = (part: Term): Term => declarePattern(part, how, scopes, except)
  switch (term.kind) {
    case 'var':
      return except?.has(term.name) ? resolveTerm(term, scopes) : scopes.declare(term, how)
    case 'array':
      return { ...term, items: term.items.map(declare) }
    case 'object':
      return {
        ...term,
        entries: lastOfEqualKeys(term.entries).map(([key, value]) => [
          resolveTerm(key, scopes),
          declare(value),
        ]),
      }
    default:
      if (how === 'assigned') refuse(scopes, `cannot assign to ${kindName(term)}`, term)
      return resolveTerm(term, scopes)
  }
}

function kindName(term: Term): string {
  return term.kind.replace('-', '')
}

function refuse(scopes: Scopes, message: string, at: { location: Term['location'] }): void {
  scopes.errors.push({ code: 'rego_compile_error', message, location: at.location })
}
