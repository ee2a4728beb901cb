/** Strings by code point, though JavaScript holds them as UTF-16. */

/** Orders by code point, as UTF-8 bytes would be ordered. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? codePointRank(x) - codePointRank(y) : x - y
  }
  return a.length - b.length
}

/** Surrogates stand for code points above all others of two bytes. */
function codePointRank(unit: number): number {
  return unit >= 0xe000 ? unit - 0x2000 : unit + 0x2000
}

/** Whether a string has code points that take two UTF-16 units. */
export function hasSurrogates(text: string): boolean {
  return surrogate.test(text)
}

const surrogate = /[\ud800-\udfff]/

/** The number of code points. */
export function lengthOf(text: string): number {
  if (!hasSurrogates(text)) return text.length
  let length = 0
  for (const _ of text) length++
  return length
}

/** A string without lone surrogates, which no UTF-8 text has. */
export function toWellFormed(text: string): string {
  return hasSurrogates(text) ? text.replace(loneSurrogates, '\ufffd') : text
}

export function hasLoneSurrogates(text: string): boolean {
  return loneSurrogate.test(text)
}

const loneSurrogate = /\p{Surrogate}/u
const loneSurrogates = /\p{Surrogate}/gu
