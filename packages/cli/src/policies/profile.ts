/** How often each expression of a policy was evaluated, and how long it took. */

import type { Location, Observer, SourceFile } from '@evenkeel/rego'
import Table from 'cli-table3'
import { printDuration } from './test-report.ts'

interface Entry {
  location: Location
  evaluations: number
  nanoseconds: bigint
}

export interface ProfileRecorder {
  observe: Observer
  /** The ten slowest expressions. */
  printTable(sources: readonly SourceFile[]): string
}

const rowsMax = 10
/** Time between two expressions counts for the first of them. */
export function createProfile(): ProfileRecorder {
  const entries = new Map<string, Entry>()
  let current: Entry | undefined
  let since = 0n
  return {
    observe({ kind, location }) {
      if (kind !== 'eval') return
      const now = process.hrtime.bigint()
      if (current) current.nanoseconds += now - since
      const key = `${location.file}:${location.row}:${location.col}`
      const known = entries.get(key)
      current = known ?? { location, evaluations: 0, nanoseconds: 0n }
      if (!known) entries.set(key, current)
      current.evaluations += 1
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
  }
}

/** The first line of the expression. */
function textAt(sources: readonly SourceFile[], { file, offset, end }: Location): string {
  const source = sources.find((it) => it.file === file)?.source
  return source === undefined ? '' : (source.slice(offset, end).split('\n')[0] ?? '').trim()
}
