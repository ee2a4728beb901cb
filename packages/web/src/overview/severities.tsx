/** Failed findings by severity, worst first. */

import { type Score, type Severity, severities } from '@evenkeel/model'
import { SeverityChip } from '../elements/chips.tsx'
import { FindingsLink } from '../elements/findings-link.tsx'
import { formatCount } from '../elements/numbers.ts'
import { Panel } from '../elements/panel.tsx'
import css from './overview.module.css'

const bars: Record<Severity, string | undefined> = {
  critical: css.barCritical,
  high: css.barHigh,
  medium: css.barMedium,
  low: css.barLow,
  info: css.barInfo,
}

export function Severities({ score }: { score: Score }) {
  const failedOf = (severity: Severity) => score.by_severity[severity]?.failed ?? 0
  const most = Math.max(1, ...severities.map(failedOf))
  return (
    <Panel title="Failed by severity">
      <table className={css.rows} aria-label="Failed by severity">
        <tbody>
          {severities.map((severity) => (
            <tr key={severity}>
              <th scope="row">
                <SeverityChip severity={severity} />
              </th>
              <td className={css.grow}>
                <span className={css.track} aria-hidden>
                  <span
                    className={`${css.bar} ${bars[severity]}`}
                    style={{ width: `${(100 * failedOf(severity)) / most}%` }}
                  />
                </span>
              </td>
              <td className={css.numeric}>
                <FindingsLink
                  q={`result.evaluation : failed and rule.severity : ${severity}`}
                  label={`${failedOf(severity)} failed ${severity}`}
                >
                  {formatCount(failedOf(severity))}
                </FindingsLink>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
