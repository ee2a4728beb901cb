/** How a finding came to be what it is, latest first. */

import { Evidence, type FindingChange } from '@evenkeel/model'
import { useQuery } from '@tanstack/react-query'
import { Value } from 'typebox/value'
import { fetchFindingHistory } from '../api/findings.ts'
import { EvaluationChip } from '../elements/chips.tsx'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import { EvidenceTable } from './evidence-table.tsx'
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
        <Change key={`${change.at} ${change.kind}`} change={change} />
      ))}
    </ol>
  )
}

function Change({ change }: { change: FindingChange }) {
  const { at, kind, previous, evaluation } = change
  const isSame = previous === evaluation
  const evidence = change.evidence.filter((it): it is Evidence => Value.Check(Evidence, it))
  return (
    <li>
      <div className={css.what}>
        <strong>{kind === 'changed' && isSame ? 'Other evidence' : kindWords[kind]}</strong>
        {previous && !isSame && <EvaluationChip evaluation={previous} />}
        {previous && !isSame && evaluation && <span aria-hidden>→</span>}
        {evaluation && <EvaluationChip evaluation={evaluation} />}
        <span className={css.when}>
          <Time at={at} />
        </span>
      </div>
      {evaluation && evidence.length > 0 && (
        <div className={css.more}>
          <EvidenceTable evidence={evidence} evaluation={evaluation} />
        </div>
      )}
    </li>
  )
}
