/** The table of exceptions, with what may be done about each. */

import type { Exception } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { decideException, revokeException } from '../api/exceptions.ts'
import { CountLink } from '../elements/count-link.tsx'
import table from '../elements/data-table.module.css'
import { FindingsLink } from '../elements/findings-link.tsx'
import { Notice } from '../elements/states.tsx'
import { DayOf } from '../elements/time.tsx'
import { joinQueries } from '../query/edit-query.ts'
import { useMayDo, useSession } from '../session/role.ts'
import { DenyDialog } from './deny-dialog.tsx'
import { categoryWords, marksOf, stateWords } from './exception-words.ts'
import css from './exceptions.module.css'

export function ExceptionTable({ exceptions }: { exceptions: readonly Exception[] }) {
  const queries = useQueryClient()
  const settled = { onSuccess: () => queries.invalidateQueries() }
  const revoking = useMutation({ mutationFn: revokeException, ...settled })
  const approving = useMutation({
    mutationFn: (id: string) => decideException({ id, decision: 'approved', note: '' }),
    ...settled,
  })
  const [denied, setDenied] = useState<Exception>()
  const error = revoking.error ?? approving.error
  return (
    <>
      {error && <Notice tone="warning">{error.message}</Notice>}
      <div className={table.frame}>
        <table className={table.table} aria-label="Exceptions">
          <thead>
            <tr>
              <th scope="col">Findings and reason</th>
              <th scope="col">Category</th>
              <th scope="col">Owner</th>
              <th scope="col">Until</th>
              <th scope="col">State</th>
              <th scope="col" className={table.numeric}>
                Covers
              </th>
              <th scope="col" className={table.numeric}>
                Failed
              </th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {exceptions.map((it) => (
              <Row
                key={it.id}
                exception={it}
                isBusy={[revoking, approving].some(
                  (job) => job.isPending && job.variables === it.id,
                )}
                onRevoke={() => revoking.mutate(it.id)}
                onApprove={() => approving.mutate(it.id)}
                onDeny={() => setDenied(it)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {denied && <DenyDialog exception={denied} onClose={() => setDenied(undefined)} />}
    </>
  )
}

interface Actions {
  isBusy: boolean
  onRevoke: () => void
  onApprove: () => void
  onDeny: () => void
}

function Row({ exception, ...actions }: Actions & { exception: Exception }) {
  const { query, reason, category, owner, until, findings, failed, created_by } = exception
  return (
    <tr>
      <th scope="row" className={table.grow}>
        <FindingsLink q={query} className={css.scope}>
          {query}
        </FindingsLink>
        <span className={css.reason} title={reason}>
          {reason}
        </span>
        {marksOf(exception, new Date()).map((mark) => (
          <span key={mark} className={css.mark}>
            {mark}
          </span>
        ))}
      </th>
      <td>{categoryWords[category]}</td>
      <td title={`Made by ${created_by}`}>{owner}</td>
      <td>{until === null ? 'no end' : <DayOf at={until} />}</td>
      <td className={table.sub} title={decisionOf(exception)}>
        {stateWords[exception.state]}
      </td>
      <td className={table.numeric}>
        <CountLink count={findings} q={query} label={`${findings} findings covered`} />
      </td>
      <td className={table.numeric}>
        <CountLink
          count={failed}
          q={joinQueries(query, 'result.evaluation : failed')}
          label={`${failed} failed findings covered`}
        />
      </td>
      <td>
        <RowActions exception={exception} {...actions} />
      </td>
    </tr>
  )
}

function RowActions({ exception, ...actions }: Actions & { exception: Exception }) {
  const { isBusy, onRevoke, onApprove, onDeny } = actions
  const mayApprove = useMayDo('exceptions.approve')
  const name = useSession().data?.user.name
  const small = { size: 'compact-xs', variant: 'default' } as const
  if (exception.state === 'requested' && mayApprove) {
    return (
      <div className={css.actions}>
        <Button {...small} loading={isBusy} onClick={onApprove}>
          Approve
        </Button>
        <Button {...small} onClick={onDeny}>
          Deny
        </Button>
      </div>
    )
  }
  const isOwnRequest = exception.state === 'requested' && exception.created_by === name
  if (isOwnRequest || (exception.state === 'active' && mayApprove)) {
    return (
      <Button {...small} loading={isBusy} onClick={onRevoke}>
        {isOwnRequest ? 'Withdraw' : 'Revoke'}
      </Button>
    )
  }
  return null
}

function decisionOf({ state, decided_by, note, created_by }: Exception): string {
  if (decided_by === null) return `Asked for by ${created_by}`
  const word = state === 'denied' ? 'Denied' : 'Approved'
  return `${word} by ${decided_by}${note === null ? '' : `: ${note}`}`
}
