/** Code to read: numbered, coloured, foldable, with lines that matter marked. */

import { json } from '@codemirror/lang-json'
import { yaml } from '@codemirror/lang-yaml'
import { foldGutter } from '@codemirror/language'
import { EditorState, type Extension, RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import css from './code-view.module.css'
import { sharedExtensions } from './extensions.ts'
import { regoLanguage } from './rego.ts'

const languages = { json, yaml, rego: () => regoLanguage } as const

export interface CodeViewProps {
  text: string
  language: keyof typeof languages
  /** What it is, for screen readers. */
  label: string
  /** Numbers of lines, from 1, that carry what failed. The first is scrolled to. */
  marked?: readonly number[]
}

export function CodeView({ text, language, label, marked }: CodeViewProps) {
  const host = useRef<HTMLDivElement>(null)
  const markedKey = (marked ?? []).join(',')
  useEffect(() => {
    if (!host.current) return
    const lines = markedKey === '' ? [] : markedKey.split(',').map(Number)
    const state = EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        foldGutter(),
        languages[language](),
        sharedExtensions(),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        markLines(lines),
      ],
    })
    const view = new EditorView({ state, parent: host.current })
    const [first] = lines
    if (first !== undefined && first <= state.doc.lines) {
      const { from } = state.doc.line(first)
      view.dispatch({ effects: EditorView.scrollIntoView(from, { y: 'center' }) })
    }
    return () => view.destroy()
  }, [text, language, label, markedKey])
  return <div ref={host} className={css.view} />
}

function markLines(numbers: readonly number[]): Extension {
  const mark = Decoration.line({ class: css.marked ?? '' })
  return EditorView.decorations.of((view): DecorationSet => {
    const builder = new RangeSetBuilder<Decoration>()
    for (const number of numbers) {
      if (number > view.state.doc.lines) continue
      const { from } = view.state.doc.line(number)
      builder.add(from, from, mark)
    }
    return builder.finish()
  })
}
