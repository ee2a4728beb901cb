/** Findings in groups, most failed first; a group opens to its first findings. */

import type { FindingGroup } from '@evenkeel/model'
import { severities } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { formatCount } from '../elements/numbers.ts'
import { typeWord } from '../elements/resource-kind.ts'
import { ScoreBar } from '../elements/score-bar.tsx'
import { joinQueries } from '../query/edit-query.ts'
import type { Grouping } from '../url/searches.ts'
import { GroupFindings } from './group-findings.tsx'
import css from './group-list.module.css'
import { groupClause } from './use-findings.ts'

const groupTitles: Record<Grouping, string> = {
  rule: 'Rule',
  resource: 'Resource',
  section: 'Section',
  namespace: 'Namespace',
  cluster: 'Cluster',
}

interface GroupListProps {
  groups: FindingGroup[]
  grouping: Grouping
  /** As typed, without the scope. */
  typed: string
  effective: string
  openId: string | undefined
  onOpen: (findingId: string) => void
  hasMore: boolean
  onMore: () => void
}

export function GroupList({ groups, grouping, hasMore, onMore, ...rest }: GroupListProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.scroller} tabIndex={0} aria-label="Groups, scrolls">
      <table className={css.table} aria-label={`Findings by ${grouping}`}>
        <thead>
          <tr>
            <th scope="col">{groupTitles[grouping]}</th>
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
            {grouping !== 'resource' && (
              <th scope="col" className={css.numeric}>
                Resources
              </th>
            )}
            <th scope="col">Score</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Group key={group.values.join('\u0000')} group={group} grouping={grouping} {...rest} />
          ))}
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

interface GroupProps {
  group: FindingGroup
  grouping: Grouping
  typed: string
  effective: string
  openId: string | undefined
  onOpen: (findingId: string) => void
}

function Group({ group, grouping, typed, effective, openId, onOpen }: GroupProps) {
  const [isOpen, setOpen] = useState(false)
  const clause = groupClause(grouping, group.values)
  const { counts } = group
  const count = (evaluation: keyof typeof counts) => (
    <CountLink
      count={counts[evaluation]}
      q={joinQueries(typed, `${clause} and result.evaluation : ${evaluation}`)}
    />
  )
  return (
    <>
      <tr className={css.group}>
        <th scope="row">
          <button
            type="button"
            className={css.toggle}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <IconChevronRight size={14} aria-hidden data-open={isOpen} />
            <span>{groupLabel(grouping, group)}</span>
            {grouping === 'resource' && (
              <span className={css.sub}>{resourcePlace(group.values)}</span>
            )}
          </button>
        </th>
        <td>
          <SeverityBar failed={group.failed} />
        </td>
        <td className={css.numeric}>{count('failed')}</td>
        <td className={css.numeric}>{count('unknown')}</td>
        <td className={css.numeric}>{count('passed')}</td>
        {grouping !== 'resource' && <td className={css.numeric}>{formatCount(group.resources)}</td>}
        <td>
          <ScoreBar value={group.score} />
        </td>
      </tr>
      {isOpen && (
        <GroupFindings
          q={joinQueries(effective, clause)}
          allQuery={joinQueries(typed, clause)}
          span={grouping === 'resource' ? 6 : 7}
          hasResource={grouping !== 'resource'}
          openId={openId}
          onOpen={onOpen}
        />
      )}
    </>
  )
}

function groupLabel(grouping: Grouping, { values, label }: FindingGroup) {
  if (values[0] === null) return <em>no {grouping}</em>
  return grouping === 'resource' ? (values[0]?.split('/').at(-1) ?? label) : label
}

/** `Deployment in payments, prod-eu-1`, from a resource's id and its cluster's name. */
export function resourcePlace([id, cluster]: readonly (string | null)[]): string {
  const parts = (id ?? '').split('/').slice(0, -1)
  const kindAt = parts.findIndex((part) => /^[A-Z]/.test(part))
  const kind = kindAt < 0 ? typeWord(parts[0] ?? '') : parts[kindAt]
  const namespace = kindAt < 0 ? undefined : parts[kindAt + 1]
  const where = namespace ? `${kind} in ${namespace}` : kind
  return [where, cluster].filter((it) => it).join(', ')
}

function CountLink({ count, q }: { count: number; q: string }) {
  if (count === 0) return <span className={css.zero}>0</span>
  return (
    <Link to="/findings" search={{ q }}>
      {formatCount(count)}
    </Link>
  )
}

function SeverityBar({ failed }: { failed: FindingGroup['failed'] }) {
  const parts = severities.filter((it) => failed[it] > 0)
  if (parts.length === 0) return <span className={css.zero}>none</span>
  return (
    <span className={css.parts}>
      {parts.map((it) => (
        <span key={it} className={`${css.part} ${css[it]}`} title={`${failed[it]} ${it}`}>
          {formatCount(failed[it])} {it}
        </span>
      ))}
    </span>
  )
}
