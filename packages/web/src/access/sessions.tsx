/** The sessions of browsers: one's own, and everybody's for admins; each can be ended. */

import type { SessionGrant } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { deleteAccess, fetchSessions } from '../api/access.ts'
import table from '../elements/data-table.module.css'
import { Empty, Failed, Loading, Notice } from '../elements/states.tsx'
import { DayOf, Time } from '../elements/time.tsx'
import css from './access.module.css'

export function Sessions() {
  const queries = useQueryClient()
  const sessions = useQuery({
    queryKey: ['grants', 'sessions'],
    queryFn: ({ signal }) => fetchSessions(signal),
  })
  const ending = useMutation({
    mutationFn: (id: string) => deleteAccess('sessions', id),
    onSuccess: () => queries.invalidateQueries(),
  })
  if (sessions.isPending) return <Loading label="Loading the sessions" rows={4} height={28} />
  if (sessions.isError) {
    return <Failed what="The sessions" error={sessions.error} onRetry={() => sessions.refetch()} />
  }
  if (sessions.data.length === 0) return <Empty title="There are no sessions." />
  return (
    <div className={css.stack}>
      {ending.error && <Notice tone="warning">{ending.error.message}</Notice>}
      <div className={table.frame}>
        <table className={table.table} aria-label="Sessions">
          <thead>
            <tr>
              <th scope="col">User</th>
              <th scope="col">Role</th>
              <th scope="col">Last used</th>
              <th scope="col">From</th>
              <th scope="col">Browser</th>
              <th scope="col">Since</th>
              <th scope="col">Until</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sessions.data.map((it) => (
              <Row key={it.id} session={it} onEnd={() => ending.mutate(it.id)} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

function Row({ session, onEnd }: { session: SessionGrant; onEnd: () => void }) {
  return (
    <tr>
      <th scope="row">
        {session.name}
        {session.is_current && <span className={table.sub}> this one</span>}
      </th>
      <td>{session.role}</td>
      <td>
        <Time at={session.last_used_at} />
      </td>
      <td>{session.address ?? 'unknown'}</td>
      <td className={table.grow} title={session.user_agent ?? ''}>
        {session.user_agent ?? 'unknown'}
      </td>
      <td>
        <Time at={session.created_at} />
      </td>
      <td>{session.expires_at ? <DayOf at={session.expires_at} /> : 'no end'}</td>
      <td className={table.numeric}>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`End the session of ${session.name} from ${session.address ?? 'unknown'}`}
          onClick={onEnd}
        >
          End
        </Button>
      </td>
    </tr>
  )
}
