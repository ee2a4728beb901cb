/** The editor of the query bar: one line of KQL with colours and completion. */

import { autocompletion, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { EditorState, Prec } from '@codemirror/state'
import { EditorView, keymap, placeholder as placeholderText } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { sharedExtensions } from '../editors/extensions.ts'
import { kqlLanguage } from './kql-language.ts'
import css from './query-bar.module.css'
import { placeholder } from './query-bar.tsx'

interface QueryEditorProps {
  value: string
  scoped: string
  onChange: (q: string) => void
  onRun: (q: string) => void
}

export function QueryEditor({ value, scoped, onChange, onRun }: QueryEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const latest = useRef({ scoped, onChange, onRun })
  latest.current = { scoped, onChange, onRun }
  const initial = useRef(value)

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
          autocompletion({ icons: false }),
          Prec.high(
            keymap.of([
              { key: 'Enter', run: (it) => runWith(it, latest.current.onRun) },
              { key: 'Mod-Enter', run: (it) => runWith(it, latest.current.onRun) },
            ]),
          ),
          keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.contentAttributes.of({
            'aria-label': 'Query',
            'aria-multiline': 'false',
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
  }, [])

  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
  }, [value])

  return <div ref={host} className={css.editor} />
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
  '.cm-placeholder': { color: 'var(--ek-text-3)' },
})
