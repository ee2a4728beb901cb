/** Every write on this server, latest first, by a query; and as a file. */

import type { AuditEntry } from '@evenkeel/model'
import { auditFields } from '@evenkeel/model'
import { Button, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { auditExportUrl, fetchAudit } from '../api/access.ts'
import table from '../elements/data-table.module.css'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import css from './access.module.css'

export function AuditLog() {
  const { q = '' } = useSearch({ from: '/access' })
  return (
    <div className={css.stack}>
      <AuditQuery key={q} q={q} />
      <Entries q={q} />
    </div>
  )
}

function AuditQuery({ q }: { q: string }) {
  const [text, setText] = useState(q)
  const navigate = useNavigate({ from: '/access' })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const query = text.trim()
    void navigate({ search: ({ q: _, ...rest }) => (query === '' ? rest : { ...rest, q: query }) })
  }
  return (
    <form className={css.form} onSubmit={submit} aria-label="Search the audit log">
      <TextInput
        className={css.query ?? ''}
        label="Query"
        description={`Fields: ${auditFields.join(', ')}. Words alone are looked for everywhere.`}
        placeholder="actor : ada and action : DELETE* and at >= now-7d"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit">Search</Button>
      {(['csv', 'ndjson'] as const).map((format) => (
        <Button
          key={format}
          component="a"
          href={auditExportUrl(q, format)}
          download
          variant="default"
          leftSection={<IconDownload size={15} />}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </form>
  )
}

function Entries({ q }: { q: string }) {
  const pages = useInfiniteQuery({
    queryKey: ['audit', q],
    queryFn: ({ pageParam, signal }) => fetchAudit({ q, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })
  if (pages.isPending) return <Loading label="Loading the audit log" rows={10} height={24} />
  if (pages.isError) {
    return <Failed what="The audit log" error={pages.error} onRetry={() => pages.refetch()} />
  }
  const entries = pages.data.pages.flatMap((it) => it.items)
  if (entries.length === 0) {
    return <Empty title={q === '' ? 'Nothing has been written yet.' : 'No entry fits the query.'} />
  }
  return (
    <div className={table.frame}>
      <table className={table.table} aria-label="Audit log">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">On</th>
            <th scope="col">With</th>
            <th scope="col">From</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((it, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id and are only added to
            <Entry key={index} entry={it} />
          ))}
        </tbody>
      </table>
      {pages.hasNextPage && (
        <div className={table.foot}>
          <Button
            size="compact-xs"
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
    </div>
  )
}

function Entry({ entry }: { entry: AuditEntry }) {
  const details = Object.entries(entry.details)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
  return (
    <tr>
      <td>
        <Time at={entry.at} />
      </td>
      <th scope="row">{entry.actor}</th>
      <td>{entry.action}</td>
      <td title={entry.target}>{entry.target}</td>
      <td className={table.grow} title={details}>
        {details}
      </td>
      <td>{entry.address ?? ''}</td>
      <td className={table.sub}>{entry.status}</td>
    </tr>
  )
}
