/** The score of a framework over its last days, as a line with its ends in words. */

import type { FrameworkDetail } from '@evenkeel/model'
import { formatScore } from '../elements/numbers.ts'
import { DayOf } from '../elements/time.tsx'
import css from './compliance.module.css'
import page from './framework-page.module.css'

const [width, height] = [300, 64]

export function TrendLine({ points }: { points: FrameworkDetail['trend'] }) {
  const known = points.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]))
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last || known.length < 2) {
    return <p className={css.sub}>The course shows from the second day on.</p>
  }
  const [from, to] = [Date.parse(first.at), Date.parse(last.at)]
  const line = known.map(({ at, value }) => {
    const x = ((Date.parse(at) - from) / (to - from)) * width
    return `${x.toFixed(1)},${(height - (value / 100) * height).toFixed(1)}`
  })
  return (
    <>
      <svg
        className={page.line}
        viewBox={`0 -2 ${width} ${height + 4}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`The score went from ${formatScore(first.value)} to ${formatScore(last.value)}.`}
      >
        <polygon points={`0,${height} ${line.join(' ')} ${width},${height}`} />
        <polyline points={line.join(' ')} />
      </svg>
      <p className={page.ends}>
        <span>
          {formatScore(first.value)} · <DayOf at={first.at} />
        </span>
        <span>
          {formatScore(last.value)} · <DayOf at={last.at} />
        </span>
      </p>
    </>
  )
}
