/** What differs between two texts, line by line, with the unchanged parts folded. */

import { yaml } from '@codemirror/lang-yaml'
import { unifiedMergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import css from './code-view.module.css'
import { sharedExtensions } from './extensions.ts'

export interface DiffViewProps {
  before: string
  after: string
  /** What it is, for screen readers. */
  label: string
}

const unchanged = { margin: 3, minSize: 6 }
/** Beyond this much work two texts are shown as wholly different. */
const diffConfig = { scanLimit: 2000, timeout: 400 }

export function DiffView({ before, after, label }: DiffViewProps) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!host.current) return
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: after,
        extensions: [
          lineNumbers(),
          yaml(),
          sharedExtensions(),
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          unifiedMergeView({
            original: before,
            mergeControls: false,
            collapseUnchanged: unchanged,
            diffConfig,
          }),
          look,
        ],
      }),
    })
    return () => view.destroy()
  }, [before, after, label])
  return <div ref={host} className={css.view} />
}

const look = EditorView.theme({
  '&.cm-merge-b .cm-changedLine, .cm-insertedLine': { background: 'var(--ek-passed-ground)' },
  '.cm-deletedChunk': { background: 'var(--ek-failed-ground)', paddingLeft: '6px' },
  '.cm-deletedChunk .cm-deletedLine': { textDecoration: 'none' },
  '&.cm-merge-b .cm-changedText, &.cm-merge-b .cm-deletedText': {
    background: 'none',
    fontWeight: '700',
    textDecoration: 'none',
  },
  '.cm-changedLineGutter': { background: 'var(--ek-bar-passed)' },
  '.cm-deletedLineGutter': { background: 'var(--ek-bar-failed)' },
  '.cm-collapsedLines': {
    padding: '3px 12px',
    color: 'var(--ek-text-2)',
    background: 'var(--ek-panel)',
    border: 'none',
  },
  // Marks of the library's own that no font here has; these two every font has.
  '.cm-collapsedLines:before, .cm-collapsedLines:after': {
    content: '"···"',
    marginInline: '6px',
  },
})
