/** How a finding came to be what it is, and what people said of it, latest first. */

import { Evidence, type FindingChange, type FindingNote, parseDateSpan } from '@evenkeel/model'
import { useQuery } from '@tanstack/react-query'
import { Value } from 'typebox/value'
import { fetchFindingHistory } from '../api/findings.ts'
import { fetchNotes } from '../api/notes.ts'
import { EvaluationChip } from '../elements/chips.tsx'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { CommentForm } from './comment-form.tsx'
import { EvidenceTable } from './evidence-table.tsx'
import css from './finding-view.module.css'

const kindWords: Record<FindingChange['kind'], string> = {
  opened: 'First seen',
  changed: 'Changed',
  resolved: 'Resolved',
  reopened: 'Came back',
  gone: 'The resource is gone',
  disabled: 'The rule was turned off',
  enabled: 'The rule was turned on',
  rated: 'Another severity was set',
}

interface HistoryTabProps {
  findingId: string
  /** Nothing that came after it is shown. */
  at: string | undefined
}

export function HistoryTab({ findingId, at }: HistoryTabProps) {
  const history = useQuery({
    queryKey: ['history', findingId],
    queryFn: ({ signal }) => fetchFindingHistory(findingId, signal),
  })
  const notes = useQuery({
    queryKey: ['notes', findingId],
    queryFn: ({ signal }) => fetchNotes(findingId, signal),
  })
  if (history.isPending || notes.isPending) return <Loading label="Loading the history" />
  if (history.isError) {
    return <Failed what="The history" error={history.error} onRetry={() => history.refetch()} />
  }
  if (notes.isError) {
    return <Failed what="The comments" error={notes.error} onRetry={() => notes.refetch()} />
  }
  const until = at === undefined ? undefined : parseDateSpan(at, Date.now())?.last
  const isThen = ({ at: then }: { at: string }) =>
    until === undefined || new Date(then).getTime() <= until
  const changes = history.data.filter(isThen)
  const entries = [
    ...changes.map((change, index) => ({
      at: change.at,
      shown: (
        <Change key={`${change.at} ${change.kind}`} change={change} before={changes[index + 1]} />
      ),
    })),
    ...notes.data
      .filter(isThen)
      .map((note) => ({ at: note.at, shown: <Note key={note.id} note={note} /> })),
  ].sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
  return (
    <>
      {at === undefined && <CommentForm findingId={findingId} />}
      {entries.length === 0 ? (
        <Empty title="No changes yet.">This finding is as it was first seen.</Empty>
      ) : (
        <ol className={css.timeline}>{entries.map(({ shown }) => shown)}</ol>
      )}
    </>
  )
}

function Note({ note: { at, by, kind, text, assignee } }: { note: FindingNote }) {
  const what =
    kind === 'comment' ? 'Comment' : assignee === null ? 'Assigned to nobody' : 'Assigned to'
  return (
    <li>
      <div className={css.what}>
        <strong>{what}</strong>
        {assignee !== null && <bdi>{assignee}</bdi>}
        <span className={css.when}>
          by <bdi>{by}</bdi>, <Time at={at} />
        </span>
      </div>
      {text !== null && <Markdown text={text} className={css.comment} />}
    </li>
  )
}

interface ChangeProps {
  change: FindingChange
  /** The one before it, whose evidence it is held against. */
  before: FindingChange | undefined
}

const evidenceOf = (change: FindingChange | undefined) =>
  (change?.evidence ?? []).filter((it): it is Evidence => Value.Check(Evidence, it))

function Change({ change, before }: ChangeProps) {
  const { at, kind, previous, evaluation } = change
  const isSame = previous === evaluation
  const evidence = evidenceOf(change)
  const differing = before ? compareEvidence(evidenceOf(before), evidence) : []
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
      {differing.length > 0 && (
        <ul className={css.changes} aria-label="What is seen otherwise than before">
          {differing.map((it) => (
            <li key={it.path}>
              <code>{it.path}</code>: <code>{print(it.before)}</code> →{' '}
              <code>{print(it.after)}</code>
            </li>
          ))}
        </ul>
      )}
      {evaluation && evidence.length > 0 && (
        <div className={css.more}>
          <EvidenceTable evidence={evidence} evaluation={evaluation} />
        </div>
      )}
    </li>
  )
}

/** Values by their paths that are seen otherwise; undefined where a path was not named. */
export function compareEvidence(before: Evidence[], after: Evidence[]) {
  const paths = new Set([...before, ...after].map(({ path }) => path))
  const at = (of: Evidence[], path: string) => of.find((it) => it.path === path)?.actual
  return [...paths]
    .map((path) => ({ path, before: at(before, path), after: at(after, path) }))
    .filter((it) => JSON.stringify(it.before) !== JSON.stringify(it.after))
}

function print(value: unknown): string {
  if (value === undefined) return 'not named'
  return value === null ? 'not set' : JSON.stringify(value)
}
