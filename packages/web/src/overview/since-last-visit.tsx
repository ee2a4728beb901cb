/** What began to fail and what was put right since the reader was here last. */

import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { fetchScoreChanges } from '../api/scores.ts'
import { formatCount } from '../elements/numbers.ts'
import { Time } from '../elements/time.tsx'
import { beginVisit } from './last-visit.ts'
import css from './overview.module.css'

export function SinceLastVisit() {
  const { scope } = useSearch({ strict: false })
  const [since] = useState(() => beginVisit(new Date()))
  const changes = useQuery({
    queryKey: ['scores', 'since', scope, since],
    queryFn: ({ signal }) =>
      fetchScoreChanges({ from: since ?? '', to: undefined, cluster: scope }, signal),
    enabled: since !== undefined,
  })
  if (since === undefined || !changes.data) return null
  const sum = (of: 'failed' | 'resolved' | 'appeared' | 'gone') =>
    changes.data.moved.reduce((all, it) => all + it[of], 0)
  const [failed, resolved, appeared, gone] = [
    sum('failed'),
    sum('resolved'),
    sum('appeared'),
    sum('gone'),
  ]
  return (
    <p className={css.visit}>
      Since your last visit <Time at={since} />:{' '}
      {failed + resolved + appeared + gone === 0 ? (
        'nothing changed'
      ) : (
        <Link to="/findings" search={{ since }}>
          <strong className={failed > 0 ? css.down : undefined}>{formatCount(failed)}</strong> began
          to fail,{' '}
          <strong className={resolved > 0 ? css.up : undefined}>{formatCount(resolved)}</strong>{' '}
          resolved, {formatCount(appeared)} new, {formatCount(gone)} gone
        </Link>
      )}
    </p>
  )
}
