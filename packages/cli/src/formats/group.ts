/** Findings by a text, in the order in which each text came first. */

import type { Finding } from '@evenkeel/model'

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
