/** How much was evaluated of what had to be, as a share and a count of gaps. */

import type { ClusterSummary, Coverage } from '@evenkeel/model'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { countOf } from '../elements/numbers.ts'
import css from './clusters.module.css'

export function CoverageCell({ coverage }: { coverage: Coverage | null }) {
  if (coverage === null) return <span className={css.sub}>not known</span>
  const { expected, evaluated, gaps, excluded_namespaces: excluded = [] } = coverage
  const isWhole = gaps.length + excluded.length === 0 && evaluated >= expected
  const Icon = isWhole ? IconCircleCheck : IconAlertTriangle
  return (
    <span className={isWhole ? css.whole : css.partial}>
      <Icon size={14} aria-hidden />
      {printShare(evaluated, expected)}
      {gaps.length > 0 && `, ${countOf(gaps.length, 'gap')}`}
      {excluded.length > 0 && `, ${countOf(excluded.length, 'namespace')} excluded`}
    </span>
  )
}

/** In whole percent, rounded down, so that 100% is only said of all. */
export function printShare(evaluated: number, expected: number): string {
  if (expected === 0) return 'nothing to evaluate'
  return `${Math.floor((100 * evaluated) / expected)}%`
}

/** How many nodes report. The sample was recorded whole, and nobody reports from it. */
export function NodesCell({ cluster: { kind, nodes } }: { cluster: ClusterSummary }) {
  if (kind === 'sample') return <span className={css.sub}>recorded</span>
  if (nodes.expected === 0) return <span className={css.sub}>–</span>
  return `${nodes.reporting} of ${nodes.expected}`
}
