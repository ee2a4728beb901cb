/** The ways from subjects through bindings to the rules of roles. */

import type { AccessPath, ClusterSummary } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { useState } from 'react'
import css from '../elements/data-table.module.css'
import { countOf } from '../elements/numbers.ts'
import { describeRule, printSubject } from './access-words.ts'
import { MapButton, ObjectLink, SubjectLink, Where } from './parts.tsx'
import own from './rbac.module.css'

const pageSize = 200

export function PathsTable({ paths, cluster }: { paths: AccessPath[]; cluster: ClusterSummary }) {
  const [limit, setLimit] = useState(pageSize)
  return (
    <div className={css.frame}>
      <table className={css.table} aria-label="Who can do it">
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">Where</th>
            <th scope="col">By the binding</th>
            <th scope="col">To the role</th>
            <th scope="col">Which says</th>
            <th scope="col">Map</th>
          </tr>
        </thead>
        <tbody>
          {paths.slice(0, limit).map((it) => (
            <tr key={`${printSubject(it.subject)} ${it.binding.id} ${it.role.id}`}>
              <th scope="row" className={own.name}>
                <SubjectLink subject={it.subject} cluster={cluster.id} />
              </th>
              <td>
                <Where namespace={it.namespace} />
              </td>
              <td className={own.name}>
                <ObjectLink object={it.binding} cluster={cluster} />
                {it.is_builtin && <span className={own.kind}> of Kubernetes</span>}
              </td>
              <td className={own.name}>
                <ObjectLink object={it.role} cluster={cluster} />
              </td>
              <td className={own.rule}>
                <code>{describeRule(it.rule)}</code>
              </td>
              <td>
                <MapButton binding={it.binding} namespace={it.namespace} cluster={cluster} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {paths.length > limit && (
        <div className={css.foot}>
          {countOf(paths.length, 'way')}, {limit} shown{' '}
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => setLimit((it) => it + pageSize)}
          >
            Show more
          </Button>
        </div>
      )}
    </div>
  )
}
