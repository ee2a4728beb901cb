/** The places of a rule in benchmarks and frameworks. */

import type { Control } from '@evenkeel/model'
import { useState } from 'react'
import css from './finding-view.module.css'

const shownMax = 6

export function ControlList({ controls }: { controls: Control[] }) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? controls : controls.slice(0, shownMax)
  return (
    <ul className={css.controls}>
      {shown.map(({ benchmark, number }) => (
        <li key={`${benchmark} ${number}`}>
          {benchmark} {number}
        </li>
      ))}
      {controls.length > shown.length && (
        <li>
          <button type="button" className={css.plain} onClick={() => setWhole(true)}>
            {controls.length - shown.length} more
          </button>
        </li>
      )}
    </ul>
  )
}
