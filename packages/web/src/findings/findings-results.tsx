/** The answer to the query: as a table, in groups, or the reason why there is neither. */

import type { Finding } from '@evenkeel/model'
import { useCallback, useMemo, useRef, useState } from 'react'
import { countOf } from '../elements/numbers.ts'
import { useShortcuts } from '../elements/shortcuts.ts'
import { Empty, Failed, Loading, Notice } from '../elements/states.tsx'
import { joinQueries, queryError } from '../query/edit-query.ts'
import { BulkBar } from './bulk-bar.tsx'
import { labelsOf } from './columns.tsx'
import { Differences } from './differences.tsx'
import css from './findings-page.module.css'
import { FindingsTable } from './findings-table.tsx'
import { Flyout } from './flyout.tsx'
import { GroupList } from './group-list.tsx'
import { NewResults } from './new-results.tsx'
import { NoMatch } from './no-match.tsx'
import { useDensity } from './toolbar.tsx'
import { useFindingPages, useGroupPages } from './use-findings.ts'
import type { FindingsState } from './use-findings-state.ts'
import { useSelection } from './use-selection.ts'

export function FindingsResults({ state }: { state: FindingsState }) {
  const error = queryError(state.typed)
  if (error) {
    return (
      <div className={css.main}>
        <Empty title="The query cannot be read.">{error.message}</Empty>
      </div>
    )
  }
  if (state.since !== undefined) {
    return (
      <>
        <div className={css.main}>
          <Differences state={state} since={state.since} />
        </div>
        <OpenFinding state={state} walk={undefined} />
      </>
    )
  }
  return state.groupings.length > 0 ? <Groups state={state} /> : <Table state={state} />
}

function Table({ state }: { state: FindingsState }) {
  const of = { q: state.effective, at: state.at }
  const labels = labelsOf(state.ownColumns)
  const pages = useFindingPages(of, { sort: state.sort, labels })
  const findings = useMemo(() => pages.data?.pages.flatMap((it) => it.items) ?? [], [pages.data])
  const [first] = pages.data?.pages ?? []
  const total = first?.total ?? 0
  const selection = useSelection(JSON.stringify(of), findings, total)
  const { walk, activeIndex, ...rows } = useRows(findings, state)
  useShortcuts({ x: () => activeIndex >= 0 && selection.toggle(activeIndex, false) })
  const { density } = useDensity()
  const { fetchNextPage, isFetchingNextPage } = pages
  const onMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, isFetchingNextPage])
  if (pages.isPending) return <Waiting />
  if (pages.isError && findings.length === 0)
    return <Broken error={pages.error} onRetry={pages.refetch} />
  return (
    <>
      <div className={css.main}>
        <Answer warnings={first?.warnings ?? []} isBusy={pages.isPlaceholderData} />
        <Announcement text={countOf(total, 'finding')} />
        {state.at === undefined && <NewResults key={state.effective} q={state.effective} />}
        {findings.length === 0 ? (
          <NoMatch state={state} />
        ) : (
          <FindingsTable
            state={state}
            findings={findings}
            total={total}
            hasMore={pages.hasNextPage}
            onMore={onMore}
            density={density}
            selection={selection}
            activeIndex={activeIndex}
            {...rows}
          />
        )}
        <BulkBar state={state} selection={selection} total={total} />
      </div>
      <OpenFinding state={state} walk={walk} />
    </>
  )
}

function Groups({ state }: { state: FindingsState }) {
  const { groupings, typed, effective, at } = state
  const [outer = 'rule'] = groupings
  const pages = useGroupPages({ q: effective, at }, outer)
  if (pages.isPending) return <Waiting />
  const groups = pages.data?.pages.flatMap((it) => it.items) ?? []
  if (pages.isError && groups.length === 0)
    return <Broken error={pages.error} onRetry={pages.refetch} />
  const [first] = pages.data?.pages ?? []
  const world = {
    withScope: (clause: string) => joinQueries(effective, clause),
    withoutScope: (clause: string) => joinQueries(typed, clause),
    at,
    openId: state.finding,
    onOpen: (finding: string) => state.change({ finding }),
  }
  return (
    <>
      <div className={css.main}>
        <Answer warnings={first?.warnings ?? []} isBusy={pages.isPlaceholderData} />
        <Announcement text={countOf(first?.total ?? 0, 'group')} />
        {groups.length === 0 ? (
          <NoMatch state={state} />
        ) : (
          <GroupList
            key={groupings.join()}
            groups={groups}
            groupings={groupings}
            world={world}
            hasMore={pages.hasNextPage}
            onMore={() => void pages.fetchNextPage()}
          />
        )}
      </div>
      <OpenFinding state={state} walk={undefined} />
    </>
  )
}

/** The row that the keyboard has reached, and the ways from it. */
function useRows(findings: Finding[], state: FindingsState) {
  const [activeIndex, setActive] = useState(-1)
  const [focusRequest, setFocusRequest] = useState(0)
  const openIndex = findings.findIndex((it) => it.id === state.finding)
  const { change } = state
  const moveTo = (index: number) => {
    const finding = findings[index]
    if (!finding) return
    setActive(index)
    setFocusRequest((it) => it + 1)
    if (state.finding) change({ finding: finding.id }, { replace: true })
  }
  const from = openIndex >= 0 ? openIndex : activeIndex
  const next = from + 1 < findings.length ? () => moveTo(from + 1) : undefined
  const previous = from > 0 ? () => moveTo(from - 1) : undefined
  useShortcuts({ j: () => next?.(), k: () => previous?.() })
  return {
    activeIndex,
    focusRequest,
    walk: { next, previous },
    onActivate: setActive,
    onMove: moveTo,
    onOpen: (finding: Finding) => change({ finding: finding.id }),
  }
}

interface OpenFindingProps {
  state: FindingsState
  walk: { next: (() => void) | undefined; previous: (() => void) | undefined } | undefined
}

/** The flyout, when the address names a finding. Closing it gives the focus back to its row. */
function OpenFinding({ state, walk }: OpenFindingProps) {
  const { finding, tab, change } = state
  const latest = useRef(finding)
  latest.current = finding
  const close = () => {
    const id = latest.current
    change({ finding: undefined, tab: undefined })
    requestAnimationFrame(() => rowOf(id)?.focus())
  }
  useShortcuts({ Escape: () => latest.current !== undefined && close() })
  if (finding === undefined) return null
  return (
    <Flyout
      findingId={finding}
      at={state.at}
      tab={tab ?? 'overview'}
      onTab={(next) => change({ tab: next === 'overview' ? undefined : next }, { replace: true })}
      onClose={close}
      onNext={walk?.next}
      onPrevious={walk?.previous}
    />
  )
}

function rowOf(findingId: string | undefined): HTMLElement | undefined {
  const rows = document.querySelectorAll<HTMLElement>('[data-finding]')
  return [...rows].find((it) => it.dataset.finding === findingId)
}

function Answer({ warnings, isBusy }: { warnings: string[]; isBusy: boolean }) {
  return (
    <>
      <div className={css.busy} data-on={isBusy} />
      {warnings.length > 0 && (
        <div className={css.warnings}>
          <Notice tone="warning">{warnings.join(' ')}</Notice>
        </div>
      )}
    </>
  )
}

function Announcement({ text }: { text: string }) {
  return (
    <p className="visually-hidden" role="status">
      {text}
    </p>
  )
}

function Waiting() {
  return (
    <div className={css.main}>
      <div className={css.warnings}>
        <Loading label="Loading the findings" rows={16} height={20} />
      </div>
    </div>
  )
}

function Broken({ error, onRetry }: { error: unknown; onRetry: () => unknown }) {
  return (
    <div className={css.main}>
      <Failed what="The findings" error={error} onRetry={onRetry} />
    </div>
  )
}
