/** Globs with separators: `*`, `**`, `?`, `[a-z]`, `{a,b}`. */

import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import {
  isArray,
  operand,
  operandElementError,
  operandTypeError,
  stringOperand,
} from './operands.ts'
import { quoteMeta, testPattern } from './regex.ts'

export const globs: BuiltinTable = {
  'glob.match': [3, match],
  'glob.quote_meta': [1, (args) => stringOperand(args, 1).replace(/[*?\\[\]{}]/g, '\\$&')],
}

/** Translated globs are kept across evaluations; the oldest ones make room. */
const cacheSizeMax = 1_000
const cache = new Map<string, string>()

function match(args: readonly Value[], context: BuiltinContext): boolean {
  const glob = stringOperand(args, 1)
  const delimiters = delimitersOperand(args)
  const text = stringOperand(args, 3)
  const key = `${delimiters}\n${glob}`
  let pattern = cache.get(key)
  if (pattern === undefined) {
    pattern = new Translator(glob, delimiters).translate()
    const oldest = cache.keys().next()
    if (cache.size >= cacheSizeMax && oldest.done !== true) cache.delete(oldest.value)
    cache.set(key, pattern)
  }
  return testPattern(pattern, text, context)
}

/** Null means none, an empty array means the dot. */
function delimitersOperand(args: readonly Value[]): string {
  const value = operand(args, 2)
  if (value === null) return ''
  if (!isArray(value)) throw operandTypeError(2, value, 'array', 'null')
  if (value.length === 0) return '.'
  for (const item of value) {
    if (typeof item !== 'string') throw operandElementError(2, value, item, 'string')
    if (Array.from(item).length !== 1) throw operandElementError(2, value, item, 'rune')
  }
  return value.join('')
}

class Translator {
  readonly #glob: string
  readonly #one: string
  #at = 0
  #depth = 0

  constructor(glob: string, delimiters: string) {
    this.#glob = glob
    this.#one = delimiters === '' ? '.' : `[^${quoteClass(delimiters)}]`
  }

  /** The pattern that matches what the glob does. */
  translate(): string {
    let pattern = ''
    while (this.#at < this.#glob.length) pattern += this.#token()
    if (this.#depth > 0) throw this.#error('unclosed `{`')
    return `(?s)^(?:${pattern})$`
  }

  #error(reason: string): BuiltinError {
    return new BuiltinError(`glob: syntax error at ${this.#at}: ${reason}`)
  }

  #take(): string {
    const character = String.fromCodePoint(this.#glob.codePointAt(this.#at) ?? 0)
    this.#at += character.length
    return character
  }

  #token(): string {
    const character = this.#take()
    switch (character) {
      case '*':
        if (this.#glob.charAt(this.#at) !== '*') return `${this.#one}*`
        this.#at++
        return '.*'
      case '?':
        return this.#one
      case '[':
        return this.#class()
      case '{':
        this.#depth++
        return '(?:'
      case '\\':
        if (this.#at >= this.#glob.length) throw this.#error('trailing backslash')
        return quoteMeta(this.#take())
      default:
        if (this.#depth > 0 && character === ',') return '|'
        if (this.#depth > 0 && character === '}') {
          this.#depth--
          return ')'
        }
        return quoteMeta(character)
    }
  }

  #class(): string {
    const not = this.#glob.charAt(this.#at) === '!'
    if (not) this.#at++
    if (this.#at >= this.#glob.length) throw this.#error('unexpected end of input')
    const start = this.#at
    const low = this.#take()
    const open = not ? '[^' : '['
    if (this.#glob.charAt(this.#at) === '-') {
      this.#at++
      if (this.#at >= this.#glob.length) throw this.#error('unexpected end of input')
      const high = this.#take()
      this.#close()
      if ((high.codePointAt(0) ?? 0) < (low.codePointAt(0) ?? 0)) {
        throw this.#error('range hi character is less than lo')
      }
      return `${open}${quoteClass(low)}-${quoteClass(high)}]`
    }
    this.#at = start
    const members = this.#members()
    if (members === '') throw this.#error('could not parse range')
    this.#close()
    return `${open}${quoteClass(members)}]`
  }

  #members(): string {
    let members = ''
    while (this.#at < this.#glob.length && this.#glob.charAt(this.#at) !== ']') {
      const character = this.#take()
      if (character !== '\\') members += character
      else if (this.#at >= this.#glob.length) throw this.#error('trailing backslash')
      else members += this.#take()
    }
    return members
  }

  #close(): void {
    if (this.#at >= this.#glob.length) throw this.#error('unexpected end of input')
    if (this.#take() !== ']') throw this.#error('expected close range character')
  }
}

function quoteClass(characters: string): string {
  return characters.replace(/[\\^\-[\]]/g, '\\$&')
}
