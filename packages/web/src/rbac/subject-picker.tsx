/** Chooses one of those whom the bindings of a cluster name. */

import type { ClusterSummary } from '@evenkeel/model'
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { fetchAccessSubjects } from '../api/access-paths.ts'
import { printSubject, subjectKinds, subjectKindWords } from './access-words.ts'

const shownMax = 100

export function SubjectPicker({ cluster }: { cluster: ClusterSummary }) {
  const { subject } = useSearch({ from: '/rbac' })
  const navigate = useNavigate({ from: '/rbac' })
  const subjects = useQuery({
    queryKey: ['access-subjects', cluster.id],
    queryFn: ({ signal }) => fetchAccessSubjects(cluster.id, signal),
  })
  const known = subjects.data?.items ?? []
  const data = subjectKinds.map((kind) => ({
    group: `${subjectKindWords[kind]}s`,
    items: known
      .filter((it) => it.subject.kind === kind)
      .map((it) => ({
        value: printSubject(it.subject),
        label: [it.subject.namespace, it.subject.name].filter((part) => part !== null).join('/'),
      })),
  }))
  return (
    <Select
      aria-label="What can one subject do"
      placeholder={subjects.isError ? 'Subjects could not be loaded' : 'What can … do?'}
      size="xs"
      w={240}
      searchable
      limit={shownMax}
      nothingFoundMessage="No binding names it"
      data={data.filter((it) => it.items.length > 0)}
      value={subject ?? null}
      onChange={(value) =>
        void navigate({ search: (previous) => ({ ...previous, subject: value ?? '' }) })
      }
    />
  )
}
