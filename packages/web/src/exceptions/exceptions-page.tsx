/** The exceptions: which findings are accepted, why, by whom and until when. */

import type { Exception } from '@evenkeel/model'
import { Button, Checkbox } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { fetchExceptions, revokeException } from '../api/exceptions.ts'
import { CountLink } from '../elements/count-link.tsx'
import table from '../elements/data-table.module.css'
import { FindingsLink } from '../elements/findings-link.tsx'
import { Page } from '../elements/panel.tsx'
import { Empty, Failed, Loading, Notice } from '../elements/states.tsx'
import { DayOf } from '../elements/time.tsx'
import { joinQueries } from '../query/edit-query.ts'
import { useHasRole } from '../session/role.ts'
import { ExceptionDialog } from './exception-dialog.tsx'
import { categoryWords, stateWords } from './exception-words.ts'
import css from './exceptions.module.css'

export function ExceptionsPage() {
  const { add, past } = useSearch({ from: '/exceptions' })
  const navigate = useNavigate({ from: '/exceptions' })
  const mayAccept = useHasRole('editor')
  return (
    <Page
      title="Exceptions"
      actions={
        mayAccept && (
          <Button
            leftSection={<IconPlus size={15} />}
            onClick={() => void navigate({ search: (previous) => ({ ...previous, add: 'yes' }) })}
          >
            Add exception
          </Button>
        )
      }
    >
      <div className={table.tools}>
        <Checkbox
          size="xs"
          label="Show expired and revoked ones"
          checked={past === 'yes'}
          onChange={(event) => {
            const isShown = event.currentTarget.checked
            void navigate({
              search: ({ past: _, ...rest }) => (isShown ? { ...rest, past: 'yes' } : rest),
              replace: true,
            })
          }}
        />
      </div>
      <ExceptionTable hasPast={past === 'yes'} />
      <ExceptionDialog
        isOpen={add === 'yes'}
        query=""
        onClose={() => void navigate({ search: ({ add: _, ...rest }) => rest })}
      />
    </Page>
  )
}

function ExceptionTable({ hasPast }: { hasPast: boolean }) {
  const queries = useQueryClient()
  const exceptions = useQuery({
    queryKey: ['exceptions'],
    queryFn: ({ signal }) => fetchExceptions(signal),
  })
  const mayRevoke = useHasRole('editor')
  const revoking = useMutation({
    mutationFn: revokeException,
    onSuccess: () => queries.invalidateQueries(),
  })
  if (exceptions.isPending) return <Loading label="Loading the exceptions" rows={4} height={36} />
  if (exceptions.isError) {
    const { error, refetch } = exceptions
    return <Failed what="The exceptions" error={error} onRetry={() => refetch()} />
  }
  const shown = exceptions.data.filter((it) => hasPast || it.state === 'active')
  if (shown.length === 0) {
    return (
      <Empty title="Nothing is accepted.">
        Accept a finding from its panel, or all that a query finds from the findings page. Each
        exception has a reason, an owner and an end.
      </Empty>
    )
  }
  return (
    <>
      {revoking.error && <Notice tone="warning">{revoking.error.message}</Notice>}
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
            {shown.map((it) => (
              <Row
                key={it.id}
                exception={it}
                isRevoking={revoking.isPending && revoking.variables === it.id}
                onRevoke={mayRevoke ? () => revoking.mutate(it.id) : undefined}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

interface RowProps {
  exception: Exception
  isRevoking: boolean
  /** Undefined for who may not. */
  onRevoke: (() => void) | undefined
}

function Row({ exception, isRevoking, onRevoke }: RowProps) {
  const { query, reason, category, owner, until, state, findings, failed, created_by } = exception
  return (
    <tr>
      <th scope="row" className={table.grow}>
        <FindingsLink q={query} className={css.scope}>
          {query}
        </FindingsLink>
        <span className={css.reason} title={reason}>
          {reason}
        </span>
      </th>
      <td>{categoryWords[category]}</td>
      <td title={`Made by ${created_by}`}>{owner}</td>
      <td>{until === null ? 'no end' : <DayOf at={until} />}</td>
      <td className={table.sub}>{stateWords[state]}</td>
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
        {state === 'active' && onRevoke && (
          <Button size="compact-xs" variant="default" loading={isRevoking} onClick={onRevoke}>
            Revoke
          </Button>
        )}
      </td>
    </tr>
  )
}
