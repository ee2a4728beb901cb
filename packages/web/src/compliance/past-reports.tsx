/** The reports that were made, with the checksums of their files. */

import type { Report } from '@evenkeel/model'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { fetchReports } from '../api/frameworks.ts'
import { CopyButton } from '../elements/copy-button.tsx'
import table from '../elements/data-table.module.css'
import { formatScore } from '../elements/numbers.ts'
import { Failed } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import css from './compliance.module.css'

const shownMax = 10

export function PastReports() {
  const [isWhole, setWhole] = useState(false)
  const reports = useQuery({
    queryKey: ['reports'],
    queryFn: ({ signal }) => fetchReports(signal),
  })
  if (reports.isError) {
    return <Failed what="The reports" error={reports.error} onRetry={() => reports.refetch()} />
  }
  if (!reports.data || reports.data.length === 0) return null
  const shown = isWhole ? reports.data : reports.data.slice(0, shownMax)
  return (
    <section aria-labelledby="past-reports">
      <h2 className={css.heading} id="past-reports">
        Reports
      </h2>
      <p className={css.lead}>
        The same data makes the same file again: compare a file that you were given by its checksum.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keys */}
      <section className={table.frame} tabIndex={0} aria-label="Reports that were made">
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Report</th>
              <th scope="col">Framework</th>
              <th scope="col">Scope</th>
              <th scope="col" className={table.numeric}>
                Score
              </th>
              <th scope="col">Shows</th>
              <th scope="col">Made</th>
              <th scope="col">SHA-256</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((it) => (
              <Row key={`${it.id} ${it.format}`} report={it} />
            ))}
          </tbody>
        </table>
        {reports.data.length > shown.length && (
          <div className={table.foot}>
            <button type="button" className={css.plain} onClick={() => setWhole(true)}>
              Show all {reports.data.length}
            </button>
          </div>
        )}
      </section>
    </section>
  )
}

function Row({ report }: { report: Report }) {
  const { id, framework, cluster, format, score, at, created_at, created_by, sha256 } = report
  return (
    <tr>
      <th scope="row">
        {id} <span className={css.format}>{format}</span>
      </th>
      <td>
        <Link to="/compliance/$frameworkId" params={{ frameworkId: framework.id }}>
          {framework.name} {framework.version}
        </Link>
      </td>
      <td className={table.sub}>{cluster?.name ?? 'All clusters'}</td>
      <td className={table.numeric}>{formatScore(score)}</td>
      <td className={table.sub}>
        <Time at={at} />
      </td>
      <td className={table.sub}>
        <Time at={created_at} /> by {created_by}
      </td>
      <td>
        <span className={css.sum}>
          <code title={sha256}>{sha256.slice(0, 12)}…</code>
          <CopyButton text={sha256} label={`Copy the checksum of ${id}`} />
        </span>
      </td>
    </tr>
  )
}
