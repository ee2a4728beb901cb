/** What one subject can do: its bindings and those of its groups, with the rules of their roles. */

import type { AccessGrant, AccessSubject, ClusterSummary } from '@evenkeel/model'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { fetchAccessGrants } from '../api/access-paths.ts'
import css from '../elements/data-table.module.css'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { describeRule, printSubject, subjectKindWords } from './access-words.ts'
import { Limits, MapButton, ObjectLink, Unseen, Where } from './parts.tsx'
import own from './rbac.module.css'
import { SubjectPicker } from './subject-picker.tsx'

/** Of one role; the page of the role has all. */
const rulesMax = 12

interface SubjectGrantsProps {
  cluster: ClusterSummary
  subject: AccessSubject
}

export function SubjectGrants({ cluster, subject }: SubjectGrantsProps) {
  const { kind, name, namespace } = subject
  return (
    <div className={own.main}>
      <div className={css.tools}>
        <SubjectPicker cluster={cluster} />
        <Link to="/rbac" search={({ subject: _, ...rest }) => rest}>
          Back to who can do something
        </Link>
        {namespace !== null && (
          <Link
            to="/resources/$resourceId"
            params={{ resourceId: `k8s_object/core/ServiceAccount/${namespace}/${name}` }}
            search={{ cluster: cluster.id }}
          >
            Open the service account
          </Link>
        )}
      </div>
      <h2>
        What {namespace === null ? name : `${namespace}/${name}`} can do{' '}
        <span className={own.kind}>{subjectKindWords[kind]}</span>
      </h2>
      <Grants cluster={cluster} subject={subject} />
    </div>
  )
}

function Grants({ cluster, subject }: SubjectGrantsProps) {
  const answer = useQuery({
    queryKey: ['access-grants', cluster.id, subject],
    queryFn: ({ signal }) => fetchAccessGrants(cluster.id, subject, signal),
  })
  if (answer.isPending) return <Loading label="Loading what it can do" rows={8} height={24} />
  if (answer.isError) {
    return <Failed what="What it can do" error={answer.error} onRetry={() => answer.refetch()} />
  }
  const { items, warnings } = answer.data
  return (
    <>
      <Unseen warnings={warnings} />
      {items.length === 0 ? (
        <Empty title={warnings.length > 0 ? 'No binding of it was found.' : 'No binding names it.'}>
          {warnings.length > 0
            ? 'That is no proof that it can do nothing: see above for what is missing.'
            : 'Nor any group that Kubernetes puts it in.'}
        </Empty>
      ) : (
        <div className={css.frame}>
          <table className={css.table} aria-label="What it can do">
            <thead>
              <tr>
                <th scope="col">Role</th>
                <th scope="col">Where</th>
                <th scope="col">By the binding</th>
                <th scope="col">Given to</th>
                <th scope="col">What it may do</th>
                <th scope="col">Map</th>
              </tr>
            </thead>
            <tbody>
              {items.map((it) => (
                <Row
                  key={`${it.binding.id} ${printSubject(it.through)}`}
                  grant={it}
                  subject={subject}
                  cluster={cluster}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Limits count={items.length} noun="binding" />
    </>
  )
}

function Row({ grant, subject, cluster }: SubjectGrantsProps & { grant: AccessGrant }) {
  const isOwn = printSubject(grant.through) === printSubject(subject)
  const { rules } = grant
  return (
    <tr>
      <th scope="row" className={own.name}>
        <ObjectLink object={grant.role} cluster={cluster} />
      </th>
      <td>
        <Where namespace={grant.namespace} />
      </td>
      <td className={own.name}>
        <ObjectLink object={grant.binding} cluster={cluster} />
        {grant.is_builtin && <span className={own.kind}> of Kubernetes</span>}
      </td>
      <td>{isOwn ? 'itself' : `everybody in ${grant.through.name}`}</td>
      <td className={own.rule}>
        {grant.role.id === null ? (
          <span className={css.sub}>unknown: the role was not seen</span>
        ) : rules.length === 0 ? (
          <span className={css.sub}>nothing: the role has no rules</span>
        ) : (
          <ul className={own.rules}>
            {rules.slice(0, rulesMax).map((rule, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name and never move.
              <li key={index}>
                <code>{describeRule(rule)}</code>
              </li>
            ))}
            {rules.length > rulesMax && (
              <li className={css.sub}>
                and {rules.length - rulesMax} more, on the page of the role
              </li>
            )}
          </ul>
        )}
      </td>
      <td>
        <MapButton binding={grant.binding} namespace={grant.namespace} cluster={cluster} />
      </td>
    </tr>
  )
}
