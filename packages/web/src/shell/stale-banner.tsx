/** Says on every page that a part of what it shows is old, because whoever looked is silent. */

import type { ClusterSummary } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { fetchClusters } from '../api/clusters.ts'
import { formatCount } from '../elements/numbers.ts'
import { Notice } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import css from './shell.module.css'

export function StaleBanner() {
  const { scope } = useSearch({ strict: false })
  const clusters = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => fetchClusters(signal),
  })
  const shown = clusters.data?.filter((it) => scope === undefined || it.id === scope) ?? []
  const silent = shown.filter((it) => it.kind !== 'sample' && it.silent.reporters > 0)
  const [first] = silent
  if (!first) return null
  return (
    <div className={css.banner}>
      <Notice
        tone="warning"
        actions={
          <Button
            size="compact-xs"
            variant="default"
            renderRoot={(props) =>
              silent.length === 1 ? (
                <Link to="/clusters/$id" params={{ id: first.id }} {...props} />
              ) : (
                <Link to="/clusters" {...props} />
              )
            }
          >
            See what is silent
          </Button>
        }
      >
        <Sentence silent={silent} of={shown.length} first={first} /> Their findings are of then, and
        marked so.
      </Notice>
    </div>
  )
}

interface SentenceProps {
  silent: readonly ClusterSummary[]
  of: number
  first: ClusterSummary
}

function Sentence({ silent, of, first }: SentenceProps) {
  const since = silent.flatMap((it) => it.silent.since ?? []).sort()[0] ?? null
  if (silent.length > 1) {
    return (
      <>
        {formatCount(silent.length)} of {formatCount(of)} clusters have parts that are silent, the
        longest since <Time at={since} />.
      </>
    )
  }
  const { reporters, of: all } = first.silent
  const who =
    reporters === all
      ? 'Nobody reports'
      : `${formatCount(reporters)} of ${formatCount(all)} are silent`
  return (
    <>
      {who} from {first.name} since <Time at={since} />.
    </>
  )
}
