/** Marks the findings that exceptions accept, and says which exceptions accept nothing. */

import { createKqlMatcher, type Finding, type KqlRecord, parseKql } from '@evenkeel/model'
import type { ScanException } from './read-exceptions.ts'

export interface AppliedExceptions {
  findings: Finding[]
  /** Their time is over: what they accepted counts again. */
  expired: ScanException[]
  /** No failed finding is theirs: they can go. */
  unused: ScanException[]
}

/** The first that matches counts. Only failed findings are accepted; what is unknown stays unknown. */
export function applyExceptions(
  findings: Finding[],
  exceptions: readonly ScanException[],
  toRecord: (finding: Finding) => KqlRecord,
  now: Date,
): AppliedExceptions {
  const isExpired = (it: ScanException) =>
    it.until !== null && Date.parse(it.until) <= now.getTime()
  const active = exceptions
    .filter((it) => !isExpired(it))
    .map((exception) => ({
      exception,
      matches: createKqlMatcher(parseKql(exception.query), now.getTime()),
    }))
  const used = new Set<ScanException>()
  const marked = findings.map((finding) => {
    if (finding.result.evaluation !== 'failed') return finding
    const record = toRecord(finding)
    const found = active.find(({ matches }) => matches(record))
    if (!found) return finding
    used.add(found.exception)
    const { reason, owner, until } = found.exception
    return { ...finding, exception: { reason, owner, until } }
  })
  return {
    findings: marked,
    expired: exceptions.filter(isExpired),
    unused: exceptions.filter((it) => !isExpired(it) && !used.has(it)),
  }
}
