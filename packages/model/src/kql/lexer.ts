/** Cuts a KQL query into tokens. It never fails: what cannot be read becomes a `bad` token. */

import { isSpace, type KqlRange, type KqlValue, special } from './syntax.ts'

export type KqlToken = KqlRange &
  (
    | { kind: '(' | ')' | '{' | '}' | ':' | '<' | '<=' | '>' | '>=' | 'and' | 'or' | 'not' }
    /** `isClosed` is false for a quote without its end. */
    | { kind: 'value'; value: KqlValue; isClosed: boolean }
    | { kind: 'bad'; message: string }
  )

const operandEnds = new Set<KqlToken['kind']>(['value', ')', '}', 'bad'])

export function tokenize(text: string): KqlToken[] {
  const tokens: KqlToken[] = []
  let at = 0
  while (at < text.length) {
    const char = text[at] ?? ''
    if (isSpace(char)) {
      at += 1
      continue
    }
    const token = readToken(text, at, tokens.at(-1))
    tokens.push(token)
    at = token.end
  }
  return tokens
}

function readToken(text: string, start: number, previous: KqlToken | undefined): KqlToken {
  const char = text[start] ?? ''
  if (char === '(' || char === ')' || char === '{' || char === '}' || char === ':') {
    return { kind: char, start, end: start + 1 }
  }
  if (char === '<' || char === '>') {
    return text[start + 1] === '='
      ? { kind: `${char}=`, start, end: start + 2 }
      : { kind: char, start, end: start + 1 }
  }
  if (char === '"') return readQuoted(text, start)
  if (wordAt(text, start, 'not')) return { kind: 'not', start, end: start + 3 }
  // `or` and `and` join only what stands before them; at the start of a value they are plain words.
  if (previous && operandEnds.has(previous.kind) && isSpace(text[start - 1])) {
    for (const word of ['and', 'or'] as const) {
      if (wordAt(text, start, word)) return { kind: word, start, end: start + word.length }
    }
  }
  return readUnquoted(text, start)
}

/** The word stands here and a space or a parenthesis follows. */
function wordAt(text: string, at: number, word: string): boolean {
  if (text.slice(at, at + word.length).toLowerCase() !== word) return false
  const next = text[at + word.length]
  return isSpace(next) || next === '('
}

function readQuoted(text: string, start: number): KqlToken {
  let value = ''
  let at = start + 1
  while (at < text.length && text[at] !== '"') {
    const escaped = text[at] === '\\' ? readQuotedEscape(text, at) : undefined
    value += escaped?.text ?? text[at]
    at = escaped?.end ?? at + 1
  }
  const isClosed = at < text.length
  return {
    kind: 'value',
    value: { kind: 'literal', value, isQuoted: true },
    isClosed,
    start,
    end: isClosed ? at + 1 : at,
  }
}

interface Escape {
  text: string
  end: number
}

const controls: Record<string, string> = { t: '\t', r: '\r', n: '\n' }

function readEscape(text: string, at: number): Escape | undefined {
  const next = text[at + 1] ?? ''
  const control = controls[next]
  if (control) return { text: control, end: at + 2 }
  const code = /^u([0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6))?.[1]
  return code ? { text: String.fromCharCode(Number.parseInt(code, 16)), end: at + 6 } : undefined
}

function readQuotedEscape(text: string, at: number): Escape | undefined {
  const next = text[at + 1]
  if (next === '"' || next === '\\') return { text: next, end: at + 2 }
  return readEscape(text, at)
}

function readUnquotedEscape(text: string, at: number): Escape | undefined {
  const next = text[at + 1]
  if (next !== undefined && special.has(next)) return { text: next, end: at + 2 }
  const word = /^(?:or|and|not)/i.exec(text.slice(at + 1, at + 4))?.[0]
  return word ? { text: word, end: at + 1 + word.length } : readEscape(text, at)
}

function readUnquoted(text: string, start: number): KqlToken {
  const segments = ['']
  let at = start
  const add = (part: string) => {
    segments.push(`${segments.pop() ?? ''}${part}`)
  }
  while (at < text.length) {
    const char = text[at] ?? ''
    if (char === '*') {
      segments.push('')
      at += 1
    } else if (char === '\\') {
      const escaped = readUnquotedEscape(text, at)
      if (!escaped) break
      add(escaped.text)
      at = escaped.end
    } else if (special.has(char) || startsKeyword(text, at)) {
      break
    } else {
      add(char)
      at += 1
    }
  }
  if (at === start) {
    const message =
      'A backslash stands before a character that needs none; write \\\\ for a backslash'
    return { kind: 'bad', message, start, end: start + 1 }
  }
  return {
    kind: 'value',
    value: toValue(trim(segments)),
    isClosed: true,
    start,
    end: trimEnd(text, start, at),
  }
}

/** A space, then a keyword: the unquoted text ends before the space. */
function startsKeyword(text: string, at: number): boolean {
  if (!isSpace(text[at])) return false
  let word = at
  while (isSpace(text[word])) word += 1
  return wordAt(text, word, 'or') || wordAt(text, word, 'and') || wordAt(text, word, 'not')
}

function trimEnd(text: string, start: number, end: number): number {
  let at = end
  while (at > start + 1 && isSpace(text[at - 1]) && text[at - 2] !== '\\') at -= 1
  return at
}

const edge = { start: /^[ \t\r\n\u00a0]+/, end: /[ \t\r\n\u00a0]+$/ }

function trim(segments: string[]): string[] {
  return segments.map((segment, index) => {
    const left = index === 0 ? segment.replace(edge.start, '') : segment
    return index === segments.length - 1 ? left.replace(edge.end, '') : left
  })
}

function toValue(segments: string[]): KqlValue {
  const [text = ''] = segments
  if (segments.length > 1) return { kind: 'pattern', segments }
  const typed = text === 'true' ? true : text === 'false' ? false : text === 'null' ? null : text
  return { kind: 'literal', value: typed, isQuoted: false }
}
