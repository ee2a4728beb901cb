/** Says that the findings of the query have changed since they were asked for; loads them on demand. */

import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fetchFindings } from '../api/findings.ts'
import { countOf } from '../elements/numbers.ts'
import { afterRows } from './after-rows.ts'
import css from './findings-page.module.css'

/** What the query had when it was shown: how many findings, and which changed last. */
interface Newest {
  total: number
  last: string
}

/** Mounted anew for every query. The table itself never changes under the pointer. */
export function NewResults({ q }: { q: string }) {
  const queries = useQueryClient()
  const [shown, setShown] = useState<Newest>()
  const { data: newest } = useQuery({
    // Asked for anew when the server says that something changed.
    queryKey: ['freshness', q],
    queryFn: async ({ signal }): Promise<Newest> => {
      await afterRows(queries, signal)
      const { total, items } = await fetchFindings({ q, sort: '-changed_at', limit: 1 }, signal)
      return { total, last: `${items[0]?.id} ${items[0]?.changed_at}` }
    },
  })
  if (!newest) return null
  if (!shown) {
    setShown(newest)
    return null
  }
  if (newest.total === shown.total && newest.last === shown.last) return null
  const refresh = () => {
    setShown(newest)
    for (const key of ['findings', 'groups', 'facets']) {
      void queries.invalidateQueries({ queryKey: [key] })
    }
  }
  const more = newest.total - shown.total
  return (
    <div className={css.newResults}>
      <Button size="compact-sm" leftSection={<IconRefresh size={14} />} onClick={refresh}>
        {more > 0 ? countOf(more, 'new result') : 'Results have changed'}
      </Button>
    </div>
  )
}
