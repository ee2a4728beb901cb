/** The clusters, how much of each was looked at, and the way to add one. */

import type { ClusterSummary } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { fetchClusters } from '../api/clusters.ts'
import { FindingsLink } from '../elements/findings-link.tsx'
import { formatCount } from '../elements/numbers.ts'
import { Page } from '../elements/panel.tsx'
import { ScoreBar } from '../elements/score-bar.tsx'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import { printEquals } from '../query/edit-query.ts'
import { useMayDo } from '../session/role.ts'
import { AddCluster } from './add-cluster.tsx'
import css from './clusters.module.css'
import { CoverageCell, NodesCell } from './coverage-cell.tsx'
import { stateWords } from './onboarding.tsx'

export function ClustersPage() {
  const { add } = useSearch({ from: '/clusters' })
  const navigate = useNavigate({ from: '/clusters' })
  const mayAdd = useMayDo('clusters.operate')
  const setAdding = (isAdding: boolean) =>
    void navigate({
      search: (previous) => ({ scope: previous.scope, ...(isAdding && { add: 'yes' }) }),
    })
  return (
    <Page
      title="Clusters"
      actions={
        mayAdd && (
          <Button leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
            Add cluster
          </Button>
        )
      }
    >
      <ClusterTable />
      <AddCluster isOpen={add === 'yes'} onClose={() => setAdding(false)} />
    </Page>
  )
}

function ClusterTable() {
  const clusters = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => fetchClusters(signal),
  })
  if (clusters.isPending) return <Loading label="Loading the clusters" rows={4} height={38} />
  if (clusters.isError) {
    return <Failed what="The clusters" error={clusters.error} onRetry={() => clusters.refetch()} />
  }
  if (clusters.data.length === 0) {
    return (
      <Empty title="No cluster is connected yet.">
        “Add cluster” makes a manifest; apply it, and the cluster shows here within a minute.
      </Empty>
    )
  }
  return (
    <div className={css.frame}>
      <table className={css.table} aria-label="Clusters">
        <thead>
          <tr>
            <th scope="col">Cluster</th>
            <th scope="col">Kubernetes</th>
            <th scope="col">Nodes reporting</th>
            <th scope="col">Coverage</th>
            <th scope="col">Last evaluation</th>
            <th scope="col">Benchmark</th>
            <th scope="col">Score</th>
            <th scope="col" className={css.numeric}>
              Failed
            </th>
            <th scope="col" className={css.numeric}>
              Critical
            </th>
            <th scope="col" className={css.numeric}>
              High
            </th>
          </tr>
        </thead>
        <tbody>
          {clusters.data.map((cluster) => (
            <ClusterRow key={cluster.id} cluster={cluster} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ClusterRow({ cluster }: { cluster: ClusterSummary }) {
  const { score, state } = cluster
  const clause = printEquals('cluster.id', cluster.id)
  const isWaiting = state !== 'first-finding'
  return (
    <tr>
      <th scope="row">
        <Link to="/clusters/$clusterId" params={{ clusterId: cluster.id }} className={css.name}>
          {cluster.name}
        </Link>
        {cluster.kind !== 'agent' && <span className={css.label}>{kindWords[cluster.kind]}</span>}
        {Object.entries(cluster.labels).map(([name, value]) => (
          <span key={name} className={css.label}>
            {name}={value}
          </span>
        ))}
      </th>
      <td>
        {cluster.kubernetes_version ?? '–'} <span className={css.sub}>{cluster.provider}</span>
      </td>
      <td>
        <NodesCell cluster={cluster} />
      </td>
      <td>{isWaiting ? stateWords[state].title : <CoverageCell coverage={cluster.coverage} />}</td>
      <td>
        <Time at={cluster.last_evaluated_at} />
      </td>
      <td>{cluster.benchmark ?? '–'}</td>
      <td>
        <ScoreBar value={score.value} />
      </td>
      <td className={css.numeric}>
        <FindingsLink q={`${clause} and result.evaluation : failed`}>
          {formatCount(score.counts.failed)}
        </FindingsLink>
      </td>
      {(['critical', 'high'] as const).map((severity) => (
        <td key={severity} className={css.numeric}>
          <FindingsLink
            q={`${clause} and result.evaluation : failed and rule.severity : ${severity}`}
          >
            {formatCount(score.by_severity[severity]?.failed ?? 0)}
          </FindingsLink>
        </td>
      ))}
    </tr>
  )
}

export const kindWords: Record<ClusterSummary['kind'], string> = {
  agent: 'agent',
  local: 'local',
  sample: 'sample',
}
