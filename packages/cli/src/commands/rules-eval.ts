/** `evenkeel rules eval`: OPA's eval command on our engine. */

import { readFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { trivyBuiltin } from '@evenkeel/benchmarks'
import {
  CompileError,
  compile,
  EvaluationError,
  type Location,
  type Observer,
  type Policy,
  printError,
  type Query,
  type TraceEvent,
} from '@evenkeel/rego'
import { parseDuration } from '../duration.ts'
import { Failure } from '../failure.ts'
import { createCoverage } from '../policies/coverage.ts'
import { type EvalFormat, printAnswers } from '../policies/eval-report.ts'
import { loadPolicies, parseDocument } from '../policies/load.ts'
import { createProfile } from '../policies/profile.ts'
import { createHost } from '../policies/run-tests.ts'
import { createTrace } from '../policies/trace.ts'

export interface RulesEvalOptions {
  data: string[]
  input?: string
  stdinInput?: boolean
  format: EvalFormat
  fail?: boolean
  failDefined?: boolean
  coverage?: boolean
  profile?: boolean
  explain: 'off' | 'full' | 'notes' | 'fails'
  strictBuiltinErrors?: boolean
  v0Compatible?: boolean
  timeout?: string
}

/** 0 answered, 1 undefined with --fail or defined with --fail-defined, 2 an error. */
export async function evaluateQuery(text: string, options: RulesEvalOptions): Promise<number> {
  const { sources, data } = await loadPolicies(options.data)
  const compiled = compile(sources, {
    regoVersion: options.v0Compatible ? 'v0' : 'v1',
    builtins: [trivyBuiltin],
    observable: options.coverage === true || options.profile === true || options.explain !== 'off',
  })
  if (!compiled.policy) return reportErrors(compiled.errors)
  const { policy } = compiled
  const query = prepare(policy, text)
  if (typeof query === 'number') return query

  const input = await readInput(options)
  const coverage = options.coverage ? createCoverage() : undefined
  const profile = options.profile ? createProfile() : undefined
  const trace = options.explain === 'off' ? undefined : createTrace(sources, text)
  const observers = [coverage, profile, trace].filter((it) => it !== undefined)
  const end = options.timeout ? performance.now() + parseDuration(options.timeout) : undefined
  try {
    const given = {
      data,
      ...(input === undefined ? {} : { input }),
      host: createHost((line) => process.stderr.write(`${line}\n`)),
      strictBuiltinErrors: options.strictBuiltinErrors === true,
      ...(end === undefined ? {} : { limits: { isExpired: () => performance.now() > end } }),
      ...(observers.length > 0 ? { observe: (event: TraceEvent) => notify(observers, event) } : {}),
    }
    const answers = query.answers(given)
    if (trace) process.stdout.write(trace.print(options.explain === 'fails' ? 'fails' : 'full'))
    process.stdout.write(printAnswers(answers, options.format, coverage?.report(policy.modules)))
    if (options.profile && profile) process.stdout.write(profile.printTable(sources))
    if (options.fail) return answers.length === 0 ? 1 : 0
    return options.failDefined && answers.length > 0 ? 1 : 0
  } catch (error) {
    if (error instanceof EvaluationError) return reportErrors([error])
    throw error
  }
}

function notify(observers: readonly { observe: Observer }[], event: TraceEvent): void {
  for (const { observe } of observers) observe(event)
}

function prepare(policy: Policy, text: string): Query | number {
  try {
    return policy.query(text)
  } catch (error) {
    if (error instanceof CompileError) return reportErrors(error.errors)
    throw error
  }
}

async function readInput(options: RulesEvalOptions): Promise<unknown> {
  if (options.stdinInput) return parseDocument('standard input.json', await readAll(process.stdin))
  if (options.input === undefined) return undefined
  try {
    return parseDocument(options.input, await readFile(options.input, 'utf8'))
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(`The input ${options.input} cannot be read.`, undefined, error)
  }
}

interface Reported {
  code: string
  message: string
  location?: Location | undefined
}

/** As OPA prints them: a JSON document on standard output, the sentences on standard error. */
function reportErrors(errors: readonly Reported[]): number {
  const items = errors.map(({ message, code, location }) => ({
    message,
    code,
    ...(location
      ? { location: { file: location.file, row: location.row, col: location.col } }
      : {}),
  }))
  process.stdout.write(`${JSON.stringify({ errors: items }, null, 2)}\n`)
  for (const error of errors) process.stderr.write(`${printError(error)}\n`)
  return 2
}
