/** One group: its counts, each of which leads to what it counts, and what it opens to. */

import type { FindingGroup } from '@evenkeel/model'
import { severities } from '@evenkeel/model'
import { IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { formatCount } from '../elements/numbers.ts'
import { typeWord } from '../elements/resource-kind.ts'
import { ScoreBar } from '../elements/score-bar.tsx'
import { joinQueries } from '../query/edit-query.ts'
import type { Grouping } from '../url/searches.ts'
import { GroupFindings } from './group-findings.tsx'
import css from './group-list.module.css'
import { groupClause } from './use-findings.ts'

/** What every group of a list shares. */
export interface GroupWorld {
  /** The typed query joined with a clause; with the scope or, for links, which keep it, without. */
  withScope: (clause: string) => string
  withoutScope: (clause: string) => string
  at: string | undefined
  openId: string | undefined
  onOpen: (findingId: string) => void
}

interface GroupRowProps {
  group: FindingGroup
  grouping: Grouping
  /** The clause of the groups around it. */
  around: string
  depth: number
  world: GroupWorld
  /** Undefined where it opens to findings. */
  renderInner: ((clause: string) => ReactNode) | undefined
}

export function GroupRow({ group, grouping, around, depth, world, renderInner }: GroupRowProps) {
  const [isOpen, setOpen] = useState(false)
  const clause = joinQueries(around, groupClause(grouping, group.values))
  const { counts } = group
  const count = (evaluation: keyof typeof counts) => (
    <CountLink
      count={counts[evaluation]}
      q={world.withoutScope(`${clause} and result.evaluation : ${evaluation}`)}
    />
  )
  return (
    <>
      <tr className={css.group} data-depth={depth}>
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
        <td className={css.numeric}>{formatCount(group.resources)}</td>
        <td>
          <ScoreBar value={group.score} />
        </td>
      </tr>
      {isOpen && (renderInner ? renderInner(clause) : null)}
      {isOpen && !renderInner && (
        <GroupFindings
          of={{ q: world.withScope(clause), at: world.at }}
          allQuery={world.withoutScope(clause)}
          hasResource={grouping !== 'resource'}
          openId={world.openId}
          onOpen={world.onOpen}
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
