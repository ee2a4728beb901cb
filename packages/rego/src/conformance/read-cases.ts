/** Reads texts of cases and of the list of known gaps. Files are read by who calls. */

import { parse as parseYaml } from 'yaml'
import { fromJson } from '../values/json.ts'
import { unmarshal } from '../values/unmarshal.ts'
import type { ConformanceCase } from './run-case.ts'

/** The cases of a JSON or YAML text, with exact numbers; none when it has no `cases`. */
export function readCases(name: string, text: string): ConformanceCase[] {
  const parsed: unknown = name.endsWith('.json')
    ? unmarshal(text)
    : fromJson(parseYaml(text, { intAsBigInt: true }))
  if (typeof parsed !== 'object' || parsed === null || !('cases' in parsed)) return []
  return Array.isArray(parsed.cases) ? (parsed.cases as ConformanceCase[]) : []
}

/** Why a case does not pass, by its note. */
export function readGaps(text: string): Map<string, string> {
  const parsed: { gaps: { note: string; reason: string }[] } = parseYaml(text)
  return new Map(parsed.gaps.map((gap) => [gap.note, gap.reason]))
}
