/** What could not be looked at, before any number. */

import { useState } from 'react'
import { Notice } from '../elements/states.tsx'
import css from './compliance.module.css'
import page from './framework-page.module.css'

const shownMax = 2

export function Gaps({ gaps }: { gaps: string[] }) {
  const [isWhole, setWhole] = useState(false)
  if (gaps.length === 0) return null
  const shown = isWhole ? gaps : gaps.slice(0, shownMax)
  return (
    <Notice
      tone="warning"
      actions={
        gaps.length > shownMax && (
          <button
            type="button"
            className={css.plain}
            aria-expanded={isWhole}
            onClick={() => setWhole(!isWhole)}
          >
            {isWhole ? 'Show less' : `${gaps.length - shownMax} more`}
          </button>
        )
      }
    >
      <strong>Not looked at</strong>
      <ul className={page.gaps}>
        {shown.map((it) => (
          <li key={it}>{it}</li>
        ))}
      </ul>
    </Notice>
  )
}
