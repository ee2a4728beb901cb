/** Whether two globs of characters, `.`, `[...]`, `*` and `+` have a text in common. */

import { type BuiltinContext, BuiltinError } from './builtin.ts'

/** What stands for one character, and how often it may stand. */
interface Token {
  /** Undefined for `.`, which is any character. */
  readonly characters: ReadonlySet<string> | undefined
  readonly isSet: boolean
  readonly source: string
  flag: '' | '+' | '*'
}

export function globsIntersect(left: string, right: string, context: BuiltinContext): boolean {
  const a = simplify(tokenize(left, context))
  const b = simplify(tokenize(right, context))
  return haveCommonText(a, b, context)
}

function invalid(input: string, at: number, reason: string): BuiltinError {
  return new BuiltinError(`input:${input}, pos:${at}, ${reason}: the input provided is invalid`)
}

/** A character of a glob, and whether a backslash made it one. */
interface Rune {
  readonly text: string
  readonly escaped: boolean
}

class Reader {
  readonly input: string
  readonly context: BuiltinContext
  readonly #runes: readonly string[]
  at = 0

  constructor(input: string, context: BuiltinContext) {
    this.input = input
    this.context = context
    this.#runes = Array.from(input)
  }

  get isAtEnd(): boolean {
    return this.at >= this.#runes.length
  }

  peek(): string | undefined {
    return this.#runes[this.at]
  }

  next(): Rune {
    const text = this.#runes[this.at] ?? ''
    this.at++
    if (text !== '\\') return { text, escaped: false }
    const escaped = this.#runes[this.at]
    if (escaped === undefined) {
      throw invalid(this.input, this.at - 1, 'input ends with a \\ (escape) character')
    }
    this.at++
    return { text: escaped, escaped: true }
  }

  error(reason: string): BuiltinError {
    return invalid(this.input, this.at, reason)
  }
}

function tokenize(input: string, context: BuiltinContext): Token[] {
  const reader = new Reader(input, context)
  const tokens: Token[] = []
  while (!reader.isAtEnd) {
    const token = readToken(reader)
    const flag = reader.peek()
    if (flag === '+' || flag === '*') {
      token.flag = flag
      reader.at++
    }
    tokens.push(token)
  }
  return tokens
}

function readToken(reader: Reader): Token {
  const { text, escaped } = reader.next()
  if (!escaped) {
    if (text === '.') return { characters: undefined, isSet: false, source: '.', flag: '' }
    if (text === '[') return readSet(reader)
    if (text === ']') throw reader.error("set-close ']' with no preceding '['")
    if (text === '+' || text === '*') {
      throw reader.error(`flag '${text}' must be preceded by a non-flag`)
    }
  }
  return { characters: new Set([text]), isSet: false, source: `=${text}`, flag: '' }
}

function readSet(reader: Reader): Token {
  const characters = new Set<string>()
  let previous: string | undefined
  while (!reader.isAtEnd) {
    const { text, escaped } = reader.next()
    if (!escaped && text === ']') {
      const source = `[${[...characters].sort().join('')}`
      return { characters, isSet: true, source, flag: '' }
    }
    if (!escaped && text === '-') {
      addRange(reader, characters, previous)
      previous = undefined
      continue
    }
    characters.add(text)
    previous = text
  }
  throw reader.error('found [ without matching ]')
}

function addRange(reader: Reader, characters: Set<string>, from: string | undefined): void {
  if (from === undefined) {
    throw reader.error("range character '-' must be preceded by a Unicode character")
  }
  if (reader.isAtEnd) {
    throw reader.error("range character '-' must be followed by a Unicode character")
  }
  const { text, escaped } = reader.next()
  if (!escaped && (text === ']' || text === '-')) {
    throw reader.error("range character '-' cannot be followed by a special symbol")
  }
  const low = from.codePointAt(0) ?? 0
  const high = text.codePointAt(0) ?? 0
  if (high < low) {
    throw reader.error(`range is out of order: '${text}' comes before '${from}' in Unicode`)
  }
  reader.context.charge(high - low)
  for (let code = low; code <= high; code++) {
    characters.add(String.fromCodePoint(code))
  }
}

/** Of equal neighbours that both repeat, one is enough. */
function simplify(tokens: readonly Token[]): Token[] {
  const result: Token[] = []
  for (const token of tokens) {
    const last = result.at(-1)
    const both = last !== undefined && last.flag !== '' && token.flag !== ''
    if (both && last.source === token.source) {
      if (token.flag === '+') last.flag = '+'
    } else result.push(token)
  }
  return result
}

function meet(a: Token, b: Token): boolean {
  if (a.characters === undefined || b.characters === undefined) return true
  const [small, large] = a.characters.size < b.characters.size ? [a, b] : [b, a]
  for (const character of small.characters ?? []) {
    if (large.characters?.has(character)) return true
  }
  return false
}

/** A place in both globs, and whether the token there has stood once already. */
interface State {
  readonly i: number
  readonly j: number
  readonly again: boolean
  readonly alsoAgain: boolean
}

/** Reads both globs together, as in the product of two automata, until both are at their end. */
function haveCommonText(
  a: readonly Token[],
  b: readonly Token[],
  context: BuiltinContext,
): boolean {
  const seen = new Set<number>()
  const open: State[] = [{ i: 0, j: 0, again: false, alsoAgain: false }]
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const { i, j, again, alsoAgain } = state
    const key = ((i * (b.length + 1) + j) * 2 + Number(again)) * 2 + Number(alsoAgain)
    if (seen.has(key)) continue
    seen.add(key)
    context.charge(1)
    const left = a[i]
    const right = b[j]
    if (left === undefined && right === undefined) return true
    if (left !== undefined && canSkip(left, again)) {
      open.push({ i: i + 1, j, again: false, alsoAgain })
    }
    if (right !== undefined && canSkip(right, alsoAgain)) {
      open.push({ i, j: j + 1, again, alsoAgain: false })
    }
    if (left === undefined || right === undefined || !meet(left, right)) continue
    for (const stays of left.flag === '' ? [false] : [true, false]) {
      for (const alsoStays of right.flag === '' ? [false] : [true, false]) {
        const next = { again: stays, alsoAgain: alsoStays }
        open.push({ i: stays ? i : i + 1, j: alsoStays ? j : j + 1, ...next })
      }
    }
  }
  return false
}

function canSkip(token: Token, again: boolean): boolean {
  return token.flag === '*' || (token.flag === '+' && again)
}
