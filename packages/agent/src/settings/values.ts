/** Turns the text of a flag or the value of a file into a value of the setting's type. */

import type { Json } from '@evenkeel/model'
import type { SettingType } from '../facts/kubelet-settings.ts'

/** The value of a flag. Several occurrences of a list or map add up, of others the last counts. */
export function flagValue(texts: string[], type: SettingType | undefined): Json {
  const last = texts.at(-1) ?? ''
  if (type === 'list') return texts.flatMap(splitList)
  if (type === 'map') return Object.fromEntries(texts.flatMap(splitList).map(splitPair))
  if (type === 'text' || type === 'duration') return last
  return guess(last)
}

/** What strconv.ParseBool takes; undefined for anything else. */
export function parseBoolean(text: string): boolean | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false
  return undefined
}

/** By its looks: `true`, `false` and whole numbers are not text. */
function guess(text: string): Json {
  if (/^(true|false)$/i.test(text)) return parseBoolean(text) ?? text
  if (/^-?\d{1,15}$/.test(text)) return Number(text)
  return text
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((it) => it.trim())
    .filter(Boolean)
}

function splitPair(text: string): [string, Json] {
  const at = text.indexOf('=')
  return at < 0 ? [text, true] : [text.slice(0, at), guess(text.slice(at + 1))]
}

/** A value of the setting's type where the text allows; what does not fit stays as it is. */
export function typedFlagValue(texts: string[], type: SettingType | undefined): Json {
  const value = flagValue(texts, type)
  if (type === 'boolean' && typeof value !== 'boolean')
    return parseBoolean(texts.at(-1) ?? '') ?? value
  return value
}

/** Zero as Go's defaulting sees it: an empty text, 0, or a duration of nothing. */
export function isZero(value: Json, type: SettingType): boolean {
  if (value === '' || value === 0) return true
  return type === 'duration' && typeof value === 'string' && /^(0[a-zµ]*)+$/.test(value)
}
