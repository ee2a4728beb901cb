/** The posture score with its interval, its change, and how it is computed. */

import { type Score, type Scores, severities, severityWeights } from '@evenkeel/model'
import { Popover } from '@mantine/core'
import { FindingsLink } from '../elements/findings-link.tsx'
import { formatCount, formatScore, formatSpan } from '../elements/numbers.ts'
import { Panel } from '../elements/panel.tsx'
import css from './overview.module.css'

const changeDays = [7, 30] as const

interface ScoreCardProps {
  score: Score
  trend: Scores['trend']
  /** What exceptions accept; undefined where there are none. */
  accepted: Scores['accepted']
}

export function ScoreCard({ score, trend, accepted }: ScoreCardProps) {
  const { value, lower, upper, plain, counts } = score
  return (
    <Panel title="Posture score" className={css.score} aside={<Formula score={score} />}>
      <div className={css.big}>
        {formatScore(value)}
        {value !== null && <small>/ 100</small>}
      </div>
      {value === null || lower === null || upper === null ? (
        <p className={css.sub}>Nothing has passed or failed yet.</p>
      ) : (
        <>
          <div className={css.interval} aria-hidden>
            <span className={css.filled} style={{ width: `${lower}%` }} />
            <span className={css.range} style={{ left: `${lower}%`, width: `${upper - lower}%` }} />
          </div>
          <div className={css.facts}>
            <span>
              {counts.unknown === 0
                ? 'Exact: nothing is unknown'
                : `${formatSpan(lower, upper)}, by how ${formatCount(counts.unknown)} unknown turn out`}
            </span>
            <span>{plain === null ? '' : `${formatScore(plain)}% of what was decided passed`}</span>
            {changeDays.map((days) => (
              <Change key={days} trend={trend} days={days} />
            ))}
            {accepted && (
              <span>
                {formatScore(accepted.score.value)} without{' '}
                <FindingsLink q="result.evaluation : failed and exception.owner : *">
                  {formatCount(accepted.failed)} accepted
                </FindingsLink>
              </span>
            )}
          </div>
        </>
      )}
    </Panel>
  )
}

function Change({ trend, days }: { trend: Scores['trend']; days: number }) {
  const change = changeOver(trend, days)
  if (change === undefined) return null
  const rounded = Math.round(change * 10) / 10
  if (rounded === 0) return <span>Unchanged in {days} days</span>
  return (
    <span>
      <strong className={rounded > 0 ? css.up : css.down}>
        {rounded > 0 ? '▲ +' : '▼ −'}
        {Math.abs(rounded)}
      </strong>{' '}
      in {days} days
    </span>
  )
}

/** The last value less the one of that many days before; undefined where the trend is too short. */
export function changeOver(trend: Scores['trend'], days: number): number | undefined {
  const known = trend.filter((it) => it.value !== null)
  const last = known.at(-1)
  if (!last) return undefined
  const since = new Date(last.at).getTime() - days * 86_400_000
  const before = known.findLast((it) => new Date(it.at).getTime() <= since)
  if (!before) return undefined
  return (last.value ?? 0) - (before.value ?? 0)
}

function Formula({ score }: { score: Score }) {
  const present = severities.flatMap((severity) => {
    const tally = score.by_severity[severity]
    if (!tally || tally.passed + tally.failed === 0) return []
    const ratio = tally.passed / (tally.passed + tally.failed)
    const weight = severityWeights[severity]
    return [
      { severity, tally, weight, points: weight * (severity === 'critical' ? ratio ** 2 : ratio) },
    ]
  })
  const weights = present.reduce((sum, it) => sum + it.weight, 0)
  const points = present.reduce((sum, it) => sum + it.points, 0)
  return (
    <Popover width={400} position="bottom-start" withArrow trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={css.link}>
          Formula
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <p>
          Each severity has a weight. What share of its findings passed counts that much; the share
          of critical ones is squared, so that a few failed ones already weigh.
        </p>
        <table className={css.formula}>
          <thead>
            <tr>
              <th scope="col">Severity</th>
              <th scope="col">Passed</th>
              <th scope="col">Failed</th>
              <th scope="col">Weight</th>
              <th scope="col">Points</th>
            </tr>
          </thead>
          <tbody>
            {present.map((it) => (
              <tr key={it.severity}>
                <th scope="row">{it.severity}</th>
                <td>{it.tally.passed}</td>
                <td>{it.tally.failed}</td>
                <td>{it.weight}</td>
                <td>{it.points.toFixed(2)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Sum</th>
              <td />
              <td />
              <td>{weights}</td>
              <td>{points.toFixed(2)}</td>
            </tr>
          </tfoot>
        </table>
        <p>
          Score = points / weights × 100
          {weights > 0 && ` = ${((100 * points) / weights).toFixed(1)}`}. What is unknown or manual
          is not in it; the lower end counts every unknown as failed.
        </p>
      </Popover.Dropdown>
    </Popover>
  )
}
