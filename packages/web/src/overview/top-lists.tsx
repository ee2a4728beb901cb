/** The rules that fail most by severity and count, and the resources on which most fails. */

import type { Scores } from '@evenkeel/model'
import { SeverityChip } from '../elements/chips.tsx'
import { FindingsLink } from '../elements/findings-link.tsx'
import { formatCount } from '../elements/numbers.ts'
import { Panel } from '../elements/panel.tsx'
import { typeWord } from '../elements/resource-kind.ts'
import { printEquals } from '../query/edit-query.ts'
import css from './overview.module.css'

const failed = 'result.evaluation : failed'

export function TopRules({ rules }: { rules: Scores['top_rules'] }) {
  return (
    <Panel
      title="Rules that fail most"
      aside={
        <FindingsLink q={failed} group="rule">
          All rules
        </FindingsLink>
      }
    >
      {rules.length === 0 ? (
        <p className={css.sub}>No rule fails.</p>
      ) : (
        <table className={css.rows} aria-label="Rules that fail most">
          <tbody>
            {rules.map((rule) => (
              <tr key={rule.id}>
                <td>
                  <SeverityChip severity={rule.severity} />
                </td>
                <th scope="row" className={css.grow} title={rule.name}>
                  <span className={css.number}>{rule.number}</span>
                  {rule.name}
                </th>
                <td className={css.numeric}>
                  <FindingsLink
                    q={`${failed} and ${printEquals('rule.id', rule.id)}`}
                    label={`${rule.failed} failed findings of ${rule.name}`}
                  >
                    {formatCount(rule.failed)}
                  </FindingsLink>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

export function TopResources({ resources }: { resources: Scores['top_resources'] }) {
  return (
    <Panel
      title="Resources on which most fails"
      aside={
        <FindingsLink q={failed} group="resource">
          All resources
        </FindingsLink>
      }
    >
      {resources.length === 0 ? (
        <p className={css.sub}>Nothing fails on any resource.</p>
      ) : (
        <table className={css.rows} aria-label="Resources on which most fails">
          <tbody>
            {resources.map((it) => (
              <tr key={`${it.cluster.id} ${it.id}`}>
                <th scope="row" className={css.grow} title={`${it.cluster.name} / ${it.name}`}>
                  {it.namespace && <span className={css.sub}>{it.namespace} / </span>}
                  {it.name}
                </th>
                <td className={css.sub}>{typeWord(it.kind)}</td>
                <td className={css.numeric}>
                  <FindingsLink
                    q={`${failed} and ${printEquals('resource.id', it.id)} and ${printEquals('cluster.id', it.cluster.id)}`}
                    label={`${it.failed} failed findings on ${it.name}`}
                  >
                    {formatCount(it.failed)}
                  </FindingsLink>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
