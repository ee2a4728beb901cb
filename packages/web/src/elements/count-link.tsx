/** A count that leads to what it counts; a zero leads nowhere. */

import css from './data-table.module.css'
import { FindingsLink } from './findings-link.tsx'
import { formatCount } from './numbers.ts'

export function CountLink({ count, q, label }: { count: number; q: string; label?: string }) {
  if (count === 0) return <span className={css.sub}>0</span>
  return (
    <FindingsLink q={q} {...(label ? { label } : {})}>
      {formatCount(count)}
    </FindingsLink>
  )
}
