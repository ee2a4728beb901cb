/** Orders each body so that every variable is bound before it is needed, and reports those that cannot be. */

import type { RegoError } from '../errors.ts'
import type { Expr, Location, Rule, Term } from '../syntax/ast.ts'
import { FUTURE_KEYWORDS } from '../syntax/tokens.ts'
import { hoistRefs } from './negation.ts'
import {
  type ArityOf,
  addPatternVars,
  addRefOutputs,
  isSubset,
  needsOf,
  outputsOf,
  withOutputs,
} from './outputs.ts'
import { isAssignment } from './resolve-terms.ts'
import type { Naming } from './scope.ts'
import type { ResolvedQuery, ResolvedRule } from './tree.ts'
import { writtenName } from './tree.ts'
import { type Closure, varsOfBody, varsOfClosure, walkTerm } from './vars.ts'

interface Ordering {
  arityOf: ArityOf
  errors: RegoError[]
  /** Numbers the variables of what is taken out of negations. */
  fresh: { next: number }
  /** The expression in which a comprehension stands. */
  at?: Location
}

/** The rule with its bodies in a safe order. What is unsafe stays where it is and is in `errors`. */
export function orderRule(rule: ResolvedRule, arityOf: ArityOf, naming: Naming): ResolvedRule {
  const { errors } = naming
  const ordering: Ordering = { arityOf, errors: [], fresh: naming }
  const safe = new Set<string>()
  for (const arg of rule.args ?? []) addPatternVars(arg, safe, safe)
  let keys = rule.keys
  const chain = rule.chain.map((link, index) => {
    const outputs = index === 0 ? [...rule.keys, link.value] : [link.value]
    const all = varsOfBody(link.body)
    for (const name of safe) all.add(name)
    for (const term of outputs) walkTerm(term, { onVar: (name) => all.add(name) })
    const { body, bound } = orderBody(link.body, safe, all, ordering)
    for (const term of outputs) addRefOutputs(term, bound, bound)
    const ordered = outputs.map((term) => orderTerm(term, bound, all, ordering))
    const inBody = varsOfBody(link.body)
    const known = new Set([...bound, ...inBody])
    reportOutputs(outputs, known, (term) => term.location, ordering.errors)
    const value = ordered.at(-1) ?? link.value
    if (index === 0) keys = ordered.slice(0, -1)
    return { ...link, body, value }
  })
  errors.push(...mergeErrors(ordering.errors).map((error) => inRule(error, rule)))
  return { ...rule, keys, chain }
}

export function orderQuery(query: ResolvedQuery, arityOf: ArityOf, naming: Naming): ResolvedQuery {
  const { errors } = naming
  const ordering: Ordering = { arityOf, errors: [], fresh: naming }
  const { body } = orderBody(query.body, new Set(), varsOfBody(query.body), ordering)
  errors.push(...mergeErrors(ordering.errors))
  return { ...query, body }
}

/** The unbound variables of what a body yields, reported where the whole is. */
function reportOutputs(
  terms: readonly Term[],
  bound: ReadonlySet<string>,
  at: (term: Term) => Location,
  errors: RegoError[],
): void {
  const known = new Set(errors.map((error) => error.message))
  for (const term of terms) {
    const onVar = (name: string): void => {
      if (!bound.has(name) && !known.has(unsafe(name, at(term)).message))
        errors.push(unsafe(name, at(term)))
    }
    walkTerm(term, { onVar })
  }
}

/** Where rules of several names share a line the rule is named, as the line does not tell. */
export function inRule(error: RegoError, rule: ResolvedRule): RegoError {
  const { location, module, path } = rule
  const name = path.slice(module.package.path.path.length).join('.')
  const isAlone = module.rules.every(
    (other) => other.location.row !== location.row || nameOf(other) === name,
  )
  if (isAlone || error.message === 'expression is unsafe') return error
  return { ...error, message: `${error.message} in rule ${name}` }
}

/** A rule's name within its package, without what must be evaluated. */
function nameOf({ head: { reference } }: Rule): string {
  const parts = [reference.head.kind === 'var' ? reference.head.name : '']
  for (const part of reference.path) {
    if (part.kind !== 'string') break
    parts.push(part.value)
  }
  return parts.join('.')
}

/** Each variable once, at the first place where it is unsafe. */
function mergeErrors(found: readonly RegoError[]): RegoError[] {
  const first = new Map<string, RegoError>()
  for (const error of found) {
    const isWildcard = error.message.startsWith('var _ is')
    const id = isWildcard ? `${error.message} ${offsetOf(error)}` : error.message
    const known = first.get(id)
    if (!known || offsetOf(error) < offsetOf(known)) first.set(id, error)
  }
  return [...first.values()]
}

function offsetOf(error: RegoError): number {
  return error.location?.offset ?? 0
}

/** Says that a variable is unsafe. */
export function unsafe(name: string, location: Location): RegoError {
  // Wildcards are numbered; what the compiler puts in is named otherwise.
  if (/^\$\d+$/.test(name)) {
    return { code: 'rego_unsafe_var_error', message: 'var _ is unsafe', location }
  }
  const message = name.startsWith('$')
    ? 'expression is unsafe'
    : `var ${writtenName(name)} is unsafe${keywordHint(writtenName(name))}`
  return { code: 'rego_unsafe_var_error', message, location }
}

/** A name that is a keyword elsewhere was most likely meant to be one. */
function keywordHint(name: string): string {
  if (!FUTURE_KEYWORDS.includes(name)) return ''
  return ` (hint: \`import future.keywords.${name}\` to import a future keyword)`
}

/**
 * Repeatedly takes the expressions, in source order, whose variables are bound by then.
 * `outer` has all variables of the body and around it: a closure may use them only when bound.
 */
function orderBody(
  body: readonly Expr[],
  safe: ReadonlySet<string>,
  outer: ReadonlySet<string>,
  ordering: Ordering,
): { body: Expr[]; bound: Set<string> } {
  const bound = new Set(safe)
  const ordered: Expr[] = []
  const closures = new Map<object, Set<string>>()
  const closureVars = (closure: object): ReadonlySet<string> => {
    const vars = closures.get(closure) ?? varsOfClosure(closure as Closure)
    closures.set(closure, vars)
    return vars
  }
  let rest = body.map((expr) => ({ expr, ...needsOf(expr, outer, closureVars) }))
  for (let progress = true; progress && rest.length > 0; ) {
    progress = false
    const later: typeof rest = []
    for (const item of rest) {
      const outputs = outputsOf(item.expr, bound, ordering.arityOf)
      const isReady =
        isSubset(item.own, bound, outputs) &&
        isSubset(item.before, bound, withOutputs(item.expr, bound))
      if (!isReady) {
        later.push(item)
        continue
      }
      for (const name of outputs) bound.add(name)
      ordered.push(...hoisted(orderInside(item.expr, bound, outer, ordering), ordering))
      progress = true
    }
    rest = later
  }
  const found: Unbound[] = []
  for (const { expr, own, before } of rest) {
    const outputs = outputsOf(expr, bound, ordering.arityOf)
    const early = withOutputs(expr, bound)
    const add = (name: string) => found.push({ name, location: expr.location })
    for (const name of own) if (!bound.has(name) && !outputs.has(name)) add(name)
    for (const name of before) if (!bound.has(name) && !early.has(name)) add(name)
    ordered.push(expr)
  }
  reportUnbound(
    found,
    rest.map(({ expr }) => expr),
    ordering.errors,
  )
  return { body: ordered, bound }
}

interface Unbound {
  name: string
  location: Location
}

/** What is merely assigned from something unsafe is not to blame, unless nothing else is. */
function reportUnbound(
  found: readonly Unbound[],
  exprs: readonly Expr[],
  errors: RegoError[],
): void {
  const assigned = new Set<string>()
  for (const expr of exprs) {
    const [left] = expr.kind === 'call' && isAssignment(expr) ? expr.args : []
    if (left) walkTerm(left, { onVar: (name) => assigned.add(name) })
  }
  const others = found.filter(({ name }) => !assigned.has(name))
  const hasCause = others.length > 0
  for (const { name, location } of hasCause ? others : found) errors.push(unsafe(name, location))
}

function hoisted(expr: Expr, ordering: Ordering): Expr[] {
  if (!expr.isNegated || (expr.kind !== 'call' && expr.kind !== 'term')) return [expr]
  return hoistRefs(expr, (location) => {
    const name = `$${ordering.fresh.next++}#`
    return { kind: 'var', name, isWildcard: true, location }
  })
}

/** Orders the bodies of the closures in an expression, for which all of `bound` is safe. */
function orderInside(
  expr: Expr,
  bound: ReadonlySet<string>,
  outer: ReadonlySet<string>,
  ordering: Ordering,
): Expr {
  const here = { ...ordering, at: expr.location }
  const term = (part: Term): Term => orderTerm(part, bound, outer, here)
  const withs = expr.with.map((item) => ({ ...item, value: term(item.value) }))
  switch (expr.kind) {
    case 'term':
      return { ...expr, with: withs, term: term(expr.term) }
    case 'call':
      return { ...expr, with: withs, args: expr.args.map(term) }
    case 'some-in':
      return { ...expr, with: withs, domain: term(expr.domain) }
    case 'not':
      return { ...expr, with: withs, body: orderOperand(expr.body, bound, outer, ordering) }
    case 'and':
    case 'or': {
      const left = orderOperand(expr.left, bound, outer, ordering)
      const right = orderOperand(expr.right, bound, outer, ordering)
      return { ...expr, with: withs, left, right }
    }
    case 'every': {
      const inner = new Set(bound)
      if (expr.key) inner.add(expr.key.name)
      inner.add(expr.value.name)
      const all = new Set([...outer, ...inner, ...varsOfBody(expr.body)])
      const { body } = orderBody(expr.body, inner, all, ordering)
      return { ...expr, with: withs, domain: term(expr.domain), body }
    }
    case 'some':
      return expr
  }
}

function orderOperand(
  body: readonly Expr[],
  bound: ReadonlySet<string>,
  outer: ReadonlySet<string>,
  ordering: Ordering,
): Expr[] {
  return orderBody(body, bound, new Set([...outer, ...varsOfBody(body)]), ordering).body
}

function orderTerm(
  term: Term,
  bound: ReadonlySet<string>,
  outer: ReadonlySet<string>,
  ordering: Ordering,
): Term {
  const order = (part: Term): Term => orderTerm(part, bound, outer, ordering)
  switch (term.kind) {
    case 'ref':
      return { ...term, head: order(term.head), path: term.path.map(order) }
    case 'array':
    case 'set':
      return { ...term, items: term.items.map(order) }
    case 'object':
      return { ...term, entries: term.entries.map(([key, value]) => [order(key), order(value)]) }
    case 'call':
      return { ...term, args: term.args.map(order) }
    case 'template':
      return {
        ...term,
        parts: term.parts.map((part) =>
          typeof part === 'string' ? part : orderPart(part, bound, outer, ordering),
        ),
      }
    case 'array-comprehension':
    case 'set-comprehension': {
      const inside = orderComprehension(term.body, [term.value], { bound, outer }, ordering)
      return { ...term, body: inside.body, value: inside.outputs[0] ?? term.value }
    }
    case 'object-comprehension': {
      const heads = [term.key, term.value]
      const inside = orderComprehension(term.body, heads, { bound, outer }, ordering)
      const [key = term.key, value = term.value] = inside.outputs
      return { ...term, body: inside.body, key, value }
    }
    default:
      return term
  }
}

function orderPart(
  part: Expr,
  bound: ReadonlySet<string>,
  outer: ReadonlySet<string>,
  ordering: Ordering,
): Expr {
  // An expression in a text has one value, so that it may not iterate over variables of its own.
  for (const name of outputsOf(part, bound, ordering.arityOf)) {
    if (outer.has(name)) continue
    const message = `var ${name.startsWith('$') ? '_' : writtenName(name)} is undeclared`
    ordering.errors.push({ code: 'rego_compile_error', message, location: part.location })
  }
  const { body } = orderBody([part], bound, new Set([...outer, ...varsOfBody([part])]), ordering)
  return body[0] ?? part
}

function orderComprehension(
  body: readonly Expr[],
  outputs: readonly Term[],
  around: { bound: ReadonlySet<string>; outer: ReadonlySet<string> },
  ordering: Ordering,
): { body: Expr[]; outputs: Term[] } {
  const all = new Set([...around.outer, ...varsOfBody(body)])
  for (const term of outputs) walkTerm(term, { onVar: (name) => all.add(name) })
  const inside = orderBody(body, around.bound, all, ordering)
  for (const term of outputs) addRefOutputs(term, inside.bound, inside.bound)
  const ordered = outputs.map((term) => orderTerm(term, inside.bound, all, ordering))
  const at = (term: Term): Location => ordering.at ?? term.location
  reportOutputs(outputs, inside.bound, at, ordering.errors)
  return { body: inside.body, outputs: ordered }
}
