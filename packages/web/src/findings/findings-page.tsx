/** The findings: query bar, facets, table or groups, and the flyout beside them. */

import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import { QueryBar } from '../query/query-bar.tsx'
import { labelsOf } from './columns.tsx'
import { Facets } from './facets.tsx'
import css from './findings-page.module.css'
import { FindingsResults } from './findings-results.tsx'
import { ResultBar } from './result-bar.tsx'
import { SavedViews } from './saved-views.tsx'
import { Toolbar } from './toolbar.tsx'
import { useFindingsState } from './use-findings-state.ts'

export function FindingsPage() {
  const state = useFindingsState()
  const [isFiltering, setFiltering] = useFacetsOpen(state.finding !== undefined)
  const of = { q: state.effective, at: state.at }
  const onQuery = (q: string) => state.change({ q: q === '' ? undefined : q })
  return (
    <div className={css.page}>
      <div className={css.head}>
        <h1>Findings</h1>
        <SavedViews state={state} />
        <QueryBar value={state.typed} scope={state.scopeQuery} onRun={onQuery} />
      </div>
      <div className={css.bar}>
        <Button
          variant={isFiltering ? 'light' : 'default'}
          leftSection={<IconFilter size={14} />}
          aria-expanded={isFiltering}
          onClick={() => setFiltering(!isFiltering)}
        >
          Filters
        </Button>
        <div className={css.results}>
          <ResultBar typed={state.typed} of={of} onQuery={onQuery} />
        </div>
        <Toolbar state={state} />
      </div>
      <div className={css.body}>
        {isFiltering && (
          <aside className={css.facets} aria-label="Filters">
            <Facets
              typed={state.typed}
              of={of}
              labels={labelsOf(state.ownColumns)}
              onQuery={onQuery}
            />
          </aside>
        )}
        <FindingsResults state={state} />
      </div>
    </div>
  )
}

/** Open where there is room: beside the flyout only on a wide screen. A choice of the reader's holds until then. */
function useFacetsOpen(hasFlyout: boolean) {
  const isWide = useMediaQuery('(min-width: 1760px)', true, { getInitialValueInEffect: false })
  const isMedium = useMediaQuery('(min-width: 1000px)', true, { getInitialValueInEffect: false })
  const hasRoom = hasFlyout ? isWide : isMedium
  const [choice, setChoice] = useState<{ hasRoom: boolean; isOpen: boolean }>()
  const isOpen = choice?.hasRoom === hasRoom ? choice.isOpen : hasRoom
  return [isOpen, (next: boolean) => setChoice({ hasRoom, isOpen: next })] as const
}
