/** Who can do something: questions in plain words or put together, and the ways from subjects to roles. */

import type { AccessPath, ClusterSummary } from '@evenkeel/model'
import { Autocomplete, Select, Switch } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { fetchAccessPaths } from '../api/access-paths.ts'
import css from '../elements/data-table.module.css'
import { countOf } from '../elements/numbers.ts'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { printEquals } from '../query/edit-query.ts'
import { useFieldValues } from '../query/use-field-values.ts'
import type { RbacSearch } from '../url/searches.ts'
import { Limits, Unseen } from './parts.tsx'
import { PathsTable } from './paths-table.tsx'
import { questions, resources, verbs } from './questions.ts'
import own from './rbac.module.css'
import { SubjectPicker } from './subject-picker.tsx'

const first = questions[0]

export function WhoCan({ cluster }: { cluster: ClusterSummary }) {
  const search = useSearch({ from: '/rbac' })
  const verb = search.verb ?? first?.verb ?? 'get'
  const resource = search.resource ?? first?.resource ?? 'secrets'
  const chosen = questions.find((it) => it.verb === verb && it.resource === resource)
  return (
    <div className={own.columns}>
      <nav className={own.side} aria-label="Questions">
        <h2>Who can …</h2>
        {questions.map((it) => (
          <Link
            key={it.label}
            to="/rbac"
            search={(previous) => ({ ...previous, verb: it.verb, resource: it.resource })}
            className={own.question}
            aria-current={it === chosen ? 'true' : undefined}
            activeOptions={{ includeSearch: true, exact: true }}
          >
            {it.label}
          </Link>
        ))}
      </nav>
      <div className={own.main}>
        <QuestionForm
          key={`${verb} ${resource}`}
          cluster={cluster}
          verb={verb}
          resource={resource}
        />
        {chosen && <p className={own.why}>{chosen.why}</p>}
        <Paths cluster={cluster} verb={verb} resource={resource} namespace={search.namespace} />
      </div>
    </div>
  )
}

interface QuestionFormProps {
  cluster: ClusterSummary
  verb: string
  resource: string
}

function QuestionForm({ cluster, verb, resource }: QuestionFormProps) {
  const { namespace, builtin } = useSearch({ from: '/rbac' })
  const navigate = useNavigate({ from: '/rbac' })
  const [typed, setTyped] = useState(resource)
  const namespaces = useFieldValues('resource.namespace', printEquals('cluster.id', cluster.id))
  const change = (part: RbacSearch) =>
    void navigate({ search: (previous) => ({ ...previous, verb, resource, ...part }) })
  const ask = (text: string) => {
    if (text.trim() !== '' && text.trim() !== resource) change({ resource: text.trim() })
  }
  return (
    <form
      className={css.tools}
      aria-label="Question"
      onSubmit={(event) => {
        event.preventDefault()
        ask(typed)
      }}
    >
      <Select
        aria-label="Verb"
        size="xs"
        w={160}
        data={[...new Set([...verbs, verb])].map((it) => ({
          value: it,
          label: it === '*' ? 'every verb' : it.replaceAll(',', ' or '),
        }))}
        value={verb}
        allowDeselect={false}
        onChange={(value) => change({ verb: value ?? verb })}
      />
      <Autocomplete
        aria-label="Resource, with its group after a dot"
        size="xs"
        w={300}
        data={resources}
        value={typed}
        limit={30}
        onChange={setTyped}
        onOptionSubmit={ask}
        onBlur={() => ask(typed)}
      />
      <Select
        aria-label="Namespace"
        placeholder="Wherever it holds"
        size="xs"
        w={190}
        clearable
        searchable
        data={[...new Set([...namespaces, ...(namespace ? [namespace] : [])])]}
        value={namespace ?? null}
        onChange={(value) => change({ namespace: value ?? '' })}
      />
      <Switch
        label="Kubernetes’ own bindings"
        size="xs"
        checked={builtin !== 'hide'}
        onChange={(event) => change({ builtin: event.currentTarget.checked ? undefined : 'hide' })}
      />
      <SubjectPicker cluster={cluster} />
    </form>
  )
}

function Paths({
  cluster,
  verb,
  resource,
  namespace,
}: QuestionFormProps & { namespace: string | undefined }) {
  const { builtin } = useSearch({ from: '/rbac' })
  const question = { verb, resource, namespace }
  const answer = useQuery({
    queryKey: ['access-paths', cluster.id, question],
    queryFn: ({ signal }) => fetchAccessPaths(cluster.id, question, signal),
    placeholderData: keepPreviousData,
  })
  if (answer.isPending) return <Loading label="Loading who can" rows={10} height={24} />
  if (answer.isError) {
    return <Failed what="Who can do it" error={answer.error} onRetry={() => answer.refetch()} />
  }
  const { items, warnings } = answer.data
  const shown = order(builtin === 'hide' ? items.filter((it) => !it.is_builtin) : items)
  const hidden = items.length - shown.length
  const subjects = new Set(shown.map(({ subject }) => JSON.stringify(subject))).size
  return (
    <>
      <Unseen warnings={warnings} />
      {shown.length === 0 ? (
        <Empty title={hidden > 0 ? 'Only by bindings of Kubernetes itself.' : nobody(warnings)}>
          {hidden > 0
            ? `${countOf(hidden, 'way')} of Kubernetes’ own ${hidden === 1 ? 'is' : 'are'} hidden.`
            : warnings.length > 0
              ? 'That is no proof that nobody can: see above for what is missing.'
              : 'No binding that was seen gives it.'}
        </Empty>
      ) : (
        <PathsTable paths={shown} cluster={cluster} />
      )}
      <Limits count={subjects} noun="subject" />
    </>
  )
}

function nobody(warnings: readonly string[]): string {
  return warnings.length > 0 ? 'Nobody was found.' : 'Nobody can do this.'
}

/** What people made comes before what Kubernetes makes; then by subject. */
function order(paths: readonly AccessPath[]): AccessPath[] {
  const key = ({ subject, is_builtin }: AccessPath) =>
    `${is_builtin ? 1 : 0} ${subject.kind} ${subject.namespace ?? ''} ${subject.name}`
  return [...paths].sort((a, b) => key(a).localeCompare(key(b)))
}
