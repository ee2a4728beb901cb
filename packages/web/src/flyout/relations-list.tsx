/** The relations of a resource as a table: what stands where to what. */

import type { RelatedResource, Relations } from '@evenkeel/model'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { FindingsLink } from '../elements/findings-link.tsx'
import { formatCount } from '../elements/numbers.ts'
import { printEquals } from '../query/edit-query.ts'
import { relationWords } from './relation-words.ts'
import css from './relations.module.css'

interface RelationsListProps {
  relations: Relations
  clusterId: string
}

export function RelationsList({ relations: { resources, edges }, clusterId }: RelationsListProps) {
  const byId = new Map(resources.map((it) => [it.id, it]))
  return (
    <table className={css.list} aria-label="Relations">
      <thead>
        <tr>
          <th scope="col">Resource</th>
          <th scope="col">Relation</th>
          <th scope="col">Resource</th>
        </tr>
      </thead>
      <tbody>
        {edges.map(({ from, to, kind, label }) => (
          <tr key={`${from} ${kind} ${to} ${label}`}>
            <td>
              <Resource resource={byId.get(from)} id={from} clusterId={clusterId} />
            </td>
            <td className={css.relation}>{relationWords(kind, label)}</td>
            <td>
              <Resource resource={byId.get(to)} id={to} clusterId={clusterId} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface ResourceProps {
  resource: RelatedResource | undefined
  id: string
  clusterId: string
}

export function Resource({ resource, id, clusterId }: ResourceProps) {
  if (!resource) return <code>{id}</code>
  const { kind, name, namespace, failed, risk, is_seen } = resource
  const where = namespace ? `${kind} in ${namespace}` : kind
  return (
    <>
      {is_seen ? (
        <Link
          to="/resources/$resourceId"
          params={{ resourceId: id }}
          search={{ cluster: clusterId }}
        >
          {name}
        </Link>
      ) : (
        name
      )}
      <span className={css.sub}>{is_seen ? where : `${where}, only named`}</span>
      {failed > 0 && (
        <FindingsLink
          q={`${printEquals('resource.id', id)} and ${printEquals('cluster.id', clusterId)} and result.evaluation : failed`}
          className={css.failed}
        >
          {formatCount(failed)} failed
        </FindingsLink>
      )}
      {risk && (
        <span className={css.risk}>
          <IconAlertTriangle size={13} aria-hidden /> {risk}
        </span>
      )}
    </>
  )
}
