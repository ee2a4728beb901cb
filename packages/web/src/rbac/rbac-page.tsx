/** Who can do what in a cluster, and what one of them can. */

import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { fetchClusters } from '../api/clusters.ts'
import { Page } from '../elements/panel.tsx'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { parseSubject } from './access-words.ts'
import { SubjectGrants } from './subject-grants.tsx'
import { WhoCan } from './who-can.tsx'

export function RbacPage() {
  const { cluster: asked, scope, subject } = useSearch({ from: '/rbac' })
  const navigate = useNavigate({ from: '/rbac' })
  const clusters = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => fetchClusters(signal),
  })
  if (clusters.isPending) {
    return (
      <Page title="Who can do what">
        <Loading label="Loading the clusters" rows={8} height={24} />
      </Page>
    )
  }
  if (clusters.isError) {
    return <Failed what="The clusters" error={clusters.error} onRetry={() => clusters.refetch()} />
  }
  const wanted = asked ?? scope
  const cluster = wanted
    ? clusters.data.find((it) => it.id === wanted)
    : (clusters.data.find((it) => it.last_evaluated_at !== null) ?? clusters.data[0])
  const picker = clusters.data.length > 1 && (
    <Select
      aria-label="Cluster that is asked about"
      size="xs"
      w={220}
      data={clusters.data.map((it) => ({ value: it.id, label: it.name }))}
      value={cluster?.id ?? null}
      allowDeselect={false}
      onChange={(id) =>
        void navigate({
          search: ({ subject: _, namespace: __, ...rest }) => ({ ...rest, cluster: id ?? '' }),
        })
      }
    />
  )
  const one = subject === undefined ? undefined : parseSubject(subject)
  return (
    <Page title="Who can do what" actions={picker}>
      {!cluster ? (
        <Empty
          title={wanted ? 'There is no such cluster.' : 'There is no cluster yet.'}
          actions={<Link to="/clusters">See clusters</Link>}
        >
          {wanted
            ? 'It was removed, or you do not see it. Choose another one.'
            : 'Roles and bindings appear as soon as a cluster has been evaluated.'}
        </Empty>
      ) : one ? (
        <SubjectGrants cluster={cluster} subject={one} />
      ) : (
        <WhoCan cluster={cluster} />
      )}
    </Page>
  )
}
