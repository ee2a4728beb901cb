/** How a finding came to be what it is, latest first. */

import type { FindingChange } from '@evenkeel/model'
import { useQuery } from '@tanstack/react-query'
import { fetchFindingHistory } from '../api/findings.ts'
import { EvaluationChip } from '../elements/chips.tsx'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import css from './finding-view.module.css'

const kindWords: Record<FindingChange['kind'], string> = {
  opened: 'First seen',
  changed: 'Changed',
  resolved: 'Resolved',
  reopened: 'Came back',
  gone: 'The resource is gone',
}

export function HistoryTab({ findingId }: { findingId: string }) {
  const history = useQuery({
    queryKey: ['history', findingId],
    queryFn: ({ signal }) => fetchFindingHistory(findingId, signal),
  })
  if (history.isPending) return <Loading label="Loading the history" />
  if (history.isError) {
    return <Failed what="The history" error={history.error} onRetry={() => history.refetch()} />
  }
  if (history.data.length === 0) {
    return <Empty title="No changes yet.">This finding is as it was first seen.</Empty>
  }
  return (
    <ol className={css.timeline}>
      {history.data.map((change) => (
        <li key={`${change.at} ${change.kind}`}>
          <div className={css.what}>
            <strong>{kindWords[change.kind]}</strong>
            {change.previous && <EvaluationChip evaluation={change.previous} />}
            {change.previous && change.evaluation && <span aria-hidden>→</span>}
            {change.evaluation && <EvaluationChip evaluation={change.evaluation} />}
          </div>
          <div className={css.when}>
            <Time at={change.at} />
          </div>
        </li>
      ))}
    </ol>
  )
}
