/** What every CodeMirror view of ours has: our colours, and the nonce that lets it add styles. */

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { pageNonce } from '../elements/nonce.ts'

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--ek-code-field)' },
  { tag: tags.definition(tags.propertyName), color: 'var(--ek-code-field)' },
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--ek-code-keyword)', fontWeight: '600' },
  { tag: tags.string, color: 'var(--ek-code-value)' },
  { tag: tags.content, color: 'var(--ek-code-value)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--ek-code-number)' },
  { tag: tags.comment, color: 'var(--ek-code-comment)', fontStyle: 'italic' },
  { tag: tags.operator, color: 'var(--ek-text-3)' },
  { tag: tags.standard(tags.name), color: 'var(--ek-code-field)' },
])

const look = EditorView.theme({
  '&': { color: 'var(--ek-text)', backgroundColor: 'transparent', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--ek-mono)',
    lineHeight: '1.55',
    fontVariantLigatures: 'none',
  },
  '.cm-cursor': { borderLeftColor: 'var(--ek-text)' },
  '.cm-gutters': {
    color: 'var(--ek-text-3)',
    backgroundColor: 'transparent',
    border: 'none',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'color-mix(in srgb, var(--ek-accent) 24%, transparent)' },
  '.cm-panels': { color: 'var(--ek-text)', backgroundColor: 'var(--ek-panel)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--ek-line)' },
  '.cm-panel.cm-search': { padding: '7px 104px 7px 8px', fontFamily: 'var(--ek-font)' },
  '.cm-panel.cm-search [name=close]': { display: 'none' },
  '.cm-panel.cm-search label': { fontSize: '12px' },
  '.cm-textfield, .cm-button': {
    padding: '3px 7px',
    border: '1px solid var(--ek-control)',
    borderRadius: '4px',
    fontSize: '12px',
    color: 'var(--ek-text)',
    background: 'var(--ek-panel)',
  },
  '.cm-searchMatch': {
    backgroundColor: 'var(--ek-warning-ground)',
    outline: '1px solid var(--ek-warning-line)',
  },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--ek-medium-ground)' },
  '.cm-foldPlaceholder': {
    padding: '0 5px',
    border: 'none',
    color: 'var(--ek-text-2)',
    background: 'var(--ek-track)',
  },
  '.cm-tooltip': {
    color: 'var(--ek-text)',
    backgroundColor: 'var(--ek-panel)',
    border: '1px solid var(--ek-line)',
    borderRadius: '6px',
    boxShadow: 'var(--ek-shadow-high)',
    overflow: 'hidden',
  },
})

export function sharedExtensions(): Extension[] {
  const nonce = pageNonce()
  return [look, syntaxHighlighting(highlight), ...(nonce ? [EditorView.cspNonce.of(nonce)] : [])]
}
