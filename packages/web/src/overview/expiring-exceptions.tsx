/** Exceptions that end by themselves soon: what they cover then counts as failed again. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { fetchExceptions } from '../api/exceptions.ts'
import { countOf } from '../elements/numbers.ts'
import { Panel } from '../elements/panel.tsx'
import { Time } from '../elements/time.tsx'
import css from './overview.module.css'

const soonMs = 14 * 86_400_000

export function ExpiringExceptions() {
  const exceptions = useQuery({
    queryKey: ['exceptions'],
    queryFn: ({ signal }) => fetchExceptions(signal),
  })
  const ending = (exceptions.data ?? [])
    .filter((it) => it.state === 'active' && endsSoon(it.until))
    .sort((a, b) => ((a.until ?? '') < (b.until ?? '') ? -1 : 1))
  if (ending.length === 0) return null
  return (
    <Panel
      title="Exceptions that end in 14 days"
      aside={<Link to="/exceptions">All exceptions</Link>}
    >
      <table className={css.rows} aria-label="Exceptions that end soon">
        <tbody>
          {ending.map((it) => (
            <tr key={it.id}>
              <th scope="row" className={css.grow} title={it.reason}>
                {it.reason}
              </th>
              <td className={css.sub}>{countOf(it.failed, 'failed finding')}</td>
              <td>
                <Time at={it.until} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

export function endsSoon(until: string | null, now = Date.now()): boolean {
  if (until === null) return false
  const left = Date.parse(until) - now
  return left > 0 && left <= soonMs
}
