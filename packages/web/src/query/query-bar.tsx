/** The query bar: the editor when it has loaded, a plain input until then; errors with a fix. */

import { ActionIcon, Button } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useShortcuts } from '../elements/shortcuts.ts'
import { queryError } from './edit-query.ts'
import { rememberQuery } from './history.ts'
import css from './query-bar.module.css'
import { QueryHelp } from './query-help.tsx'
import { QueryHistory } from './query-history.tsx'

const Editor = lazy(async () => ({ default: (await import('./query-editor.tsx')).QueryEditor }))

interface QueryBarProps {
  /** The query that is shown now. */
  value: string
  /** The query of the scope, for the counts of completion. */
  scope: string
  onRun: (q: string) => void
}

export function QueryBar({ value, scope, onRun }: QueryBarProps) {
  const [draft, setDraft] = useState(value)
  // A query that is still being typed is not complained about; one that was run is.
  const [tried, setTried] = useState<string>()
  const [isHistoryOpen, setHistoryOpen] = useState(false)
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => setDraft(value), [value])
  useShortcuts({ '/': () => focusIn(bar.current) })
  const run = (q: string) => {
    setDraft(q)
    setTried(q)
    if (queryError(q)) return
    rememberQuery(q.trim())
    onRun(q.trim())
  }
  const onEmptyUp = () => setHistoryOpen(true)
  const shown = { value: draft, onChange: setDraft, onRun: run, onEmptyUp }
  const error = queryError(draft)
  const isComplaining = error !== undefined && (draft === tried || draft === value)
  return (
    <search className={css.query}>
      <div className={css.bar} ref={bar} data-invalid={isComplaining}>
        <IconSearch size={15} className={css.icon} aria-hidden />
        <Suspense fallback={<PlainInput {...shown} />}>
          <Editor {...shown} scope={scope} />
        </Suspense>
        {draft !== '' && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label="Clear the query"
            onClick={() => run('')}
          >
            <IconX size={14} />
          </ActionIcon>
        )}
        <QueryHistory isOpen={isHistoryOpen} onToggle={setHistoryOpen} onChoose={run} />
        <QueryHelp onExample={run} />
        {draft.trim() !== value && !error && (
          <Button size="compact-xs" variant="light" onClick={() => run(draft)}>
            Run
          </Button>
        )}
      </div>
      {isComplaining && <QueryProblem draft={draft} onFix={run} />}
    </search>
  )
}

interface PlainInputProps {
  value: string
  onChange: (q: string) => void
  onRun: (q: string) => void
}

function PlainInput({ value, onChange, onRun }: PlainInputProps) {
  return (
    <input
      className={css.input}
      aria-label="Query"
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && onRun(value)}
    />
  )
}

export const placeholder = 'Filter by KQL, such as rule.section : "API Server"'

function QueryProblem({ draft, onFix }: { draft: string; onFix: (q: string) => void }) {
  const error = queryError(draft)
  if (!error) return null
  const { fix } = error
  return (
    <div className={css.problem} role="alert">
      <div>{error.message}</div>
      <pre className={css.caret} aria-hidden>
        {draft}
        {'\n'}
        {' '.repeat(error.range.start)}
        {'^'.repeat(Math.max(1, error.range.end - error.range.start))}
      </pre>
      {fix !== undefined && (
        <Button size="compact-xs" variant="light" onClick={() => onFix(fix)}>
          Write <code>{fix}</code>
        </Button>
      )}
    </div>
  )
}

function focusIn(bar: HTMLElement | null): void {
  bar?.querySelector<HTMLElement>('.cm-content, input')?.focus()
}
