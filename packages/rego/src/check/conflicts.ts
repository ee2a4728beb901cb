/** Finds rules that cannot stand beside each other. */

import type { ResolvedRule } from '../compile/tree.ts'
import type { RegoError } from '../errors.ts'
import type { Module } from '../syntax/ast.ts'
import { printRef } from '../syntax/print-terms.ts'
import { groundPath, indexRules, type RuleNode } from './rule-index.ts'
import { nameRules, printPlace, printRuleName } from './rule-names.ts'
import { constantKey } from './term-keys.ts'

export function checkConflicts(
  rules: readonly ResolvedRule[],
  modules: readonly Module[],
): RegoError[] {
  const errors: RegoError[] = []
  visit(indexRules(rules), nameRules(rules), errors)
  return [...errors, ...packageConflicts(rules, modules)]
}

type Names = ReadonlyMap<ResolvedRule, string>

function visit(node: RuleNode, names: Names, errors: RegoError[]): void {
  const error = node.rules.length > 0 ? conflictAt(node, names) : undefined
  if (error) {
    errors.push(error)
    return
  }
  for (const child of node.children.values()) visit(child, names, errors)
}

function conflictAt(node: RuleNode, names: Names): RegoError | undefined {
  const [first] = node.rules
  const last = node.rules.at(-1)
  if (!first || !last) return undefined
  const name = names.get(last) ?? printRuleName(last)
  const below = rulesInTheWay(node)
  if (below.length > 0) {
    const list = below.map(
      (rule) => `\n  rule ${printRuleName(rule)} at ${printPlace(rule.location)}`,
    )
    return typeError(`rule ${name} conflicts with:${list.join('')}`, first.location)
  }
  if (hasMixedKinds(node.rules)) {
    return typeError(`conflicting rules ${name} found`, first.location)
  }
  const defaults = node.rules.filter((rule) => rule.isDefault)
  const [one] = defaults
  if (!one || defaults.length < 2) return undefined
  const places = defaults.map((rule) => printPlace(rule.location)).join(', ')
  return typeError(`multiple default rules ${name} found at ${places}`, one.module.package.location)
}

function typeError(message: string, location: RegoError['location']): RegoError {
  return location
    ? { code: 'rego_type_error', message, location }
    : { code: 'rego_type_error', message }
}

function isGround(rule: ResolvedRule): boolean {
  return rule.keys.every((key) => constantKey(key) !== undefined)
}

/** A whole document may have no rules below it, a dynamic one no functions. */
function rulesInTheWay(node: RuleNode): ResolvedRule[] {
  const below = [...node.children.values()].flatMap(rulesBelow)
  const found = node.rules.some(isGround) ? below : below.filter((rule) => rule.args !== undefined)
  const outermost = found.filter(
    (rule) => !found.some((other) => other !== rule && isAround(other, rule)),
  )
  const byName = new Map(outermost.map((rule) => [printRuleName(rule), rule]))
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule)
}

function rulesBelow(node: RuleNode): ResolvedRule[] {
  return [...node.rules, ...[...node.children.values()].flatMap(rulesBelow)]
}

function isAround(outer: ResolvedRule, inner: ResolvedRule): boolean {
  const [around, path] = [groundPath(outer), groundPath(inner)]
  return (
    isGround(outer) &&
    around.length < path.length &&
    around.every((key, index) => path[index] === key)
  )
}

/** Whether rules for one path make documents of different kinds, or functions of different arity. */
function hasMixedKinds(rules: readonly ResolvedRule[]): boolean {
  const sets = rules.filter((rule) => rule.isSet)
  const singles = rules.filter((rule) => !rule.isSet)
  const complete = singles.filter(isGround)
  const arities = new Set(rules.map((rule) => rule.args?.length ?? 0))
  if (arities.size > 1) return true
  if (sets.length > 0 && singles.length > 0) return true
  if (complete.length > 0 && complete.length < rules.length) return true
  return sets.some(isGround) && !sets.every(isGround)
}

/** A package may not have the path of a rule. */
function packageConflicts(rules: readonly ResolvedRule[], modules: readonly Module[]): RegoError[] {
  const packages = new Map(modules.map((module) => [packageName(module), module]))
  return rules.flatMap((rule) => {
    if (rule.keys.length > 0) return []
    const name = printRuleName(rule)
    const module = packages.get(name)
    if (!module || module === rule.module) return []
    const own = stripData(packageName(rule.module))
    const shortName = stripData(name).slice(own.length + 1)
    return [
      typeError(
        `package ${stripData(name)} conflicts with rule ${shortName} defined at ${printPlace(rule.location)}`,
        rule.module.package.location,
      ),
    ]
  })
}

function packageName(module: Module): string {
  return printRef(module.package.path)
}

function stripData(name: string): string {
  return name.replace(/^data\.?/, '')
}
