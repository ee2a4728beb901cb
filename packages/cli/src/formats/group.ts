/** Findings by a text, and how the reports for people order and number them. */

import { type Finding, severities } from '@evenkeel/model'

/** In the order in which each text came first. */
export function groupFindings(
  findings: Iterable<Finding>,
  keyOf: (finding: Finding) => string,
): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = keyOf(finding)
    const group = groups.get(key)
    if (group) group.push(finding)
    else groups.set(key, [finding])
  }
  return groups
}

/** Of groups by rule: the worst severity first, then by name. */
export function worstFirst([a]: Finding[], [b]: Finding[]): number {
  if (!a || !b) return 0
  const rank = (it: Finding) => severities.indexOf(it.rule.severity)
  return rank(a) - rank(b) || a.rule.name.localeCompare(b.rule.name, 'en')
}

/** Of a score; `none` where nothing passed or failed. */
export function percent(value: number | null): string {
  return value === null ? 'none' : `${value.toFixed(1)} %`
}
