/** The first findings of an opened group, as rows of the group's table. */

import type { Finding } from '@evenkeel/model'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { fetchFindings } from '../api/findings.ts'
import { EvaluationChip, SeverityChip } from '../elements/chips.tsx'
import { countOf } from '../elements/numbers.ts'
import { Failed, Loading } from '../elements/states.tsx'
import css from './group-list.module.css'
import type { FindingsOf } from './use-findings.ts'

const findingsShown = 10
const worstFirst = '-result.evaluation,-rule.severity'
/** Of the table of groups. */
const columnCount = 7

interface GroupFindingsProps {
  /** With the scope. */
  of: FindingsOf
  /** For the link to all of them. */
  allQuery: string
  hasResource: boolean
  openId: string | undefined
  onOpen: (findingId: string) => void
}

export function GroupFindings({ of, allQuery, openId, onOpen, ...row }: GroupFindingsProps) {
  const page = useQuery({
    queryKey: ['findings', 'group', of],
    queryFn: ({ signal }) =>
      fetchFindings({ ...of, sort: worstFirst, limit: findingsShown }, signal),
  })
  const wide = (content: ReactNode) => (
    <tr className={css.inner}>
      <td colSpan={columnCount}>{content}</td>
    </tr>
  )
  if (page.isPending) return wide(<Loading label="Loading the findings of this group" rows={3} />)
  if (page.isError) {
    return wide(<Failed what="This group" error={page.error} onRetry={() => page.refetch()} />)
  }
  const { items, total } = page.data
  return (
    <>
      {items.map((it) => (
        <InnerRow key={it.id} finding={it} {...row} isOpen={it.id === openId} onOpen={onOpen} />
      ))}
      {total > items.length &&
        wide(
          <Link to="/findings" search={{ q: allQuery }} className={css.all}>
            Show all {countOf(total, 'finding')}
          </Link>,
        )}
    </>
  )
}

interface InnerRowProps {
  hasResource: boolean
  finding: Finding
  isOpen: boolean
  onOpen: (findingId: string) => void
}

function InnerRow({ finding, hasResource, isOpen, onOpen }: InnerRowProps) {
  const { rule, resource } = finding
  return (
    <tr className={css.inner} data-open={isOpen}>
      <td colSpan={columnCount}>
        <button
          type="button"
          className={css.finding}
          data-finding={finding.id}
          onClick={() => onOpen(finding.id)}
        >
          <span className={css.chip}>
            <EvaluationChip evaluation={finding.result.evaluation} />
          </span>
          <span className={css.chip}>
            <SeverityChip severity={rule.severity} />
          </span>
          <span className={css.rule}>
            {rule.number} {rule.name}
          </span>
          <span className={css.resource}>{hasResource ? placeOf(resource) : rule.section}</span>
        </button>
      </td>
    </tr>
  )
}

function placeOf({ namespace, name }: Finding['resource']): string {
  return namespace === null ? name : `${namespace} / ${name}`
}
