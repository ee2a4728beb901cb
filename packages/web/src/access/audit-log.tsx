/** Every write on this server, latest first. */

import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { fetchAudit } from '../api/access.ts'
import table from '../elements/data-table.module.css'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'

export function AuditLog() {
  const pages = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam, signal }) => fetchAudit({ q: '', cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })
  if (pages.isPending) return <Loading label="Loading the audit log" rows={10} height={24} />
  if (pages.isError) {
    return <Failed what="The audit log" error={pages.error} onRetry={() => pages.refetch()} />
  }
  const entries = pages.data.pages.flatMap((it) => it.items)
  if (entries.length === 0) return <Empty title="Nothing has been written yet." />
  return (
    <div className={table.frame}>
      <table className={table.table} aria-label="Audit log">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">On</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((it, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id and are only added to
            <tr key={index}>
              <td>
                <Time at={it.at} />
              </td>
              <th scope="row">{it.actor}</th>
              <td>{it.action}</td>
              <td className={table.grow} title={it.target}>
                {it.target}
              </td>
              <td className={table.sub}>{it.status}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pages.hasNextPage && (
        <div className={table.foot}>
          <Button size="compact-xs" variant="default" onClick={() => void pages.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </div>
  )
}
