/** A prepared query: planned and compiled once, evaluated as often as wanted. */

import { checkCallsInBody } from './check/check-calls.ts'
import { arityLookup } from './compile/functions.ts'
import { resolveQuery } from './compile/resolve.ts'
import { orderQuery } from './compile/safety.ts'
import { writtenName } from './compile/tree.ts'
import { createEntry, type Engine, type Entry, type EvaluationInput, runEntry } from './engine.ts'
import type { RegoError } from './errors.ts'
import { replacementTargets } from './plan/plan-policy.ts'
import { isValueQuery, planAnswers, planQuery, planValueQuery } from './plan/plan-queries.ts'
import type { PolicyPlan, ReplacementTargets } from './plan/policy-plan.ts'
import { plainJson } from './results.ts'
import type { Expr } from './syntax/ast.ts'
import type { Value } from './values/value.ts'

export interface Query {
  /**
   * The value of a query that is one term or call, as plain JSON with sets as sorted arrays; undefined
   * when it is undefined. With several answers the first. Of any other body true when it holds, else undefined.
   */
  evaluate(input?: EvaluationInput): unknown
  /** All answers of a body: the values of its variables, by name. */
  results(input?: EvaluationInput): Record<string, unknown>[]
  /** All answers with the value of every expression, as `opa eval` shows them. */
  answers(input?: EvaluationInput): Answer[]
  /** The number of the policy's function that answers the query, where it is one rule's document. */
  directFunction(): number | undefined
  /** Like `results`, as values: sets are sets, and numbers have all their digits. */
  values(input?: EvaluationInput): Record<string, Value>[]
}

export interface Answer {
  bindings: Record<string, unknown>
  expressions: { value: unknown; text: string; location: { row: number; col: number } }[]
}

/** Checks the types of a query whose body is in a safe order. */
export type CheckQuery = (body: readonly Expr[]) => RegoError[]

export interface Prepared {
  plan: PolicyPlan
  engine: Engine
  checkQuery: CheckQuery
  /** The same policy, made ready for `with` on more than its own modules replace. */
  withTargets(targets: ReplacementTargets): Prepared
}

/** The query, or what is wrong with it. */
export function prepareQuery(
  prepared: Prepared,
  { body, source }: { body: readonly Expr[]; source: string },
): { query?: Query; errors: RegoError[] } {
  const errors: RegoError[] = []
  const naming = { errors, builtins: prepared.engine.builtins, next: 0 }
  const resolved = resolveQuery(body, naming)
  const { plan, engine } = readyFor(prepared, resolved.body)
  errors.push(...checkCallsInBody(resolved.body, plan.arities))
  const ordered = orderQuery(resolved, arityLookup(plan.arities), naming)
  if (errors.length === 0) errors.push(...prepared.checkQuery(ordered.body))
  if (errors.length > 0) return { errors }

  const own = (): PolicyPlan => ({
    ...plan,
    program: { ...plan.program, constants: [] },
    constantIds: new Map(),
  })
  const bodyEntry = lazily((): Entry => {
    const scope = own()
    return createEntry(engine, scope.program, planQuery(scope, ordered))
  })
  const valueEntry = lazily((): Entry | undefined => {
    if (!isValueQuery(plan, ordered)) return undefined
    const scope = own()
    return createEntry(engine, scope.program, planValueQuery(scope, ordered))
  })
  const answersEntry = lazily((): Entry => {
    const scope = own()
    return createEntry(engine, scope.program, planAnswers(scope, ordered, body))
  })
  const shown = body.map(({ location: { row, col, offset, end } }) => ({
    text: source.slice(offset, end),
    location: { row, col },
  }))
  const names = ordered.names.map(writtenName)
  const query: Query = {
    evaluate: (input = {}) => {
      const entry = valueEntry()
      if (entry === undefined) return runEntry(bodyEntry(), input).answers.length > 0 || undefined
      const { value } = runEntry(entry, input)
      return value === undefined ? undefined : plainJson(value)
    },
    directFunction: () => {
      const run = valueEntry()?.run
      const func = run ? engine.functions.indexOf(run) : -1
      return func < 0 ? undefined : func
    },
    results: (input = {}) =>
      runEntry(bodyEntry(), input).answers.map((answer) =>
        Object.fromEntries(names.map((name, i) => [name, plainJson(answer[i] ?? null)])),
      ),
    answers: (input = {}) =>
      runEntry(answersEntry(), input).answers.map((answer) => {
        const json = answer.map(plainJson)
        return {
          bindings: Object.fromEntries(names.map((name, i) => [name, json[i]])),
          expressions: shown.map((expr, i) => ({ value: json[names.length + i], ...expr })),
        }
      }),
    values: (input = {}) =>
      runEntry(bodyEntry(), input).answers.map((answer) =>
        Object.fromEntries(names.map((name, i) => [name, answer[i] ?? null])),
      ),
  }
  return { query, errors }
}

/** A query may replace what no module does; the policy's code has to look for that. */
function readyFor(prepared: Prepared, body: readonly Expr[]): Prepared {
  const { documents, functions } = prepared.plan.targets
  const wanted = replacementTargets([], body)
  const has = new Set(documents.map((path) => JSON.stringify(path)))
  const isReady =
    wanted.documents.every((path) => has.has(JSON.stringify(path))) &&
    [...wanted.functions].every((name) => functions.has(name))
  if (isReady) return prepared
  return prepared.withTargets({
    documents: [...documents, ...wanted.documents],
    functions: new Set([...functions, ...wanted.functions]),
  })
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
