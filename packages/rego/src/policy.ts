/** Compiles sources into a policy: parse, resolve, order, plan, and make functions. */

import type { Builtin, CustomBuiltin } from './builtins/builtin.ts'
import { builtins as standardBuiltins } from './builtins/registry.ts'

import { checkBuiltins, checkModules, checkRules, sortErrors } from './check/check.ts'
import { checkCalls } from './check/check-calls.ts'
import { checkConflicts } from './check/conflicts.ts'
import { checkHeads } from './check/head-safety.ts'
import { checkAnnotations } from './check/module-checks.ts'
import { aritiesOf, arityLookup } from './compile/functions.ts'
import { checkReplacements, replaceable } from './compile/replacements.ts'
import { resolveModules } from './compile/resolve.ts'
import { orderRule } from './compile/safety.ts'
import type { ResolvedRule } from './compile/tree.ts'
import { createEngine, type EngineName, evaluateFunction } from './engine.ts'
import { CompileError, type RegoError } from './errors.ts'
import { readImage, writeImage } from './image/image.ts'
import { planPolicy, replacementTargets } from './plan/plan-policy.ts'
import type { ReplacementTargets } from './plan/policy-plan.ts'
import { type CheckQuery, type Prepared, prepareQuery, type Query } from './query.ts'
import type { Module, RegoVersion } from './syntax/ast.ts'
import { parseModule, parseQuery } from './syntax/parser.ts'

export interface SourceFile {
  file: string
  source: string
  regoVersion?: RegoVersion
}

export interface CompileOptions {
  /** The version of sources that name none. */
  regoVersion?: RegoVersion
  /** Whether `# METADATA` blocks are read. */
  annotations?: boolean
  strict?: boolean
  /** Functions of the host beside OPA's. */
  builtins?: CustomBuiltin[]
  /** Interpreted is slower by a factor and needs no `new Function`; it is taken where that is forbidden. */
  engine?: EngineName
  /** Keeps every rule's evaluation visible to `observe`, also of rules that are constants. */
  observable?: boolean
}

/** A compiled policy: reusable, for as many queries and evaluations as wanted. */
export interface Policy {
  modules: readonly Module[]
  engine: EngineName
  /** Throws a `CompileError` for a query that cannot be compiled. */
  query(source: string): Query
  /**
   * The policy as text, for `loadPolicy`: it answers these queries, each of which must be the document
   * of one rule (`data.a.b`). Undefined where that cannot be, such as for an interpreted policy.
   */
  save(queries: readonly string[]): string | undefined
  /** Like `query`, with the errors as values. */
  prepare(source: string): { query?: Query; errors: RegoError[] }
}

/** All mistakes of all sources, or the policy. */
export function compile(
  sources: readonly SourceFile[],
  options: CompileOptions = {},
): { policy?: Policy; errors: RegoError[] } {
  const errors: RegoError[] = []
  const modules: Module[] = []
  try {
    for (const { file, source, regoVersion } of sources) {
      const parsed = parseModule(file, source, {
        regoVersion: regoVersion ?? options.regoVersion ?? 'v1',
        annotations: options.annotations ?? true,
      })
      errors.push(...parsed.errors)
      if (parsed.module) modules.push(parsed.module)
    }
    if (errors.length > 0) return { errors }
    return compileModules(modules, options)
  } catch (error) {
    return { errors: [compilerFailure(error)] }
  }
}

/** A limit of the host or a mistake of ours: either way there is no policy, and the caller is told. */
function compilerFailure(error: unknown): RegoError {
  const message =
    error instanceof RangeError
      ? 'the policy is nested too deeply or too large'
      : `internal error of the compiler: ${error instanceof Error ? error.message : String(error)}`
  return { code: 'rego_compile_error', message }
}

function compileModules(
  modules: readonly Module[],
  options: CompileOptions,
): { policy?: Policy; errors: RegoError[] } {
  const custom = options.builtins ?? []
  const taken = custom.filter(({ name }) => standardBuiltins.has(name))
  if (taken.length > 0) {
    const message = `the host defines ${taken.map(({ name }) => name).join(', ')}, which OPA defines`
    return { errors: [{ code: 'rego_compile_error', message }] }
  }
  const builtins = allBuiltins(custom)
  const { errors, rules: ordered, arities, checkQuery } = checkPolicy(modules, builtins, options)
  if (errors.length > 0) return { errors }
  const prepared = prepare(
    { modules, rules: ordered, arities, checkQuery, calls: builtins.calls, options },
    replacementTargets(ordered, []),
  )
  return { policy: createPolicy(modules, prepared), errors }
}

interface Checked {
  errors: RegoError[]
  rules: ResolvedRule[]
  arities: ReadonlyMap<string, number>
  checkQuery: CheckQuery
}

/** Resolves and orders the rules, and checks all there is to check of them. */
function checkPolicy(
  modules: readonly Module[],
  builtins: ReturnType<typeof allBuiltins>,
  options: CompileOptions,
): Checked {
  const isStrict = options.strict === true
  const errors: RegoError[] = []
  // These do not keep later stages from finding more.
  const others = checkModules(modules, isStrict)
  const naming = { errors, builtins: builtins.calls, next: 0 }
  const resolved = resolveModules(modules, naming)
  const arities = aritiesOf(resolved, builtins.arities)
  let rules = resolved
  let checkQuery: CheckQuery = () => []
  const stages: (() => void)[] = [
    () => errors.push(...checkAnnotations(modules)),
    () =>
      checkReplacements(
        resolved.flatMap((rule) => rule.chain.map((link) => link.body)),
        replaceable(resolved, arities),
        errors,
      ),
    () => errors.push(...checkConflicts(resolved, modules)),
    () => errors.push(...checkCalls(resolved, arities)),
    () => errors.push(...checkHeads(resolved)),
    () => {
      rules = resolved.map((rule) => orderRule(rule, arityLookup(arities), naming))
    },
    () => {
      const types = checkRules(rules, arities)
      errors.push(...types.errors, ...checkBuiltins(modules, isStrict))
      checkQuery = types.checkQuery
    },
  ]
  for (const stage of stages) if (errors.length === 0) stage()
  return { errors: sortErrors([...others, ...errors]), rules, arities, checkQuery }
}

interface Parts {
  modules: readonly Module[]
  rules: readonly ResolvedRule[]
  arities: ReadonlyMap<string, number>
  checkQuery: CheckQuery
  calls: ReadonlyMap<string, Builtin>
  options: CompileOptions
}

function prepare(parts: Parts, targets: ReplacementTargets): Prepared {
  const { modules, rules, arities, calls, options } = parts
  const inlinesConstants = options.observable !== true
  const plan = planPolicy(modules, rules, targets, { arities, inlinesConstants })
  const engine = createEngine(plan.program, calls, options.engine ?? 'generated')
  const { checkQuery } = parts
  return { plan, engine, checkQuery, withTargets: (more) => prepare(parts, more) }
}

function allBuiltins(custom: readonly CustomBuiltin[]): {
  calls: Map<string, Builtin>
  arities: Map<string, number>
} {
  const calls = new Map<string, Builtin>()
  // Both are constants of the rule that calls them, and so planned and not called.
  const arities = new Map([
    ['rego.metadata.chain', 0],
    ['rego.metadata.rule', 0],
  ])
  for (const { name, arity, call } of [...standardBuiltins.values(), ...custom]) {
    calls.set(name, call)
    arities.set(name, arity)
  }
  return { calls, arities }
}

function createPolicy(modules: readonly Module[], prepared: Prepared): Policy {
  const prepareSource = (source: string): { query?: Query; errors: RegoError[] } => {
    try {
      const { body, errors } = parseQuery(source)
      return errors.length > 0 || !body ? { errors } : prepareQuery(prepared, { body, source })
    } catch (error) {
      return { errors: [compilerFailure(error)] }
    }
  }
  return {
    modules,
    engine: prepared.engine.name,
    prepare: prepareSource,
    save: (queries) => savePolicy(prepared.engine, queries, prepareSource),
    query: (source) => {
      const { query, errors } = prepareSource(source)
      if (!query) throw new CompileError(errors)
      return query
    },
  }
}

function savePolicy(
  engine: Prepared['engine'],
  queries: readonly string[],
  prepareSource: Policy['prepare'],
): string | undefined {
  if (engine.name !== 'generated') return undefined
  const entries = new Map<string, number>()
  for (const source of queries) {
    const func = prepareSource(source).query?.directFunction()
    if (func === undefined) return undefined
    entries.set(source, func)
  }
  return writeImage(engine.program, entries)
}

/** What is left of a policy that was saved: the queries it was saved for. */
export interface SavedPolicy {
  /** Throws a `CompileError` for a query that was not saved. */
  query(source: string): Pick<Query, 'evaluate'>
}

/**
 * Reads what `save` wrote. Undefined where the text is of another form or code may not be made here.
 * The text holds code, so it must come from nowhere that others may write; and it fits the engine that
 * wrote it alone, so whoever keeps it must keep it by the engine's version.
 */
export function loadPolicy(
  text: string,
  options: { builtins?: CustomBuiltin[] } = {},
): SavedPolicy | undefined {
  const { calls } = allBuiltins(options.builtins ?? [])
  const image = readImage(text, calls)
  if (!image) return undefined
  const { program, functions, entries } = image
  const engine = { name: 'generated', program, functions, builtins: calls } as const
  return {
    query: (source) => {
      const run = functions[entries.get(source) ?? -1]
      if (!run) {
        const message = `the policy was not saved for the query ${source}`
        throw new CompileError([{ code: 'rego_compile_error', message }])
      }
      return { evaluate: (input = {}) => evaluateFunction(engine, run, input) }
    },
  }
}
