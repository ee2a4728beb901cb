/** Choices of the reader that hold for every page and stay in the browser. */

import { useSyncExternalStore } from 'react'

export const timeZones = ['local', 'utc'] as const
export type TimeZone = (typeof timeZones)[number]

const timeZoneKey = 'evenkeel-time-zone'
const listeners = new Set<() => void>()

// Every time on a page asks for it, so it is read once.
let zone: TimeZone | undefined

function timeZone(): TimeZone {
  zone ??= localStorage.getItem(timeZoneKey) === 'utc' ? 'utc' : 'local'
  return zone
}

export function setTimeZone(next: TimeZone): void {
  zone = next
  localStorage.setItem(timeZoneKey, next)
  for (const listener of listeners) listener()
}

export function useTimeZone(): TimeZone {
  return useSyncExternalStore(listen, timeZone)
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const palettes = ['standard', 'colour-blind'] as const
export type PaletteName = (typeof palettes)[number]

const paletteKey = 'evenkeel-palette'

export function palette(): PaletteName {
  return localStorage.getItem(paletteKey) === 'colour-blind' ? 'colour-blind' : 'standard'
}

export function setPalette(next: PaletteName): void {
  localStorage.setItem(paletteKey, next)
  applyPalette()
}

/** The style sheet reads it from the root of the document. */
export function applyPalette(): void {
  document.documentElement.dataset.palette = palette()
}
