/** Sections by clusters: how many findings failed in each, the darker the more of what was decided. */

import type { FindingGroup } from '@evenkeel/model'
import { useQuery } from '@tanstack/react-query'
import { fetchFindingGroups } from '../api/findings.ts'
import { FindingsLink } from '../elements/findings-link.tsx'
import { countOf, formatCount, formatScore } from '../elements/numbers.ts'
import { Panel } from '../elements/panel.tsx'
import { Failed, Loading } from '../elements/states.tsx'
import { printEquals } from '../query/edit-query.ts'
import css from './heat-table.module.css'

const groupsMax = 500
/** Wider than this a table of clusters is no overview; the worst are shown. */
const clustersMax = 12
const shades = 5

export function HeatTable({ at }: { at: string | undefined }) {
  const groups = useQuery({
    queryKey: ['scores', 'heat', at],
    queryFn: ({ signal }) =>
      fetchFindingGroups(
        { q: '', at, group: 'rule.section,cluster.name', limit: groupsMax },
        signal,
      ),
  })
  if (groups.isPending) return <Loading label="Loading sections by clusters" rows={5} />
  if (groups.isError) {
    return <Failed what="Sections by clusters" error={groups.error} onRetry={groups.refetch} />
  }
  return (
    <Panel title="Failed by section and cluster">
      <Heat groups={groups.data.items} isCut={groups.data.next_cursor !== null} />
    </Panel>
  )
}

function Heat({ groups, isCut }: { groups: FindingGroup[]; isCut: boolean }) {
  const { sections, clusters, cellOf, calm } = toHeat(groups)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={css.scroller} tabIndex={0} aria-label="Sections by clusters, scrolls">
        <table className={css.heat} aria-label="Failed by section and cluster">
          <thead>
            <tr>
              <th scope="col">Section</th>
              {clusters.map((cluster) => (
                <th key={cluster} scope="col">
                  {cluster}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sections.map((section) => (
              <tr key={section}>
                <th scope="row">{section}</th>
                {clusters.map((cluster) => (
                  <Cell
                    key={cluster}
                    section={section}
                    cluster={cluster}
                    group={cellOf(section, cluster)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={css.sub}>
        Failed findings, and beside them the score of 0 to 100. The darker, the larger the share of
        what failed.
      </p>
      {calm > 0 && (
        <p className={css.sub}>
          Nothing failed in {countOf(calm, 'other section')} of these clusters.
        </p>
      )}
      {isCut && <p className={css.sub}>Only the fields in which most fails are shown.</p>}
    </>
  )
}

interface CellProps {
  section: string
  cluster: string
  group: FindingGroup | undefined
}

function Cell({ section, cluster, group }: CellProps) {
  if (!group) return <td className={css.zero}>–</td>
  const { failed } = group.counts
  const q = [
    printEquals('rule.section', section),
    printEquals('cluster.name', cluster),
    'result.evaluation : failed',
  ].join(' and ')
  return (
    <td data-shade={shadeOf(group)}>
      {failed === 0 ? (
        <span>0</span>
      ) : (
        <FindingsLink
          q={q}
          className={css.cell}
          label={`${failed} failed in ${section} of ${cluster}`}
        >
          {formatCount(failed)}
        </FindingsLink>
      )}
      {group.score !== null && (
        <span className={css.cellScore} title="Posture score">
          {formatScore(group.score)}
        </span>
      )}
    </td>
  )
}

/** 0 where nothing failed, up to the number of shades where all of what was decided failed. */
export function shadeOf({ counts: { failed, passed } }: FindingGroup): number {
  return failed === 0 ? 0 : Math.ceil((shades * failed) / (failed + passed))
}

/** Groups as a table: most failed first, both ways. */
export function toHeat(groups: FindingGroup[]) {
  const key = (section: string, cluster: string) => `${section}\u0000${cluster}`
  const cells = new Map<string, FindingGroup>()
  const bySection = new Map<string, number>()
  const byCluster = new Map<string, number>()
  for (const group of groups) {
    const [section, cluster] = group.values
    if (!section || !cluster) continue
    cells.set(key(section, cluster), group)
    bySection.set(section, (bySection.get(section) ?? 0) + group.counts.failed)
    byCluster.set(cluster, (byCluster.get(cluster) ?? 0) + group.counts.failed)
  }
  const worstFirst = (counts: Map<string, number>) =>
    [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name)
  const failing = worstFirst(bySection).filter((it) => (bySection.get(it) ?? 0) > 0)
  return {
    sections: failing,
    /** How many sections have no failed finding in any cluster. */
    calm: bySection.size - failing.length,
    clusters: worstFirst(byCluster).slice(0, clustersMax),
    cellOf: (section: string, cluster: string) => cells.get(key(section, cluster)),
  }
}
