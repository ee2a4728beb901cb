/** What one scan found, as every format prints it. */

import type { Cluster, Coverage, Finding, Rule, Score } from '@evenkeel/model'

export interface ScanResult {
  version: string
  cluster: Cluster
  findings: Finding[]
  score: Score
  /** Failed findings that exceptions accept, and the score without them; absent where there are none. */
  accepted?: { failed: number; score: Score }
  coverage: Coverage
}

/** A format gets the whole result and writes it in pieces. */
export type Format = (result: ScanResult, options: FormatOptions) => Iterable<string>

export interface FormatOptions {
  /** Columns of the terminal; undefined in a pipe. */
  columns: number | undefined
  isTerminal: boolean
  /** Where the target came from, for the heading. */
  target: string
  /** By rule id: texts that findings do not repeat. */
  rules: ReadonlyMap<string, Rule>
  /** When the scan ended, for the formats that name it. */
  at: Date
}
