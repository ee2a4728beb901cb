/** What a report shows: plain data, the same for PDF and CSV, from which its id is made. */

import type {
  Attestation,
  ControlResult,
  Evaluation,
  FrameworkControl,
  Score,
} from '@evenkeel/model'

export interface ReportData {
  /** `Evenkeel 0.1.0` */
  product: string
  framework: { id: string; name: string; version: string }
  /** The name of a cluster, or all that the caller sees. */
  scope: string
  /** Null for all. */
  cluster: { id: string; name: string } | null
  /** RFC 3339; what is shown is as it was then. */
  at: string
  /** The hash over the built-in rules. */
  rulesVersion: string
  /** Sentences on what could not be looked at. */
  gaps: string[]
  score: Score
  results: ResultCounts
  /** Failed findings that exceptions accept. */
  excepted: number
  /** Oldest first, one a day. */
  trend: { at: string; value: number | null }[]
  topFailures: (Pick<FrameworkControl, 'number' | 'title' | 'severity'> & { failed: number })[]
  sections: ReportSection[]
  exceptions: ReportException[]
  clusters: ReportCluster[]
  kinds: { kind: string; resources: number; failed: number }[]
  /** Since the report before; null where there is none. */
  changes: ReportChanges | null
  /** Rows of one control, of each evaluation. */
  rowsMax: number
  /** Where the pages are: `https://evenkeel.example.org`. */
  url: string
}

export interface ResultCounts {
  failed: number
  unknown: number
  manual: number
  passed: number
  not_applicable: number
  listed: number
  disabled: number
}

export interface ReportSection {
  number: string
  title: string
  score: number | null
  results: ResultCounts
  controls: ReportControl[]
}

export interface ReportControl
  extends Pick<
    FrameworkControl,
    | 'number'
    | 'title'
    | 'rule'
    | 'severity'
    | 'profile'
    | 'assessment'
    | 'result'
    | 'counts'
    | 'excepted'
    | 'off'
    | 'query'
  > {
  description: string
  /** Markdown. */
  remediation: string
  /** `NSA/CISA Kubernetes Hardening Guide 1.1` */
  mapped: string[]
  attestation: Attestation | null
  rows: ReportRow[]
}

/** One failed or unknown finding. */
export interface ReportRow {
  evaluation: Evaluation
  cluster: string
  kind: string
  namespace: string
  name: string
  /** `spec.hostPID = true`, one line each; before it why it is unknown. */
  observed: string
  expected: string
  changedAt: string
  /** Why it is accepted; empty where it is not. */
  accepted: string
}

export interface ReportException {
  query: string
  reason: string
  category: string
  owner: string
  /** Who allowed it. */
  by: string
  until: string | null
  failed: number
}

export interface ReportCluster {
  name: string
  provider: string
  version: string
  nodes: string
  evaluatedAt: string
  coverage: string
  reporters: { scope: string; version: string; at: string; isStale: boolean }[]
}

export interface ReportChanges {
  since: string
  reportId: string
  score: number | null
  items: { number: string; title: string; before: ControlResult; after: ControlResult }[]
}

/** Who made it and when: of the first time, so that the same data makes the same file. */
export interface ReportMaking {
  id: string
  by: string
  at: string
}

/** Words as the report prints them. */
export const resultWords: Readonly<Record<ControlResult, string>> = {
  failed: 'Failed',
  unknown: 'Unknown',
  manual: 'To be answered',
  passed: 'Passed',
  'not-applicable': 'Not applicable',
  disabled: 'Disabled',
  listed: 'No rule yet',
}
