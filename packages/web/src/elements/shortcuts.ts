/** Single-key shortcuts, alone (`j`) or after another (`g f`), and the switch that turns them off. */

import { useEffect, useRef } from 'react'

const storageKey = 'evenkeel-shortcuts'
/** How long the first key of a sequence waits for the second. */
const sequenceMs = 1200

/** WCAG 2.1.4: shortcuts of a single character can be turned off. */
export function areShortcutsOn(): boolean {
  return localStorage.getItem(storageKey) !== 'off'
}

export function setShortcutsOn(isOn: boolean): void {
  localStorage.setItem(storageKey, isOn ? 'on' : 'off')
}

let pendingKey: { key: string; at: number } | undefined

/** Runs the action of a key while the component shows; never while something is typed into. */
export function useShortcuts(actions: Record<string, () => void>): void {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isForSomethingElse(event)) return
      const isSecond = pendingKey && event.timeStamp - pendingKey.at < sequenceMs
      const sequence = isSecond && pendingKey ? `${pendingKey.key} ${event.key}` : undefined
      const action = (sequence && latest.current[sequence]) || latest.current[event.key]
      const opens = Object.keys(latest.current).some((it) => it.startsWith(`${event.key} `))
      if (opens) pendingKey = { key: event.key, at: event.timeStamp }
      if (!action) return
      event.preventDefault()
      pendingKey = undefined
      action()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function isForSomethingElse(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true
  const target = event.target instanceof HTMLElement ? event.target : null
  const isTyping = target?.closest('input, textarea, select, [contenteditable="true"], .cm-editor')
  if (event.key !== 'Escape' && isTyping) return true
  if (document.querySelector('[aria-modal="true"]')) return true
  return event.key.length === 1 && !areShortcutsOn()
}
