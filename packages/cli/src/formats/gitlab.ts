/** GitLab's Code Quality report: the failed findings that stand in files. */

import { createHash } from 'node:crypto'
import type { Severity } from '@evenkeel/model'
import { explain, nameOf, placeOf, uriOf } from './place.ts'
import type { ScanResult } from './result.ts'

const severities: Record<Severity, string> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
}

/** Findings without a file have no place in it; those of clusters are for the other formats. */
export function* printGitlab({ findings }: ScanResult): Iterable<string> {
  let separator = '[\n'
  for (const finding of findings) {
    const place = placeOf(finding)
    if (finding.result.evaluation !== 'failed' || finding.exception || !place) continue
    const path = uriOf(place.file)
    const issue = {
      type: 'issue',
      check_name: finding.rule.id,
      description: [`${finding.rule.name}: ${nameOf(finding)}`, ...explain(finding)].join('. '),
      categories: ['Security'],
      severity: severities[finding.rule.severity],
      // The same object in two files is two issues.
      fingerprint: createHash('sha256').update(`${finding.id}\0${path}`).digest('hex'),
      location: { path: decodeURIComponent(path), lines: { begin: place.line ?? 1 } },
    }
    yield `${separator}  ${JSON.stringify(issue)}`
    separator = ',\n'
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}
