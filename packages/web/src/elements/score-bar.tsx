/** A score as a bar of one hue and a number. */

import { formatScore } from './numbers.ts'
import css from './score-bar.module.css'

export function ScoreBar({ value }: { value: number | null }) {
  if (value === null) return <span className={css.none}>not evaluated</span>
  return (
    <span className={css.score}>
      <span className={css.track} aria-hidden>
        <span style={{ width: `${value}%` }} />
      </span>
      {formatScore(value)}
    </span>
  )
}
