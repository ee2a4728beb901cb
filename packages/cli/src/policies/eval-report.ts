/** How answers of a query are printed: the formats of `opa eval`. */

import type { Answer } from '@evenkeel/rego'
import Table from 'cli-table3'
import type { CoverageReport } from './coverage.ts'

export type EvalFormat = 'json' | 'values' | 'bindings' | 'pretty' | 'raw' | 'discard'

export function printAnswers(
  answers: readonly Answer[],
  format: EvalFormat,
  coverage: CoverageReport | undefined,
): string {
  const covered = coverage ? { coverage } : {}
  if (format === 'discard') return `${indented({ result: 'discarded', ...covered })}\n`
  if (format === 'json') return `${indented({ ...toResult(answers), ...covered })}\n`
  if (format === 'values') return answers.map((it) => `${indented(valuesOf(it))}\n`).join('')
  if (format === 'bindings') return answers.map((it) => `${indented(it.bindings)}\n`).join('')
  if (format === 'raw') return answers.map((it) => `${valuesOf(it).map(raw).join(' ')}\n`).join('')
  return printPrettyAnswers(answers)
}

/** No answer is an empty object, as in OPA. */
function toResult(answers: readonly Answer[]) {
  if (answers.length === 0) return {}
  return {
    result: answers.map(({ expressions, bindings }) => ({
      expressions,
      ...(Object.keys(bindings).length > 0 ? { bindings } : {}),
    })),
  }
}

function printPrettyAnswers(answers: readonly Answer[]): string {
  const [first] = answers
  if (!first) return 'undefined\n'
  const names = Object.keys(first.bindings)
  if (names.length === 0) {
    return answers.map((it) => `${valuesOf(it).map(indented).join('\n')}\n`).join('')
  }
  const table = new Table({ head: names, style: { head: [], border: [] } })
  for (const { bindings } of answers)
    table.push(names.map((name) => JSON.stringify(bindings[name])))
  return `${table.toString()}\n`
}

function valuesOf({ expressions }: Answer): unknown[] {
  return expressions.map((it) => it.value)
}

function raw(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function indented(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
