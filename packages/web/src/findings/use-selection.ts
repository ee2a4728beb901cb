/** The rows that are selected: one by one, a range, or all that the query finds. */

import type { Finding } from '@evenkeel/model'
import { useState } from 'react'

export interface Selection {
  ids: ReadonlySet<string>
  findings: Finding[]
  /** All that match, loaded or not. */
  isAll: boolean
  count: number
  /** `isRange` takes all rows from the one before up to this one. */
  toggle: (index: number, isRange: boolean) => void
  toggleLoaded: () => void
  selectAll: () => void
  clear: () => void
}

interface State {
  /** What the selection belongs to: another query has none. */
  of: string
  chosen: ReadonlyMap<string, Finding>
  isAll: boolean
  anchor: number
}

const empty = (of: string): State => ({ of, chosen: new Map(), isAll: false, anchor: -1 })

export function useSelection(of: string, findings: Finding[], total: number): Selection {
  const [held, setState] = useState(() => empty(of))
  const state = held.of === of ? held : empty(of)
  const toggle = (index: number, isRange: boolean) =>
    setState({ ...state, isAll: false, ...toggleRows(state, findings, { index, isRange }) })
  const isLoadedChosen = findings.length > 0 && findings.every((it) => state.chosen.has(it.id))
  return {
    ids: new Set(state.chosen.keys()),
    findings: [...state.chosen.values()],
    isAll: state.isAll,
    count: state.isAll ? total : state.chosen.size,
    toggle,
    toggleLoaded: () =>
      setState(
        state.isAll || isLoadedChosen ? empty(of) : { ...state, chosen: withRows(state, findings) },
      ),
    selectAll: () => setState({ ...state, isAll: true, chosen: withRows(state, findings) }),
    clear: () => setState(empty(of)),
  }
}

function withRows({ chosen }: State, rows: Finding[]): Map<string, Finding> {
  return new Map([...chosen, ...rows.map((it): [string, Finding] => [it.id, it])])
}

function toggleRows(state: State, findings: Finding[], at: { index: number; isRange: boolean }) {
  const finding = findings[at.index]
  if (!finding) return state
  if (at.isRange && state.anchor >= 0) {
    const from = Math.min(state.anchor, at.index)
    const rows = findings.slice(from, Math.max(state.anchor, at.index) + 1)
    return { chosen: withRows(state, rows), anchor: at.index }
  }
  const chosen = withRows(state, [finding])
  if (state.chosen.has(finding.id)) chosen.delete(finding.id)
  return { chosen, anchor: at.index }
}
