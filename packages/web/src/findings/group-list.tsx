/** Findings in groups, most failed first; a group opens to its findings, or to the groups within it. */

import type { FindingGroup } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { Failed, Loading } from '../elements/states.tsx'
import type { Grouping } from '../url/searches.ts'
import css from './group-list.module.css'
import { GroupRow, type GroupWorld } from './group-row.tsx'
import { useGroupPages, wordOfGrouping } from './use-findings.ts'

interface GroupListProps {
  groups: FindingGroup[]
  /** Outer first. */
  groupings: Grouping[]
  world: GroupWorld
  hasMore: boolean
  onMore: () => void
}

export function GroupList({ groups, groupings, world, hasMore, onMore }: GroupListProps) {
  const title = groupings.map((it) => wordOfGrouping(it)).join(' › ')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.scroller} tabIndex={0} aria-label="Groups, scrolls">
      <table className={css.table} aria-label={`Findings by ${groupings.join(', then ')}`}>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">Failed by severity</th>
            <th scope="col" className={css.numeric}>
              Failed
            </th>
            <th scope="col" className={css.numeric}>
              Unknown
            </th>
            <th scope="col" className={css.numeric}>
              Passed
            </th>
            <th scope="col" className={css.numeric}>
              Resources
            </th>
            <th scope="col">Score</th>
          </tr>
        </thead>
        <tbody>
          <GroupRows groups={groups} groupings={groupings} clause="" depth={0} world={world} />
        </tbody>
      </table>
      {hasMore && (
        <div className={css.foot}>
          <Button variant="default" onClick={onMore}>
            Show more groups
          </Button>
        </div>
      )}
    </section>
  )
}

interface GroupRowsProps {
  groups: FindingGroup[]
  groupings: Grouping[]
  /** Of the groups around these. */
  clause: string
  depth: number
  world: GroupWorld
}

function GroupRows({ groups, groupings, clause, depth, world }: GroupRowsProps) {
  const [grouping, ...inner] = groupings
  if (!grouping) return null
  return groups.map((group) => (
    <GroupRow
      key={group.values.join('\u0000')}
      group={group}
      grouping={grouping}
      around={clause}
      depth={depth}
      world={world}
      renderInner={
        inner.length === 0
          ? undefined
          : (within) => (
              <InnerGroups groupings={inner} clause={within} depth={depth + 1} world={world} />
            )
      }
    />
  ))
}

/** Asked for when the group around them is opened. */
function InnerGroups({ groupings, clause, depth, world }: Omit<GroupRowsProps, 'groups'>) {
  const [grouping = 'rule'] = groupings
  const pages = useGroupPages({ q: world.withScope(clause), at: world.at }, grouping)
  const groups = pages.data?.pages.flatMap((it) => it.items) ?? []
  if (pages.isPending) {
    return <Wide>{<Loading label="Loading the groups within" rows={3} />}</Wide>
  }
  if (pages.isError && groups.length === 0) {
    return (
      <Wide>
        <Failed what="This group" error={pages.error} onRetry={() => pages.refetch()} />
      </Wide>
    )
  }
  return (
    <>
      <GroupRows
        groups={groups}
        groupings={groupings}
        clause={clause}
        depth={depth}
        world={world}
      />
      {pages.hasNextPage && (
        <Wide>
          <Button variant="subtle" onClick={() => void pages.fetchNextPage()}>
            Show more groups
          </Button>
        </Wide>
      )}
    </>
  )
}

function Wide({ children }: { children: React.ReactNode }) {
  return (
    <tr className={css.inner}>
      <td colSpan={7}>{children}</td>
    </tr>
  )
}
