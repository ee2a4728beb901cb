/** One cluster: its posture, who reports, what could not be looked at. */

import type { ClusterDetail, ClusterSummary, ReporterStatus } from '@evenkeel/model'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Fragment } from 'react'
import { fetchCluster } from '../api/clusters.ts'
import { FindingsLink } from '../elements/findings-link.tsx'
import { countOf, formatCount } from '../elements/numbers.ts'
import { Page, Panel } from '../elements/panel.tsx'
import { ScoreBar } from '../elements/score-bar.tsx'
import { Failed, Loading, Notice } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import { printEquals } from '../query/edit-query.ts'
import { AgentTable } from './agent-table.tsx'
import { AgentVersion } from './agent-version.tsx'
import { ClusterActions } from './cluster-actions.tsx'
import css from './clusters.module.css'
import { CoverageCell, NodesCell } from './coverage-cell.tsx'
import { Onboarding } from './onboarding.tsx'

const pollMs = 3000

export function ClusterPage() {
  const { clusterId } = useParams({ from: '/clusters/$clusterId' })
  const detail = useQuery({
    queryKey: ['cluster', clusterId],
    queryFn: ({ signal }) => fetchCluster(clusterId, signal),
    refetchInterval: (query) =>
      query.state.data && query.state.data.cluster.state !== 'first-finding' ? pollMs : false,
  })
  if (detail.isPending) {
    return (
      <Page title="Cluster">
        <Loading label="Loading the cluster" rows={8} height={32} />
      </Page>
    )
  }
  if (detail.isError) {
    return <Failed what="This cluster" error={detail.error} onRetry={() => detail.refetch()} />
  }
  return <There detail={detail.data} />
}

function There({ detail: { cluster, reporters, silent_nodes } }: { detail: ClusterDetail }) {
  const clause = printEquals('cluster.id', cluster.id)
  return (
    <Page
      title={cluster.name}
      actions={
        <div className={css.buttons}>
          <FindingsLink q={`${clause} and result.evaluation : failed`}>
            View all failed findings
          </FindingsLink>
          <ClusterActions cluster={cluster} />
        </div>
      }
    >
      {cluster.state !== 'first-finding' && <Onboarding cluster={cluster} />}
      {cluster.kind !== 'sample' && silent_nodes.length > 0 && (
        <Notice tone="warning">
          No agent reports from {silent_nodes.join(', ')}. What these nodes hold is unknown. Is the
          DaemonSet allowed on them, taints included?
        </Notice>
      )}
      <Panel title="At a glance">
        <dl className={css.facts}>
          <Fact name="Score" value={<ScoreBar value={cluster.score.value} />} />
          <Fact name="Failed" value={formatCount(cluster.score.counts.failed)} />
          <Fact name="Coverage" value={<CoverageCell coverage={cluster.coverage} />} />
          <Fact name="Nodes reporting" value={<NodesCell cluster={cluster} />} />
          <Fact name="Kubernetes" value={cluster.kubernetes_version ?? '–'} />
          <Fact name="Provider" value={cluster.provider ?? '–'} />
          <Fact name="Benchmark" value={cluster.benchmark ?? '–'} />
          <Fact name="Last evaluation" value={<Time at={cluster.last_evaluated_at} />} />
          <Fact name="Added" value={<Time at={cluster.created_at} />} />
        </dl>
      </Panel>
      <Panel title="Who reports">
        <Reporters reporters={reporters} />
      </Panel>
      {cluster.kind === 'agent' && (
        <Panel title="Agents">
          <AgentTable clusterId={cluster.id} />
        </Panel>
      )}
      <Panel title="What could not be looked at">
        <Gaps cluster={cluster} clause={clause} />
        <Excluded names={cluster.coverage?.excluded_namespaces ?? []} />
      </Panel>
    </Page>
  )
}

function Fact({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function Reporters({ reporters }: { reporters: ReporterStatus[] }) {
  if (reporters.length === 0) return <p className={css.sub}>Nobody has reported yet.</p>
  return (
    <table className={css.table} aria-label="Who reports">
      <thead>
        <tr>
          <th scope="col">Scope</th>
          <th scope="col">Last cycle</th>
          <th scope="col">Took</th>
          <th scope="col">Coverage</th>
          <th scope="col">Agent</th>
        </tr>
      </thead>
      <tbody>
        {reporters.map((it) => (
          <tr key={it.scope}>
            <th scope="row">{scopeWord(it.scope)}</th>
            <td>
              <Time at={it.last_cycle_at} />
              {it.is_stale && <strong className={css.stale}> silent</strong>}
            </td>
            <td>{it.duration_ms === null ? '–' : `${(it.duration_ms / 1000).toFixed(1)} s`}</td>
            <td>
              <CoverageCell coverage={it.coverage} />
            </td>
            <td>
              <AgentVersion version={it.agent_version} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** `node/worker-1` to `Node worker-1`. */
function scopeWord(scope: string): string {
  if (scope === 'kube-api') return 'Kubernetes API'
  if (scope.startsWith('node/')) return `Node ${scope.slice('node/'.length)}`
  return scope
}

/** Never among what is clean: nobody looked. */
function Excluded({ names }: { names: string[] }) {
  if (names.length === 0) return null
  return (
    <p className={css.after}>
      Excluded by configuration, so neither looked at nor counted:{' '}
      {names.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && ', '}
          <code>{name}</code>
        </Fragment>
      ))}
      .
    </p>
  )
}

function Gaps({ cluster, clause }: { cluster: ClusterSummary; clause: string }) {
  const { coverage } = cluster
  if (coverage === null) return <p className={css.sub}>Nothing has been evaluated yet.</p>
  const { gaps, expected, evaluated } = coverage
  const unknown = (
    <FindingsLink q={`${clause} and result.evaluation : unknown`}>
      {countOf(Math.max(0, expected - evaluated), 'evaluation')}
    </FindingsLink>
  )
  if (gaps.length === 0) {
    return (
      <p className={css.sub}>
        {evaluated >= expected ? (
          'Nothing: all that was asked for was read.'
        ) : (
          <>Every source was read; {unknown} ended as unknown, each with its own reason.</>
        )}
      </p>
    )
  }
  return (
    <>
      <table className={css.table} aria-label="What could not be looked at">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Why</th>
            <th scope="col">Where</th>
          </tr>
        </thead>
        <tbody>
          {gaps.map((gap) => (
            <tr key={`${gap.node} ${gap.collector} ${gap.source} ${gap.reason}`}>
              <th scope="row">
                <code>{gap.source}</code>
              </th>
              <td className={css.reason}>{gap.reason}</td>
              <td>{gap.node ?? gap.collector}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css.after}>
        What they hide is{' '}
        <FindingsLink q={`${clause} and result.evaluation : unknown`}>unknown</FindingsLink>,
        neither passed nor failed. Back to <Link to="/clusters">all clusters</Link>.
      </p>
    </>
  )
}
