/** Code to read: numbered, coloured, foldable, with lines that matter marked. */

import { json } from '@codemirror/lang-json'
import { yaml } from '@codemirror/lang-yaml'
import { codeFolding, foldAll, foldGutter, foldKeymap, unfoldAll } from '@codemirror/language'
import { openSearchPanel, search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension, RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconFoldDown, IconFoldUp, IconSearch } from '@tabler/icons-react'
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

/** Texts shorter than this need neither search nor folding. */
const linesWithTools = 12

export function CodeView({ text, language, label, marked }: CodeViewProps) {
  const host = useRef<HTMLDivElement>(null)
  const shown = useRef<EditorView>(undefined)
  const markedKey = (marked ?? []).join(',')
  useEffect(() => {
    if (!host.current) return
    const lines = markedKey === '' ? [] : markedKey.split(',').map(Number)
    const state = EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        codeFolding(),
        foldGutter(),
        search({ top: true }),
        keymap.of([...searchKeymap, ...foldKeymap]),
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
    shown.current = view
    return () => view.destroy()
  }, [text, language, label, markedKey])
  const on = (command: (view: EditorView) => unknown) => () => {
    if (shown.current) command(shown.current)
  }
  return (
    <div className={css.frame}>
      {text.split('\n', linesWithTools).length === linesWithTools && (
        <div className={css.tools}>
          <Tool label="Search (Ctrl F)" Icon={IconSearch} onClick={on(openSearchPanel)} />
          <Tool label="Fold all" Icon={IconFoldUp} onClick={on(foldAll)} />
          <Tool label="Unfold all" Icon={IconFoldDown} onClick={on(unfoldAll)} />
        </div>
      )}
      <div ref={host} className={css.view} />
    </div>
  )
}

interface ToolProps {
  label: string
  Icon: typeof IconSearch
  onClick: () => void
}

function Tool({ label, Icon, onClick }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={24} aria-label={label} onClick={onClick}>
        <Icon size={14} />
      </ActionIcon>
    </Tooltip>
  )
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
