/** How the server is: version, rules, what is kept, storage, jobs, what comes in; and a support bundle. */

import type { SystemStatus } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { bundleAddress, fetchSystem } from '../api/system.ts'
import css from '../elements/data-table.module.css'
import { countOf, formatCount } from '../elements/numbers.ts'
import { Page, Panel } from '../elements/panel.tsx'
import { Failed, Loading, Notice } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import { formatBytes } from './bytes.ts'
import look from './system.module.css'

const pollMs = 15_000
const hashShown = 12

export function SystemPage() {
  const status = useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => fetchSystem(signal),
    refetchInterval: pollMs,
  })
  if (status.isPending) {
    return (
      <Page title="System">
        <Loading label="Loading how the server is" rows={10} height={28} />
      </Page>
    )
  }
  if (status.isError) {
    return <Failed what="How the server is" error={status.error} onRetry={() => status.refetch()} />
  }
  return <There status={status.data} />
}

function There({ status }: { status: SystemStatus }) {
  const failing = status.jobs.filter((it) => it.last_error !== null)
  const { scopes } = status.ingest
  return (
    <Page
      title="System"
      actions={
        <Button
          component="a"
          variant="default"
          href={bundleAddress}
          download
          leftSection={<IconDownload size={15} />}
          title="No names, tokens, labels or contents of resources; the download is on record"
        >
          Support bundle
        </Button>
      }
    >
      {failing.length > 0 && (
        <Notice tone="warning">
          {failing.map((it) => it.name).join(', ')} failed when last run. It is tried again by
          itself.
        </Notice>
      )}
      {scopes.stale > 0 && (
        <Notice tone="warning">
          {countOf(scopes.stale, 'reporter')} went silent. See <Link to="/clusters">clusters</Link>.
        </Notice>
      )}
      <Server status={status} />
      <Incoming ingest={status.ingest} />
      <div className={look.halves}>
        <Jobs jobs={status.jobs} />
        <Storage database={status.database} />
      </div>
    </Page>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Server({ status }: { status: SystemStatus }) {
  const { rules, retention, database } = status
  return (
    <Panel title="Server">
      <dl className={look.facts}>
        <Fact name="Version">{status.version}</Fact>
        <Fact name="Mode">{status.mode}</Fact>
        <Fact name="Running since">
          <Time at={status.started_at} />
        </Fact>
        <Fact name="Node.js">{status.node_version}</Fact>
        <Fact name="Rule set">
          {rules.version}, {countOf(rules.count, 'rule')} in{' '}
          {countOf(rules.benchmarks, 'benchmark')}
        </Fact>
        <Fact name="Hash of the rules">
          <code title={rules.hash}>{rules.hash.slice(0, hashShown)}</code>
        </Fact>
        <Fact name="Database">
          {database.kind === 'embedded' ? 'Embedded PostgreSQL' : 'PostgreSQL'} {database.version}
        </Fact>
        <Fact name="Size">{formatBytes(database.bytes)}</Fact>
        <Fact name="Schema">{database.migration ?? '–'}</Fact>
        <Fact name="History is kept for">{countOf(retention.days, 'day')}</Fact>
        <Fact name="Oldest change">
          <Time at={retention.oldest_change_at} absent="none yet" />
        </Fact>
      </dl>
    </Panel>
  )
}

function Incoming({ ingest }: { ingest: SystemStatus['ingest'] }) {
  const { clusters, scopes, cycles } = ingest
  const of = (outcome: string) => formatCount(cycles[outcome] ?? 0)
  return (
    <Panel title="What comes in">
      <dl className={look.facts}>
        <Fact name="Clusters reporting">{formatCount(clusters.reporting)}</Fact>
        <Fact name="Clusters silent">{formatCount(clusters.stale)}</Fact>
        <Fact name="Clusters that never reported">{formatCount(clusters.waiting)}</Fact>
        <Fact name="Nodes and APIs reporting">{formatCount(scopes.current)}</Fact>
        <Fact name="Last evaluation">
          <Time at={ingest.last_evaluated_at} />
        </Fact>
        <Fact name="Cycles since the start">
          {of('applied')} applied, {of('repeated')} repeated, {of('lacking')} asked for more,{' '}
          {of('failed')} failed
        </Fact>
        <Fact name="Open pages">{formatCount(ingest.listeners)}</Fact>
      </dl>
    </Panel>
  )
}

function Jobs({ jobs }: { jobs: SystemStatus['jobs'] }) {
  return (
    <Panel title="Jobs">
      {jobs.length === 0 ? (
        <p className={css.sub}>None has run since the start of this process.</p>
      ) : (
        <table className={css.table} aria-label="Jobs">
          <thead>
            <tr>
              <th scope="col">Job</th>
              <th scope="col">Last run</th>
              <th scope="col" className={css.numeric}>
                Took
              </th>
              <th scope="col" className={css.numeric}>
                Runs
              </th>
              <th scope="col" className={css.numeric}>
                Failed
              </th>
            </tr>
          </thead>
          <tbody>
            {jobs.map((it) => (
              <tr key={it.name}>
                <th scope="row">
                  {it.name}
                  {it.last_error !== null && (
                    <span className={look.error}>Failed: {it.last_error}</span>
                  )}
                </th>
                <td>
                  <Time at={it.last_run_at} />
                </td>
                <td className={css.numeric}>{it.last_seconds.toFixed(2)} s</td>
                <td className={css.numeric}>{formatCount(it.runs)}</td>
                <td className={css.numeric}>{formatCount(it.failures)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function Storage({ database }: { database: SystemStatus['database'] }) {
  return (
    <Panel title="Storage">
      <table className={css.table} aria-label="Storage by table">
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col" className={css.numeric}>
              Size
            </th>
            <th scope="col" className={css.numeric}>
              Rows, about
            </th>
          </tr>
        </thead>
        <tbody>
          {database.datasets.map((it) => (
            <tr key={it.name}>
              <th scope="row">
                <code>{it.name}</code>
              </th>
              <td className={css.numeric}>{formatBytes(it.bytes)}</td>
              <td className={css.numeric}>{it.rows === null ? '–' : formatCount(it.rows)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
