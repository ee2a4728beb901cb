/** Durations as people write them: `4h`, `30m`, `90s`, `1h30m`. */

import { Failure } from './failure.ts'

const units: Record<string, number> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 }

/** In milliseconds. */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|d|h|m|s)/g)]
  const isWhole = parts.length > 0 && parts.map((it) => it[0]).join('') === text.trim()
  const total = parts.reduce((sum, it) => sum + Number(it[1]) * (units[it[2] ?? ''] ?? 0), 0)
  if (isWhole && total > 0) return total
  throw new Failure(`"${text}" is no duration; write for example 4h, 30m or 90s.`)
}
