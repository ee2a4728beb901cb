/** How much of what should have been looked at was looked at; a warning where it was not all. */

import type { ClusterSummary } from '@evenkeel/model'
import { Link } from '@tanstack/react-router'
import { countOf, formatCount } from '../elements/numbers.ts'
import { Notice } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'

export function CoverageStrip({ clusters }: { clusters: ClusterSummary[] }) {
  const sum = (of: (it: ClusterSummary) => number) => clusters.reduce((all, it) => all + of(it), 0)
  const evaluatedClusters = clusters.filter((it) => it.last_evaluated_at !== null)
  const nodes = {
    // The sample was recorded whole; nobody reports from it.
    expected: sum((it) => (it.kind === 'sample' ? 0 : it.nodes.expected)),
    reporting: sum((it) => (it.kind === 'sample' ? 0 : it.nodes.reporting)),
  }
  const expected = sum((it) => it.coverage?.expected ?? 0)
  const evaluated = sum((it) => it.coverage?.evaluated ?? 0)
  const gaps = sum((it) => it.coverage?.gaps.length ?? 0)
  const isWhole =
    gaps === 0 &&
    nodes.reporting >= nodes.expected &&
    evaluated >= expected &&
    evaluatedClusters.length === clusters.length
  const oldest = evaluatedClusters.map((it) => it.last_evaluated_at ?? '').sort()[0]
  const facts = [
    `${formatCount(evaluatedClusters.length)} of ${countOf(clusters.length, 'cluster')} evaluated`,
    nodes.expected > 0 &&
      `${formatCount(nodes.reporting)} of ${countOf(nodes.expected, 'node')} reporting`,
    expected > 0 && `${formatCount(evaluated)} of ${countOf(expected, 'evaluation')} done`,
  ].filter((it) => it !== false)
  return (
    <Notice
      tone={isWhole ? 'notice' : 'warning'}
      actions={<Link to="/clusters">See clusters</Link>}
    >
      {facts.join(' · ')}
      {gaps > 0 && <strong> · {countOf(gaps, 'thing')} could not be looked at</strong>}
      {oldest && (
        <>
          {' · '}last evaluation <Time at={oldest} />
        </>
      )}
    </Notice>
  )
}
