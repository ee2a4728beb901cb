/** How many findings failed, passed, are unknown or wait for a person. */

import { evaluations, type Tally } from '@evenkeel/model'
import { FindingsLink } from '../elements/findings-link.tsx'
import { formatCount } from '../elements/numbers.ts'
import { Panel } from '../elements/panel.tsx'
import css from './overview.module.css'

const dots = {
  failed: css.dotFailed,
  unknown: css.dotUnknown,
  manual: css.dotManual,
  passed: css.dotPassed,
}

export function Results({ counts }: { counts: Tally }) {
  return (
    <Panel title="Findings" className={css.results}>
      <div className={css.tiles}>
        {evaluations.map((evaluation) => (
          <FindingsLink
            key={evaluation}
            q={`result.evaluation : ${evaluation}`}
            className={css.tile}
          >
            <span className={css.tileName}>
              <span className={`${css.dot} ${dots[evaluation]}`} aria-hidden />
              {evaluation}
            </span>
            <span className={css.tileCount}>{formatCount(counts[evaluation])}</span>
          </FindingsLink>
        ))}
      </div>
    </Panel>
  )
}
