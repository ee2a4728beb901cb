/** What is there, by kind: how many of each, what failed on them, and their score. */

import type { InventoryKind } from '@evenkeel/model'
import { IconKey, IconList } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { fetchInventory } from '../api/inventory.ts'
import { CountLink } from '../elements/count-link.tsx'
import css from '../elements/data-table.module.css'
import { countOf, formatCount } from '../elements/numbers.ts'
import { Page } from '../elements/panel.tsx'
import { kindOf } from '../elements/resource-kind.ts'
import { ScoreBar } from '../elements/score-bar.tsx'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { printEquals } from '../query/edit-query.ts'
import look from './inventory.module.css'

const shownSeverities = ['critical', 'high', 'medium', 'low'] as const

export function InventoryPage() {
  const { scope, at } = useSearch({ from: '/inventory' })
  const kinds = useQuery({
    queryKey: ['inventory', scope, at],
    queryFn: ({ signal }) => fetchInventory({ cluster: scope, at }, signal),
  })
  return (
    <Page
      title="Inventory"
      actions={
        <div className={look.ways}>
          <Link to="/resources">
            <IconList size={15} aria-hidden />
            All resources
          </Link>
          <Link to="/rbac">
            <IconKey size={15} aria-hidden />
            Who can do what
          </Link>
        </div>
      }
    >
      {kinds.isPending ? (
        <Loading label="Loading the inventory" rows={10} height={24} />
      ) : kinds.isError ? (
        <Failed what="The inventory" error={kinds.error} onRetry={() => kinds.refetch()} />
      ) : kinds.data.length === 0 ? (
        <Empty
          title="There is nothing in the inventory yet."
          actions={<Link to="/clusters">See clusters</Link>}
        >
          Kinds appear as soon as a cluster has been evaluated.
        </Empty>
      ) : (
        <KindTable kinds={kinds.data} scope={scope} />
      )}
    </Page>
  )
}

function KindTable({ kinds, scope }: { kinds: InventoryKind[]; scope: string | undefined }) {
  const total = kinds.reduce((sum, it) => sum + it.resources, 0)
  return (
    <div className={css.frame}>
      <table className={css.table} aria-label="Resources by kind">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            {['Resources', 'Namespaces', 'With an owner', 'Failed'].map((it) => (
              <th key={it} scope="col" className={css.numeric}>
                {it}
              </th>
            ))}
            {shownSeverities.map((it) => (
              <th key={it} scope="col" className={`${css.numeric} ${look.severity}`}>
                {it}
              </th>
            ))}
            <th scope="col" className={css.numeric}>
              Unknown
            </th>
            <th scope="col">Score</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((it) => (
            <KindRow key={`${it.type} ${it.sub_type}`} kind={it} scope={scope} />
          ))}
        </tbody>
      </table>
      <div className={css.foot}>
        {countOf(total, 'resource')} of {countOf(kinds.length, 'kind')}
      </div>
    </div>
  )
}

function KindRow({ kind, scope }: { kind: InventoryKind; scope: string | undefined }) {
  const name = kindOf(kind)
  const clauses = [
    kind.sub_type === null
      ? printEquals('resource.type', kind.type)
      : printEquals('resource.sub_type', kind.sub_type),
    ...(scope === undefined ? [] : [printEquals('cluster.id', scope)]),
  ]
  const count = (n: number, word: string, ...more: string[]) => (
    <td key={word} className={css.numeric}>
      <CountLink
        count={n}
        q={[...clauses, ...more].join(' and ')}
        label={`${formatCount(n)} ${word} on ${name}`}
      />
    </td>
  )
  const isFailed = 'result.evaluation : failed'
  return (
    <tr>
      <th scope="row">
        <Link to="/resources" search={{ scope, kind: kind.sub_type ?? kind.type }}>
          {name}
        </Link>
      </th>
      <td className={css.numeric}>{formatCount(kind.resources)}</td>
      <td className={css.numeric}>
        {kind.namespaces === 0 ? <span className={css.sub}>–</span> : formatCount(kind.namespaces)}
      </td>
      <td className={css.numeric}>
        {kind.owned === 0 ? <span className={css.sub}>–</span> : formatCount(kind.owned)}
      </td>
      {count(kind.counts.failed, 'failed', isFailed)}
      {shownSeverities.map((it) => count(kind.failed[it], it, isFailed, `rule.severity : ${it}`))}
      {count(kind.counts.unknown, 'unknown', 'result.evaluation : unknown')}
      <td>
        <ScoreBar value={kind.score} />
      </td>
    </tr>
  )
}
