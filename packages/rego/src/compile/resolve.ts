/** Resolves whole modules and queries: every rule gets its full path, every name its meaning. */

import type { RegoError } from '../errors.ts'
import type { Expr, Head, Module, Rule, Term } from '../syntax/ast.ts'
import { type Global, globalsOf, ruleName, stringsOf } from './names.ts'
import { declarePattern, resolveBody, resolveTerm } from './resolve-terms.ts'
import { Scopes } from './scope.ts'
import type { Link, ResolvedQuery, ResolvedRule } from './tree.ts'
import { varsOfBody } from './vars.ts'

export function resolveModules(modules: readonly Module[], errors: RegoError[]): ResolvedRule[] {
  const counter = { next: 0 }
  const rules: ResolvedRule[] = []
  for (const [module, globals] of globalsOf(modules)) {
    for (const rule of module.rules) {
      rules.push(resolveRule(rule, module, new Scopes(globals, errors, counter)))
    }
  }
  return rules
}

/** A query is a body without a module: all its names but `data` and `input` are variables. */
export function resolveQuery(
  body: readonly Expr[],
  errors: RegoError[],
  globals: ReadonlyMap<string, Global> = new Map(),
): ResolvedQuery {
  const scopes = new Scopes(globals, errors, { next: 0 })
  const resolved = scopes.within(() => resolveBody(body, scopes))
  return {
    body: resolved,
    names: [...varsOfBody(resolved)].filter((name) => !name.startsWith('$')),
  }
}

function resolveRule(rule: Rule, module: Module, scopes: Scopes): ResolvedRule {
  return scopes.within(() => {
    const args = rule.head.args?.map((arg) => declarePattern(arg, 'argument', scopes))
    const chain: Link[] = []
    let keys: Term[] = []
    for (let link: Rule | undefined = rule; link; link = link.else) {
      const { head, body, location } = link
      scopes.within(() => {
        const resolved = resolveBody(body, scopes)
        const value = resolveTerm(valueOf(head, head.key !== undefined), scopes)
        if (link === rule) keys = rule.head.reference.path.map((part) => resolveTerm(part, scopes))
        chain.push({ location, body: resolved, value })
      })
    }
    const { path, rest } = splitPath(module, rule, keys)
    const isSet = rule.head.key !== undefined
    const { location, isDefault } = rule
    return { module, location, path, keys: rest, args, isDefault, isSet, chain }
  })
}

function valueOf(head: Head, isSet: boolean): Term {
  if (isSet && head.key) return head.key
  return head.value ?? { kind: 'boolean', value: true, location: head.location }
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
