/** The editor of the query bar: one line of KQL with colours and completion. */

import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  completionKeymap,
  selectedCompletion,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { EditorState, Prec } from '@codemirror/state'
import { EditorView, keymap, placeholder as placeholderText } from '@codemirror/view'
import { completeKql } from '@evenkeel/model'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { fetchFields, fetchFieldValues } from '../api/fields.ts'
import { sharedExtensions } from '../editors/extensions.ts'
import { type CompletionWorld, createCompletionSource } from './complete.ts'
import { joinQueries } from './edit-query.ts'
import { kqlLanguage } from './kql-language.ts'
import css from './query-bar.module.css'
import { placeholder } from './query-bar.tsx'

interface QueryEditorProps {
  value: string
  scope: string
  onChange: (q: string) => void
  onRun: (q: string) => void
  /** The arrow up in an empty bar. */
  onEmptyUp: () => void
}

const typingDelayMs = 150

export function QueryEditor({ value, scope, onChange, onRun, onEmptyUp }: QueryEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const latest = useRef({ onChange, onRun, onEmptyUp })
  latest.current = { onChange, onRun, onEmptyUp }
  const initial = useRef(value)
  const world = useCompletionWorld(scope)

  useEffect(() => {
    if (!host.current) return
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: initial.current,
        extensions: [
          oneLine,
          history(),
          kqlLanguage,
          sharedExtensions(),
          barLook,
          placeholderText(placeholder),
          autocompletion({
            icons: false,
            // Enter is ours, and it comes first.
            defaultKeymap: false,
            activateOnTypingDelay: typingDelayMs,
            override: [createCompletionSource(() => world.current)],
          }),
          Prec.highest(
            keymap.of([
              { key: 'Enter', run: (it) => runOrAccept(it, latest.current.onRun) },
              {
                key: 'ArrowUp',
                run: (it) => isEmptyAndClosed(it) && runEmptyUp(latest.current.onEmptyUp),
              },
              { key: 'Mod-Enter', run: (it) => runWith(it, latest.current.onRun) },
            ]),
          ),
          keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.contentAttributes.of({
            'aria-label': 'Query',
            'aria-multiline': 'false',
            // A bar that is too narrow for its text scrolls, and must be reached by Tab for that.
            tabindex: '0',
            spellcheck: 'false',
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [world])

  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
  }, [value])

  return <div ref={host} className={css.editor} />
}

/** Counts are those of the rest of the query within the scope. */
function useCompletionWorld(scope: string) {
  const queries = useQueryClient()
  const create = (): CompletionWorld => ({
    fields: () =>
      queries.fetchQuery({
        queryKey: ['fields'],
        queryFn: ({ signal }) => fetchFields(signal),
        staleTime: Number.POSITIVE_INFINITY,
      }),
    values: (field, { prefix, rest }, signal) =>
      fetchFieldValues(field, { prefix, q: joinQueries(rest, scope) }, signal),
  })
  const world = useRef(create())
  world.current = create()
  return world
}

/** Enter takes over the selected completion, if there is one that says more than what is typed. */
function runOrAccept(view: EditorView, onRun: (q: string) => void): boolean {
  const selected = selectedCompletion(view.state)
  const { prefix } = completeKql(view.state.doc.toString(), view.state.selection.main.head)
  if (selected && selected.label.toLowerCase() !== prefix.toLowerCase()) {
    // Right after the list has changed it is not taken over, and the query is not run either.
    acceptCompletion(view)
    return true
  }
  closeCompletion(view)
  return runWith(view, onRun)
}

function isEmptyAndClosed(view: EditorView): boolean {
  return view.state.doc.length === 0 && selectedCompletion(view.state) === null
}

function runEmptyUp(onEmptyUp: () => void): boolean {
  onEmptyUp()
  return true
}

function runWith(view: EditorView, onRun: (q: string) => void): boolean {
  onRun(view.state.doc.toString())
  return true
}

/** Line breaks that are pasted become spaces. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction
  const text = transaction.newDoc.toString().replaceAll(/\s*\n\s*/g, ' ')
  return {
    changes: { from: 0, to: transaction.startState.doc.length, insert: text },
    selection: { anchor: text.length },
  }
})

const barLook = EditorView.theme({
  '.cm-scroller': {
    fontSize: '12.5px',
    lineHeight: '30px',
    overflowX: 'auto',
    scrollbarWidth: 'none',
  },
  '.cm-content': { padding: '0' },
  '.cm-line': { padding: '0 4px' },
  '.cm-tooltip.cm-tooltip-autocomplete': { marginTop: '5px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxHeight: '22em',
    fontFamily: 'var(--ek-mono)',
    fontSize: '12px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    justifyContent: 'space-between',
    gap: '28px',
    padding: '4px 12px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    color: 'var(--ek-text)',
    background: 'var(--ek-selected)',
  },
  '.cm-completionDetail': {
    fontFamily: 'var(--ek-font)',
    fontStyle: 'normal',
    color: 'var(--ek-text-2)',
    fontVariantNumeric: 'tabular-nums',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-placeholder': { color: 'var(--ek-text-3)' },
})
