/** One resource: its findings, worst first, and its configuration. */

import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { fetchFindings } from '../api/findings.ts'
import { fetchResource, type ResourceDetail } from '../api/resources.ts'
import { LazyCodeView } from '../editors/lazy-code-view.tsx'
import { EvaluationChip, SeverityChip } from '../elements/chips.tsx'
import css from '../elements/data-table.module.css'
import { FindingsLink } from '../elements/findings-link.tsx'
import { countOf } from '../elements/numbers.ts'
import { Page, Panel } from '../elements/panel.tsx'
import { kindOf } from '../elements/resource-kind.ts'
import { Failed, Loading } from '../elements/states.tsx'
import { toYamlLines } from '../flyout/yaml-lines.ts'
import { printEquals } from '../query/edit-query.ts'

const findingsShown = 50

export function ResourcePage() {
  const { resourceId } = useParams({ from: '/resources/$resourceId' })
  const { cluster } = useSearch({ from: '/resources/$resourceId' })
  const detail = useQuery({
    queryKey: ['resource', resourceId, cluster],
    queryFn: ({ signal }) => fetchResource(resourceId, cluster, signal),
  })
  if (detail.isPending) {
    return (
      <Page title="Resource">
        <Loading label="Loading the resource" rows={8} height={24} />
      </Page>
    )
  }
  if (detail.isError) {
    return <Failed what="This resource" error={detail.error} onRetry={() => detail.refetch()} />
  }
  return <There detail={detail.data} />
}

function There({ detail }: { detail: ResourceDetail }) {
  const { resource } = detail
  const clause = `${printEquals('resource.id', resource.id)} and ${printEquals('cluster.id', resource.cluster.id)}`
  const place = [
    resource.cluster.name,
    resource.namespace,
    kindOf(resource),
    resource.owner && `owned by ${resource.owner}`,
    detail.node && `on ${detail.node}`,
  ]
  const text = toYamlLines(detail.data)
    .map((it) => it.text)
    .join('\n')
  return (
    <Page
      title={resource.name}
      actions={<FindingsLink q={clause}>View in the findings</FindingsLink>}
    >
      <p className={css.sub}>{place.filter((it) => it).join(' / ')}</p>
      <Panel title="Findings">
        <ResourceFindings q={clause} />
      </Panel>
      <Panel title="Configuration">
        {detail.data === null ? (
          <p className={css.sub}>Nothing of this resource was kept.</p>
        ) : (
          <LazyCodeView text={text} language="yaml" label="The resource as YAML" />
        )}
      </Panel>
    </Page>
  )
}

function ResourceFindings({ q }: { q: string }) {
  const page = useQuery({
    queryKey: ['findings', 'resource', q],
    queryFn: ({ signal }) => fetchFindings({ q, limit: findingsShown }, signal),
  })
  if (page.isPending) return <Loading label="Loading the findings" rows={5} />
  if (page.isError) {
    return <Failed what="The findings" error={page.error} onRetry={() => page.refetch()} />
  }
  const { items, total } = page.data
  if (items.length === 0) return <p className={css.sub}>No rule applies to this resource.</p>
  return (
    <>
      <table className={css.table} aria-label="Findings of the resource">
        <tbody>
          {items.map((it) => (
            <tr key={it.id}>
              <td>
                <EvaluationChip evaluation={it.result.evaluation} />
              </td>
              <td>
                <SeverityChip severity={it.rule.severity} />
              </td>
              <th scope="row" className={css.grow} title={it.rule.name}>
                <Link to="/findings" search={{ q, finding: it.id }}>
                  {it.rule.number} {it.rule.name}
                </Link>
              </th>
              <td className={css.sub}>{it.rule.section}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > items.length && (
        <div className={css.foot}>
          <FindingsLink q={q}>Show all {countOf(total, 'finding')}</FindingsLink>
        </div>
      )}
    </>
  )
}
