/** Resolves whole modules and queries: every rule gets its full path, every name its meaning. */

import type { Expr, Head, Module, RefTerm, Rule, Term } from '../syntax/ast.ts'
import { type Global, globalsOf, ruleName, stringsOf } from './names.ts'
import { declarePattern, resolveBody, resolveTerm } from './resolve-terms.ts'
import { type Naming, Scopes } from './scope.ts'
import type { Link, ResolvedQuery, ResolvedRule } from './tree.ts'
import { varsOfBody } from './vars.ts'

export function resolveModules(modules: readonly Module[], naming: Naming): ResolvedRule[] {
  const rules: ResolvedRule[] = []
  for (const [module, globals] of globalsOf(modules)) {
    for (const rule of module.rules) {
      rules.push(resolveRule(rule, module, new Scopes(globals, naming)))
    }
  }
  return rules
}

/** A query is a body without a module: all its names but `data` and `input` are variables. */
export function resolveQuery(
  body: readonly Expr[],
  naming: Naming,
  globals: ReadonlyMap<string, Global> = new Map(),
): ResolvedQuery {
  const scopes = new Scopes(globals, naming)
  const resolved = scopes.within(() => resolveBody(body, scopes))
  return {
    body: resolved,
    names: [...varsOfBody(resolved)].filter((name) => !name.startsWith('$')),
  }
}

function resolveRule(rule: Rule, module: Module, scopes: Scopes): ResolvedRule {
  return scopes.within(() => {
    const conditions: Expr[] = []
    const written = rule.head.args?.length ? rule.head.args : undefined
    const args = written?.map((arg) =>
      patternOf(declarePattern(arg, 'argument', scopes), conditions),
    )
    const chain: Link[] = []
    let keys: Term[] = []
    for (let link: Rule | undefined = rule; link; link = link.else) {
      const { head, body, location } = link
      scopes.within(() => {
        const resolved = [...resolveBody(body, scopes), ...conditions]
        const value = resolveTerm(headValue(head, head.key !== undefined), scopes)
        if (link === rule) keys = rule.head.reference.path.map((part) => resolveTerm(part, scopes))
        chain.push({ location, body: resolved, value })
      }, true)
    }
    const { path, rest } = splitPath(module, rule, keys)
    const isSet = rule.head.key !== undefined
    const { location, isDefault } = rule
    const isCallable = rule.head.args?.length === 0
    return { module, location, isCallable, path, keys: rest, args, isDefault, isSet, chain }
  })
}

function headValue(head: Head, isSet: boolean): Term {
  if (isSet && head.key) return head.key
  return head.value ?? { kind: 'boolean', value: true, location: head.location }
}

/** An operand in a rule's head may need evaluation: a variable takes its place, equal to it in the body. */
function patternOf(arg: Term, conditions: Expr[]): Term {
  switch (arg.kind) {
    case 'array':
      return { ...arg, items: arg.items.map((item) => patternOf(item, conditions)) }
    case 'object':
      return {
        ...arg,
        entries: arg.entries.map(([key, value]) => [key, patternOf(value, conditions)]),
      }
    case 'ref':
    case 'call':
    case 'template':
    case 'array-comprehension':
    case 'set-comprehension':
    case 'object-comprehension': {
      const { location } = arg
      const variable: Term = { kind: 'var', name: `$arg${location.offset}`, location }
      const head: Term = { kind: 'var', name: 'eq', location }
      const operator: RefTerm = { kind: 'ref', head, path: [], location }
      conditions.push({
        kind: 'call',
        operator,
        args: [variable, arg],
        location,
        isNegated: false,
        with: [],
      })
      return variable
    }
    default:
      return arg
  }
}

/** Divides a rule's full path at its first part that is not a string. */
function splitPath(module: Module, rule: Rule, keys: Term[]): { path: string[]; rest: Term[] } {
  const name = ruleName(rule)
  const path = stringsOf(module.package.path)
  if (name !== undefined) path.push(name)
  let at = 0
  for (; at < keys.length; at++) {
    const key = keys[at]
    if (key?.kind !== 'string') break
    path.push(key.value)
  }
  return { path, rest: keys.slice(at) }
}
