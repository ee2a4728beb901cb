/** Finds what is declared and never used: variables, parameters, imports. */

import type { RegoError } from '../errors.ts'
import type { Expr, Location, Module, Rule, Term } from '../syntax/ast.ts'
import { importName, printImport, walkModule } from './module-checks.ts'
import { walkBody, walkTerms } from './references.ts'

export interface UnusedOptions {
  /** Also what is merely assigned, and parameters. */
  isStrict: boolean
}

/** Imports whose name occurs nowhere. */
export function checkUnusedImports(module: Module): RegoError[] {
  const used = new Set<string>()
  walkModule(module, {
    term: (term) => {
      if (term.kind === 'var') used.add(term.name)
      return true
    },
  })
  return module.imports.flatMap((item) => {
    const { head } = item.path
    const isKeyword = head.kind === 'var' && (head.name === 'future' || head.name === 'rego')
    if (isKeyword || used.has(importName(item))) return []
    const message = `${printImport(item)} unused`
    return [{ code: 'rego_compile_error' as const, message, location: item.location }]
  })
}

/** Variables and parameters of all rules. */
export function checkUnusedVars(module: Module, options: UnusedOptions): RegoError[] {
  return module.rules.flatMap((rule) => [
    ...linksOf(rule).flatMap((link) => checkLink(link, options)),
    ...(options.isStrict ? checkParameters(rule) : []),
  ])
}

function linksOf(rule: Rule): Rule[] {
  const links: Rule[] = []
  for (let link: Rule | undefined = rule; link; link = link.else) links.push(link)
  return links
}

function checkLink({ head, body }: Rule, options: UnusedOptions): RegoError[] {
  const outputs = [head.key, head.value, ...head.reference.path].filter(
    (term) => term !== undefined,
  )
  const inner = outputs.flatMap((term) => checkClosures(term, options))
  return inner.length > 0 ? inner : checkScope(body, outputs, options)
}

/** The scopes of comprehensions and templates within a term. */
function checkClosures(term: Term, options: UnusedOptions): RegoError[] {
  const errors: RegoError[] = []
  walkTerms(term, (part) => {
    switch (part.kind) {
      case 'array-comprehension':
      case 'set-comprehension':
        errors.push(...checkScope(part.body, [part.value], options))
        return false
      case 'object-comprehension':
        errors.push(...checkScope(part.body, [part.key, part.value], options))
        return false
      default:
        return true
    }
  })
  return errors
}

/** A body, and the terms outside of it that see its variables. */
function checkScope(
  body: readonly Expr[],
  outputs: readonly Term[],
  options: UnusedOptions,
): RegoError[] {
  const inner = body.flatMap((expr) => innerScopes(expr, options))
  if (inner.length > 0) return inner
  const uses = countUses(body, outputs)
  const errors: RegoError[] = []
  for (const expr of body) {
    for (const { name, how } of declarations(expr, options.isStrict)) {
      if ((uses.get(name) ?? 0) > (how === 'assigned' ? 1 : 0)) continue
      errors.push(unused(`${how} var ${name} unused`, expr.location))
    }
  }
  return errors
}

function unused(message: string, location: Location): RegoError {
  return { code: 'rego_compile_error', message, location }
}

function innerScopes(expr: Expr, options: UnusedOptions): RegoError[] {
  const errors: RegoError[] = []
  switch (expr.kind) {
    case 'every':
      errors.push(...checkScope(expr.body, [], options))
      if (errors.length === 0) errors.push(...checkEvery(expr))
      break
    case 'not':
      errors.push(...checkScope(expr.body, [], options))
      break
    case 'and':
    case 'or':
      errors.push(...checkScope(expr.left, [], options), ...checkScope(expr.right, [], options))
      break
    case 'term':
      errors.push(...checkClosures(expr.term, options))
      break
    case 'call':
      for (const arg of expr.args) errors.push(...checkClosures(arg, options))
      break
    case 'some-in':
      errors.push(...checkClosures(expr.domain, options))
  }
  return errors
}

function checkEvery({ key, value, body }: Expr & { kind: 'every' }): RegoError[] {
  const uses = countUses(body, [])
  const [first] = body
  return [key, value].flatMap((variable) => {
    if (!first || !variable || !isNamed(variable) || uses.has(variable.name)) return []
    return [unused(`declared var ${variable.name} unused`, first.location)]
  })
}

interface Declaration {
  name: string
  how: 'declared' | 'assigned'
}

function declarations(expr: Expr, isStrict: boolean): Declaration[] {
  if (expr.kind === 'some') {
    return expr.names.filter(isNamed).map(({ name }) => ({ name, how: 'declared' }))
  }
  if (!isStrict || expr.kind !== 'call' || expr.operator.path.length > 0) return []
  const { head } = expr.operator
  const [left] = expr.args
  if (head.kind !== 'var' || head.name !== 'assign' || !left) return []
  return patternNames(left).map((name) => ({ name, how: 'assigned' }))
}

function isNamed(term: { isWildcard?: boolean }): boolean {
  return term.isWildcard !== true
}

function patternNames(term: Term): string[] {
  switch (term.kind) {
    case 'var':
      return isNamed(term) ? [term.name] : []
    case 'array':
      return term.items.flatMap(patternNames)
    case 'object':
      return term.entries.flatMap(([, value]) => patternNames(value))
    default:
      return []
  }
}

/** How often names occur in a body, declarations by `some` aside, and in terms that see its variables. */
function countUses(body: readonly Expr[], outputs: readonly Term[]): Map<string, number> {
  const uses = new Map<string, number>()
  const term = (part: Term): boolean => {
    if (part.kind === 'var') uses.set(part.name, (uses.get(part.name) ?? 0) + 1)
    return true
  }
  walkBody(body, { term })
  for (const output of outputs) walkTerms(output, term)
  return uses
}

function checkParameters(rule: Rule): RegoError[] {
  const names = new Map<string, number>()
  for (const arg of rule.head.args ?? []) {
    walkTerms(arg, (term) => {
      if (term.kind === 'var' && isNamed(term))
        names.set(term.name, (names.get(term.name) ?? 0) + 1)
      return term.kind !== 'ref'
    })
  }
  const used = new Set<string>()
  for (const { head, body } of linksOf(rule)) {
    const outputs = [head.key, head.value, ...head.reference.path].filter(
      (term) => term !== undefined,
    )
    for (const name of countUses(body, outputs).keys()) used.add(name)
  }
  return [...names].flatMap(([name, count]) =>
    used.has(name) || count > 1
      ? []
      : [
          unused(
            `unused argument ${name}. (hint: use _ (wildcard variable) instead)`,
            rule.head.location,
          ),
        ],
  )
}
