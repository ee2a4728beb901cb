/** Upper and lower case as Go has them: one code point for each. */

export function toLower(text: string): string {
  return isAscii(text) ? text.toLowerCase() : Array.from(text, lowerOf).join('')
}

export function toUpper(text: string): string {
  return isAscii(text) ? text.toUpperCase() : Array.from(text, upperOf).join('')
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false
  return true
}

function lowerOf(character: string): string {
  // The dotted capital I has a lower case of two code points, and a simple one.
  return character === '\u0130' ? 'i' : single(character, character.toLowerCase())
}

/** Greek letters with a iota below, whose full upper case is two letters and the simple one is one. */
const simpleUpper: Readonly<Record<string, string>> = {
  '\u1fb3': '\u1fbc',
  '\u1fc3': '\u1fcc',
  '\u1ff3': '\u1ffc',
}

function upperOf(character: string): string {
  const code = character.charCodeAt(0)
  if (code >= 0x1f80 && code <= 0x1faf) return String.fromCharCode(code | 8)
  return simpleUpper[character] ?? single(character, character.toUpperCase())
}

function single(character: string, changed: string): string {
  const code = changed.codePointAt(0) ?? 0
  return changed.length === (code > 0xffff ? 2 : 1) ? changed : character
}
