/** What kinds of rules there are and what each version of the language asks of them. */

import type { RegoError } from '../errors.ts'
import type { Expr, Head, Location, RefTerm, Rule, Term } from './ast.ts'
import { fail, type Parser } from './parser-state.ts'
import { termName } from './term-names.ts'
import { isKeywordIn } from './tokens.ts'

/** A rule with what its source used to write it, which the tree does not tell. */
export interface RuleForm {
  rule: Rule
  uses: { if?: boolean; contains?: boolean }
  else?: RuleForm
  /** A further body behind the head of the rule before. */
  isChained?: boolean
  /** Written without a body, and not a bare `p contains x`. */
  isFact?: boolean
}

/** Whether a head without `if` and `contains` is `p[x]`, a partial set or object in v0. */
export function isPartialByShape(head: Head): boolean {
  return !head.args && head.reference.path.length === 1
}

/** In v0, `p[x]` without a value is a partial set of `x`. */
export function makePartialSet(head: Head): void {
  const [key] = head.reference.path
  if (!key) return
  head.key = key
  const { head: variable } = head.reference
  head.reference = { kind: 'ref', location: variable.location, head: variable, path: [] }
}

/** Whether a term has no variables. */
export function isGround(term: Term): boolean {
  switch (term.kind) {
    case 'var':
      return false
    case 'ref':
      return term.path.every(isGround)
    case 'array':
    case 'set':
      return term.items.every(isGround)
    case 'object':
      return term.entries.every(([key, value]) => isGround(key) && isGround(value))
    case 'call':
      return term.args.every(isGround)
    default:
      return true
  }
}

/** Makes a rule of a head without a body: `p := 1`, `f(x) := y`, and what v0 allows besides. */
export function factFromHead(p: Parser, head: Head): RuleForm[] | undefined {
  const form: RuleForm = {
    rule: { location: head.location, isDefault: false, head, body: [] },
    uses: {},
    isFact: true,
  }
  if (head.value) return [form]
  const problem = factProblem(head)
  if (problem === undefined) {
    if (isPartialByShape(head)) makePartialSet(head)
    return [form]
  }
  return failFact(p, problem, head.location)
}

function factProblem(head: Head): string | undefined {
  const { head: name, path } = head.reference
  if (head.args) {
    return head.args.length === 0 ? 'rule argument list must take at least one argument' : undefined
  }
  if (path.length > 0) return undefined
  const isRoot = name.kind === 'var' && (name.name === 'input' || name.name === 'data')
  return isRoot ? 'refs cannot be used for rule head' : 'var cannot be used for rule name'
}

/** Makes a rule of an expression such as `(p) := 1`, or says what is wrong with it. */
export function ruleFromBody(p: Parser, body: Expr[]): RuleForm[] {
  const [expr, second] = body
  if (!expr) return []
  const problem = second ? 'multiple expressions cannot be used for rule head' : queryProblem(expr)
  if (problem === undefined && expr.kind === 'call') {
    const [left, value] = expr.args
    const head = left && headFromTerm(left)
    if (head && value) {
      head.value = value
      head.isAssigned = isOperatorNamed(expr.operator, 'assign')
      return factFromHead(p, head) ?? []
    }
  }
  return failFact(p, problem ?? 'expression cannot be used for rule head', expr.location) ?? []
}

function headFromTerm(term: Term): Head | undefined {
  const { location } = term
  if (term.kind === 'var') {
    return {
      location,
      reference: { kind: 'ref', location, head: term, path: [] },
      isAssigned: false,
    }
  }
  if (term.kind === 'ref') return { location, reference: term, isAssigned: false }
  if (term.kind !== 'call') return undefined
  return { location, reference: term.operator, args: term.args, isAssigned: false }
}

function queryProblem(expr: Expr): string | undefined {
  if (expr.with.length > 0) return 'expressions using with keyword cannot be used for rule head'
  if (expr.isNegated) return 'negated expressions cannot be used for rule head'
  switch (expr.kind) {
    case 'some':
    case 'some-in':
      return "'some' declarations cannot be used for rule head"
    case 'term':
      return termProblem(expr.term)
    case 'call':
      return callProblem(expr.operator, expr.args)
    default:
      return 'expression cannot be used for rule head'
  }
}

function termProblem(term: Term): string {
  if (term.kind !== 'ref') return `${termName(term)} cannot be used for rule name`
  if (term.path.length === 0) return 'refs cannot be used for rule head'
  return `invalid rule head: ${termName(term)}`
}

function callProblem(operator: RefTerm, args: Term[]): string | undefined {
  const [left] = args
  const isDefinition = isOperatorNamed(operator, 'eq') || isOperatorNamed(operator, 'assign')
  if (!isDefinition || !left) return 'rule name conflicts with built-in function'
  const head = left.kind === 'call' ? left.operator : left
  if (head.kind === 'var' || (head.kind === 'ref' && head.head.kind === 'var')) return undefined
  if (head.kind === 'ref') return 'invalid rule head'
  return `${termName(left)} cannot be used for rule name`
}

function isOperatorNamed(operator: RefTerm, name: string): boolean {
  return operator.path.length === 0 && operator.head.kind === 'var' && operator.head.name === name
}

/** Such errors are kept apart: they are told only where the whole source could be parsed. */
function failFact(p: Parser, message: string, location: Location): undefined {
  p.factErrors.push({ code: 'rego_parse_error', message, location })
  return undefined
}

/** Checks the value and the parameters of a default rule. */
export function checkDefault(p: Parser, rule: Rule): boolean {
  const { head, location } = rule
  const before = p.errors.length
  if (!head.value && !head.args && head.reference.path.length === 1) {
    fail(p, 'illegal default rule (must have a value)', location)
  }
  if (head.value) {
    for (const kind of dynamicParts(head.value)) {
      fail(p, `illegal default rule (value cannot contain ${kind})`, location)
    }
  }
  const names = new Set<string>()
  for (const arg of head.args ?? []) {
    if (arg.kind !== 'var') {
      fail(p, `illegal default rule (arguments cannot contain ${termName(arg)})`, location)
      break
    }
    if (names.has(arg.name)) {
      fail(p, `illegal default rule (arguments cannot be repeated ${arg.name})`, location)
    }
    names.add(arg.name)
  }
  return p.errors.length === before
}

/** The kinds of the terms within a value that must be evaluated. */
function dynamicParts(term: Term): string[] {
  switch (term.kind) {
    case 'var':
    case 'ref':
    case 'call':
      return [term.kind]
    case 'array':
    case 'set':
      return term.items.flatMap(dynamicParts)
    case 'object':
      return term.entries.flatMap((entry) => entry.flatMap(dynamicParts))
    case 'template':
      return term.parts.flatMap((part) => {
        if (typeof part === 'string') return []
        if (part.kind === 'term') return dynamicParts(part.term)
        return part.kind === 'call' ? ['call'] : []
      })
    default:
      return []
  }
}

/** What version 1 of the language asks of a rule and the links of its chain. */
export function checkV1(form: RuleForm): RegoError[] {
  const errors = checkV1Link(form)
  for (let link = form.else; link; link = link.else) errors.push(...checkV1Link(link))
  return errors
}

function checkV1Link({ rule, uses, isFact }: RuleForm): RegoError[] {
  const { head, location, body } = rule
  const errors: RegoError[] = []
  const add = (message: string) => errors.push({ code: 'rego_parse_error', message, location })
  const noun = head.args && head.args.length > 0 ? 'function' : 'rule'
  const { head: name, path } = head.reference
  if (path.length === 0 && name.kind === 'var' && isKeywordIn(name.name, 'v1')) {
    add(`${name.name} keyword cannot be used for rule name`)
  }
  if (isFact && !head.value && !head.key && !head.args) {
    add(`${noun} must have value assignment and/or body declaration`)
  }
  if (body.length > 0 && !uses.if) add(`\`if\` keyword is required before ${noun} body`)
  if (head.key && !uses.contains) add('`contains` keyword is required for partial set rules')
  return errors
}
