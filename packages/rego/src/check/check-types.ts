/** Checks the types of all rules, those that others need first. */

import { dottedName } from '../compile/names.ts'
import type { ResolvedRule } from '../compile/tree.ts'
import type { RegoError } from '../errors.ts'
import type { Expr, RefTerm, Term } from '../syntax/ast.ts'
import { type Checking, checkBody } from './check-exprs.ts'
import { createNode, type DocumentNode, insertType, putType } from './document-types.ts'
import { dependentsOf, type Graph, type GraphNode, sortByNeed } from './graph.ts'
import { typeOf } from './infer.ts'
import { walkTerms } from './references.ts'
import { groundPath, rulesFor } from './rule-index.ts'
import { anyType, type FunctionType, type MaybeType, objectOf, setOf, type Type } from './type.ts'
import { type TypeEnv, varType } from './type-env.ts'

export interface CheckedTypes {
  errors: RegoError[]
  /** Checks a query, its body in a safe order, against the types of the rules. */
  checkQuery(body: readonly Expr[]): RegoError[]
}

/** Checks rules whose bodies are in a safe order, as `graph` has them. */
export function checkTypes(
  graph: Graph,
  builtins: ReadonlyMap<string, FunctionType>,
): CheckedTypes {
  const documents = createNode()
  const env: TypeEnv = { vars: new Map(), outer: undefined, documents: [documents], builtins }
  const checking: Checking = {
    closures: { bodies: new WeakMap(), failed: new WeakSet() },
    affectedBy: affectedIn(graph),
  }
  return {
    errors: sortByNeed(graph).flatMap((node) => checkNode(node, env, documents, checking)),
    checkQuery: (body) => checkBody(body, env, checking).errors,
  }
}

function checkNode(
  { rule, link }: GraphNode,
  outer: TypeEnv,
  documents: DocumentNode,
  checking: Checking,
): RegoError[] {
  const { env, errors } = checkBody(link.body, outer, checking)
  const isFirst = rule.chain[0] === link
  const heads = isFirst ? [...rule.keys, link.value] : [link.value]
  const headErrors = checkBody(heads.map(asExpr), env, checking)
  const found = [...errors, ...headErrors.errors]
  const path = keysOfPath(rule)
  if (found.length > 0) {
    // Whoever needs this rule is not to blame for what is wrong with it.
    putType(documents, path.ground, anyType)
    return found
  }
  const type = ruleType(rule, link.value, path.dynamic, headErrors.env, checking)
  if (type) insertType(documents, path.ground, type)
  return []
}

function asExpr(term: Term) {
  return { kind: 'term' as const, term, location: term.location, isNegated: false, with: [] }
}

/** The constant keys that a rule's path begins with, `data` being the first, and the terms behind them. */
function keysOfPath(rule: ResolvedRule): { ground: string[]; dynamic: readonly Term[] } {
  const path = groundPath(rule)
  return { ground: ['"data"', ...path], dynamic: rule.keys.slice(path.length - rule.path.length) }
}

function ruleType(
  rule: ResolvedRule,
  value: Term,
  dynamic: readonly Term[],
  env: TypeEnv,
  { closures }: Checking,
): Type | undefined {
  const infer = (term: Term): MaybeType => typeOf(term, env, closures)
  if (rule.args) {
    for (const arg of rule.args) assumeAny(arg, env)
    return { kind: 'function', args: rule.args.map(infer), result: infer(value) ?? anyType }
  }
  const own = infer(value)
  let type: MaybeType = rule.isSet ? own && setOf(own) : own
  for (const key of [...dynamic].reverse()) {
    const keyType = infer(key)
    type = keyType && type && objectOf(keyType, type)
  }
  return type
}

/** A parameter that the body does not use can be anything. */
function assumeAny(arg: Term, env: TypeEnv): void {
  walkTerms(arg, (term) => {
    if (term.kind === 'var' && varType(env, term.name) === undefined) {
      env.vars.set(term.name, anyType)
    }
    return true
  })
}

/** For a target of `with`: the rules that change with it, as documents that can be anything. */
function affectedIn(graph: Graph): (target: RefTerm) => DocumentNode | undefined {
  const cache = new Map<string, DocumentNode | undefined>()
  return (target) => {
    if (target.head.kind !== 'var' || target.head.name !== 'data') return undefined
    const id = dottedName(target)
    if (id !== undefined && cache.has(id)) return cache.get(id)
    const rules = rulesFor(graph.index, target.path)
    const tree = rules.length > 0 ? treeOf(dependentsOf(graph, rules), rules) : undefined
    if (id !== undefined) cache.set(id, tree)
    return tree
  }
}

function treeOf(rules: ReadonlySet<ResolvedRule>, targets: readonly ResolvedRule[]): DocumentNode {
  const tree = createNode()
  for (const rule of rules) {
    // A function that is replaced keeps its type, so that its operands can be checked.
    if (rule.args && targets.includes(rule)) continue
    putType(tree, keysOfPath(rule).ground, anyType)
  }
  return tree
}
