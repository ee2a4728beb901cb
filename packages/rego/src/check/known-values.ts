/** Which variables of a body can only have a few constant values; references by them mean fewer rules. */

import type { Expr, RefTerm, Term } from '../syntax/ast.ts'
import { isConstant } from './term-keys.ts'

/** How many references one reference may stand for; beyond, its variables may be anything. */
const EXPANSION_MAX = 64

/** How many variables of a body are followed. */
const KNOWN_MAX = 100

export type KnownValues = ReadonlyMap<string, readonly Term[]>

/** The known values before each expression of a body, and behind the last. */
export function knownValues(body: readonly Expr[]): KnownValues[] {
  let known = new Map<string, readonly Term[]>()
  const steps: KnownValues[] = []
  for (const expr of body) {
    steps.push(known)
    const binding = known.size < KNOWN_MAX ? bindingOf(expr, known) : undefined
    if (!binding || known.has(binding.name)) continue
    known = new Map(known).set(binding.name, binding.values)
  }
  steps.push(known)
  return steps
}

interface Binding {
  name: string
  values: readonly Term[]
}

function bindingOf(expr: Expr, known: KnownValues): Binding | undefined {
  if (expr.isNegated || expr.with.length > 0) return undefined
  if (expr.kind === 'some-in') {
    const values = membersOf(expr.domain, known)
    return values && expr.value.kind === 'var' ? { name: expr.value.name, values } : undefined
  }
  if (expr.kind !== 'call' || expr.operator.path.length > 0) return undefined
  const { head } = expr.operator
  if (head.kind !== 'var' || !['eq', 'assign', 'equal'].includes(head.name)) return undefined
  const [left, right] = expr.args
  return left && right && (equation(left, right, known) ?? equation(right, left, known))
}

function equation(left: Term, right: Term, known: KnownValues): Binding | undefined {
  if (left.kind !== 'var') return undefined
  if (isConstant(right)) return { name: left.name, values: [right] }
  if (right.kind === 'var') {
    const values = known.get(right.name)
    return values && { name: left.name, values }
  }
  if (right.kind !== 'ref' || right.path.length !== 1) return undefined
  const [key] = right.path
  if (key?.kind !== 'var' || known.has(key.name)) return undefined
  const values = membersOf(right.head, known)
  return values && { name: left.name, values }
}

function membersOf(term: Term, known: KnownValues): readonly Term[] | undefined {
  const [single, ...others] = term.kind === 'var' ? (known.get(term.name) ?? []) : [term]
  if (!single || others.length > 0 || !isConstant(single)) return undefined
  if (single.kind === 'array' || single.kind === 'set') return single.items
  return single.kind === 'object' ? single.entries.map(([, value]) => value) : undefined
}

/** The paths that a reference may have, with known variables put in. */
export function expandPath({ path }: RefTerm, known: KnownValues): readonly (readonly Term[])[] {
  let expanded: readonly (readonly Term[])[] = [[]]
  for (const part of path) {
    const values = (part.kind === 'var' && known.get(part.name)) || [part]
    if (expanded.length * values.length > EXPANSION_MAX) return [path]
    expanded = expanded.flatMap((prefix) => values.map((value) => [...prefix, value]))
  }
  return expanded
}
