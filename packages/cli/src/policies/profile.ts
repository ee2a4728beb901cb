/** What an evaluation did: each expression in order, and how often and how long each took. */

import type { Location, SourceFile } from '@evenkeel/rego'
import Table from 'cli-table3'
import { printDuration } from './test-report.ts'

interface Entry {
  location: Location
  evaluations: number
  nanoseconds: bigint
}

export interface ProfileRecorder {
  observe(location: Location, func: { name: string }): void
  /** The ten slowest expressions. */
  printTable(sources: readonly SourceFile[]): string
  /** Every expression in the order of evaluation. */
  printTrace(sources: readonly SourceFile[]): string
}

const rowsMax = 10
/** A trace of more is no longer read by a person. */
const traceLinesMax = 10_000

/** Time between two expressions counts for the first of them. */
export function createProfile(): ProfileRecorder {
  const entries = new Map<string, Entry>()
  const trace: { location: Location; rule: string }[] = []
  let current: Entry | undefined
  let since = 0n
  let dropped = 0
  return {
    observe(location, func) {
      const now = process.hrtime.bigint()
      if (current) current.nanoseconds += now - since
      const key = `${location.file}:${location.row}:${location.col}`
      const known = entries.get(key)
      current = known ?? { location, evaluations: 0, nanoseconds: 0n }
      if (!known) entries.set(key, current)
      current.evaluations += 1
      if (trace.length < traceLinesMax) trace.push({ location, rule: func.name })
      else dropped += 1
      since = process.hrtime.bigint()
    },
    printTable(sources) {
      const head = ['Time', 'Num Eval', 'Location', 'Expression']
      const table = new Table({ head, style: { head: [], border: [] } })
      const slowest = [...entries.values()].sort((a, b) => Number(b.nanoseconds - a.nanoseconds))
      for (const { location, evaluations, nanoseconds } of slowest.slice(0, rowsMax)) {
        const place = `${location.file}:${location.row}`
        table.push([
          printDuration(Number(nanoseconds)),
          evaluations,
          place,
          textAt(sources, location),
        ])
      }
      return `${table.toString()}\n`
    },
    printTrace(sources) {
      const width = Math.max(0, ...trace.map(({ location }) => placeOf(location).length))
      const lines = trace.map(
        ({ location, rule }) =>
          `${placeOf(location).padEnd(width)}  ${rule}  Eval ${textAt(sources, location)}`,
      )
      if (dropped > 0) lines.push(`and ${dropped} more`)
      return `${lines.join('\n')}\n`
    },
  }
}

function placeOf({ file, row }: Location): string {
  return `${file || 'query'}:${row}`
}

/** The first line of the expression. */
function textAt(sources: readonly SourceFile[], { file, offset, end }: Location): string {
  const source = sources.find((it) => it.file === file)?.source
  return source === undefined ? '' : (source.slice(offset, end).split('\n')[0] ?? '').trim()
}
