/** Whether two globs of characters, `.`, `[...]`, `*` and `+` have a text in common. */

import { type BuiltinContext, BuiltinError } from './builtin.ts'

/** The first and the last of neighbouring code points. */
type Range = readonly [low: number, high: number]

/** What stands for one character, and how often it may stand. */
interface Token {
  /** The code points it stands for, in order; undefined for `.`, which is any. */
  readonly ranges: readonly Range[] | undefined
  flag: '' | '+' | '*'
}

export function globsIntersect(left: string, right: string, context: BuiltinContext): boolean {
  const a = simplify(tokenize(left))
  const b = simplify(tokenize(right))
  const repeats = [...a, ...b].filter((token) => token.flag !== '').length
  if (repeats > repeatsMax) {
    throw new BuiltinError(`the globs have more than ${repeatsMax} tokens that repeat`)
  }
  const trimmed = trim(a, b)
  return trimmed !== undefined && new Intersection(...trimmed, context).isNotEmpty()
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
  readonly #runes: readonly string[]
  at = 0

  constructor(input: string) {
    this.input = input
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

function tokenize(input: string): Token[] {
  const reader = new Reader(input)
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
    if (text === '.') return { ranges: undefined, flag: '' }
    if (text === '[') return readSet(reader)
    if (text === ']') throw reader.error("set-close ']' with no preceding '['")
    if (text === '+' || text === '*') {
      throw reader.error(`flag '${text}' must be preceded by a non-flag`)
    }
  }
  const code = codeOf(text)
  return { ranges: [[code, code]], flag: '' }
}

function codeOf(text: string): number {
  return text.codePointAt(0) ?? 0
}

function readSet(reader: Reader): Token {
  const ranges: Range[] = []
  let previous: string | undefined
  while (!reader.isAtEnd) {
    const { text, escaped } = reader.next()
    if (!escaped && text === ']') return { ranges: ordered(ranges), flag: '' }
    if (!escaped && text === '-') {
      ranges.push(readRange(reader, previous))
      previous = undefined
      continue
    }
    ranges.push([codeOf(text), codeOf(text)])
    previous = text
  }
  throw reader.error('found [ without matching ]')
}

function readRange(reader: Reader, from: string | undefined): Range {
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
  if (codeOf(text) < codeOf(from)) {
    throw reader.error(`range is out of order: '${text}' comes before '${from}' in Unicode`)
  }
  return [codeOf(from), codeOf(text)]
}

/** Ranges in order, those that touch made one. */
function ordered(ranges: readonly Range[]): Range[] {
  const result: Range[] = []
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1)
    if (last === undefined || low > last[1] + 1) result.push([low, high])
    else result[result.length - 1] = [last[0], Math.max(last[1], high)]
  }
  return result
}

/** Of equal neighbours that both repeat, one is enough. */
function simplify(tokens: readonly Token[]): Token[] {
  const result: Token[] = []
  for (const token of tokens) {
    const last = result.at(-1)
    const both = last !== undefined && last.flag !== '' && token.flag !== ''
    if (both && String(last.ranges) === String(token.ranges)) {
      if (token.flag === '+') last.flag = '+'
    } else result.push(token)
  }
  return result
}

function meet(a: Token, b: Token): boolean {
  if (a.ranges === undefined || b.ranges === undefined) return true
  const others = b.ranges
  return a.ranges.some(([low, high]) => others.some((other) => low <= other[1] && other[0] <= high))
}

/** Globs with more repeating tokens are refused, since each may cost one more level of recursion. */
const repeatsMax = 500

/** A glob read from one of its tokens on. */
interface Rest {
  readonly tokens: readonly Token[]
  readonly at: number
}

/**
 * Reads both globs together.
 * It does what OPA's library does, and like that misses some texts that globs have in common:
 * a token that repeats takes all it can before the one behind it, and what follows the other glob's
 * end must be nothing, even if it could stand for nothing.
 */
class Intersection {
  readonly #left: readonly Token[]
  readonly #right: readonly Token[]
  readonly #context: BuiltinContext
  /** Pairs of places from where there is no common text. */
  readonly #failed = new Set<number>()

  constructor(left: readonly Token[], right: readonly Token[], context: BuiltinContext) {
    this.#left = left
    this.#right = right
    this.#context = context
  }

  isNotEmpty(): boolean {
    return this.#meetsFrom({ tokens: this.#left, at: 0 }, { tokens: this.#right, at: 0 })
  }

  #meetsFrom(a: Rest, b: Rest): boolean {
    for (let i = 0; ; i++) {
      this.#context.charge(1)
      const x = a.tokens[a.at + i]
      const y = b.tokens[b.at + i]
      if (x === undefined || y === undefined) return x === y
      if (x.flag !== '' || y.flag !== '') {
        return this.#repeats({ tokens: a.tokens, at: a.at + i }, { tokens: b.tokens, at: b.at + i })
      }
      if (!meet(x, y)) return false
    }
  }

  /** One of the tokens repeats; that of the first glob has precedence. */
  #repeats(a: Rest, b: Rest): boolean {
    const side = a.tokens === this.#left ? 0 : 1
    const key = (a.at * (this.#left.length + this.#right.length + 1) + b.at) * 2 + side
    if (this.#failed.has(key)) return false
    const flag = a.tokens[a.at]?.flag
    const [repeated, other] = flag === '' ? [b, a] : [a, b]
    const found =
      repeated.tokens[repeated.at]?.flag === '+'
        ? this.#plus(repeated, other)
        : this.#star(repeated, other)
    if (!found) this.#failed.add(key)
    return found
  }

  #plus(repeated: Rest, other: Rest): boolean {
    const token = repeated.tokens[repeated.at]
    const first = other.tokens[other.at]
    if (token === undefined || first === undefined || !meet(token, first)) return false
    if (this.#star(repeated, { tokens: other.tokens, at: other.at + 1 })) return true
    return (
      first.flag !== '' && this.#meetsFrom({ tokens: repeated.tokens, at: repeated.at + 1 }, other)
    )
  }

  #star(repeated: Rest, other: Rest): boolean {
    const token = repeated.tokens[repeated.at]
    const next = repeated.tokens[repeated.at + 1]
    const behind = { tokens: repeated.tokens, at: repeated.at + 1 }
    for (let i = other.at; i < other.tokens.length; i++) {
      this.#context.charge(1)
      const taken = other.tokens[i]
      if (token === undefined || taken === undefined) return false
      if (next !== undefined && meet(taken, next)) {
        if (this.#meetsFrom(behind, { tokens: other.tokens, at: i })) return true
      }
      if (!meet(taken, token)) return false
    }
    return next === undefined
  }
}

/** Both globs without the ends at which nothing repeats; undefined when those differ. */
function trim(a: readonly Token[], b: readonly Token[]): [Token[], Token[]] | undefined {
  const isPlain = (x: Token | undefined, y: Token | undefined) => x?.flag === '' && y?.flag === ''
  let start = 0
  for (; isPlain(a[start], b[start]); start++) {
    if (!meet(a[start] as Token, b[start] as Token)) return undefined
  }
  if (start > 0) start--
  let i = a.length - 1
  let j = b.length - 1
  for (; i >= start && j >= start && isPlain(a[i], b[j]); i--, j--) {
    if (!meet(a[i] as Token, b[j] as Token)) return undefined
  }
  const moved = i < a.length - 1 ? 1 : 0
  return [a.slice(start, i + moved + 1), b.slice(start, j + moved + 1)]
}
