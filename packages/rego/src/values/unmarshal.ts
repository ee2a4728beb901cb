/** JSON text into values: numbers keep their digits, and mistakes get Go's wording. */

import { depthMax, fromJson } from './json.ts'
import { parseNumber } from './number.ts'
import { quote } from './print.ts'
import { toWellFormed } from './strings.ts'
import type { Value } from './value.ts'

/** Why a text is not JSON, in the words of Go's encoding/json. */
export class JsonError extends Error {}

/** Numbers that `JSON.parse` may not keep, and escaped surrogates, which may be lone. */
const needsCare = /[\d.]{16}|\d[eE]|-0|\\u[dD]/

/** Parses one JSON text. Throws a `JsonError`. */
export function unmarshal(text: string): Value {
  if (!needsCare.test(text)) {
    try {
      return fromJson(JSON.parse(text))
    } catch (error) {
      // The parser below says in Go's words what is wrong.
      if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error
    }
  }
  return new Parser(text).parse()
}

const spaces = /[ \t\r\n]*/y
const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const stringToken = /"[^"\\]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\]*)*"/y

class Parser {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  parse(): Value {
    const value = this.#value(0, 'looking for beginning of value')
    this.#skip()
    if (this.#at < this.#text.length) throw this.#unexpected('after top-level value')
    return value
  }

  #value(depth: number, expectation: string): Value {
    this.#skip()
    if (depth > depthMax) throw new JsonError('exceeded max depth')
    switch (this.#text.charAt(this.#at)) {
      case '{':
        return this.#object(depth + 1)
      case '[':
        return this.#array(depth + 1)
      case '"':
        return this.#string()
      case 't':
        return this.#word('true', true)
      case 'f':
        return this.#word('false', false)
      case 'n':
        return this.#word('null', null)
      default:
        return this.#number(expectation)
    }
  }

  #array(depth: number): Value {
    const items: Value[] = []
    this.#at++
    this.#skip()
    if (this.#take(']')) return items
    for (;;) {
      items.push(this.#value(depth, 'looking for beginning of value'))
      this.#skip()
      if (this.#take(']')) return items
      if (!this.#take(',')) throw this.#unexpected('after array element')
    }
  }

  #object(depth: number): Value {
    const object: Record<string, Value> = Object.create(null)
    this.#at++
    this.#skip()
    if (this.#take('}')) return object
    for (;;) {
      this.#skip()
      if (this.#text.charAt(this.#at) !== '"') {
        throw this.#unexpected('looking for beginning of object key string')
      }
      const key = this.#string()
      this.#skip()
      if (!this.#take(':')) throw this.#unexpected('after object key')
      object[key] = this.#value(depth, 'looking for beginning of value')
      this.#skip()
      if (this.#take('}')) return object
      if (!this.#take(',')) throw this.#unexpected('after object key:value pair')
    }
  }

  #string(): string {
    const start = this.#at
    const token = this.#match(stringToken)
    try {
      if (token !== undefined) return toWellFormed(JSON.parse(token))
    } catch (error) {
      // A control character stands in the string.
      if (!(error instanceof SyntaxError)) throw error
    }
    this.#at = start
    throw this.#badString()
  }

  #number(expectation: string): Value {
    const token = this.#match(numberToken)
    if (token === undefined) {
      if (this.#text.charAt(this.#at) !== '-') throw this.#unexpected(expectation)
      this.#at++
      throw this.#unexpected('in numeric literal')
    }
    const value = parseNumber(token)
    if (value === undefined) throw new JsonError('invalid number: number too big')
    return value
  }

  #word(word: string, value: Value): Value {
    for (let i = 1; i < word.length; i++) {
      if (this.#text.charAt(this.#at + i) === word.charAt(i)) continue
      this.#at += i
      throw this.#unexpected(`in literal ${word} (expecting '${word.charAt(i)}')`)
    }
    this.#at += word.length
    return value
  }

  #skip(): void {
    spaces.lastIndex = this.#at
    spaces.test(this.#text)
    this.#at = spaces.lastIndex
  }

  #take(character: string): boolean {
    if (this.#text.charAt(this.#at) !== character) return false
    this.#at++
    return true
  }

  #match(token: RegExp): string | undefined {
    token.lastIndex = this.#at
    const match = token.exec(this.#text)
    if (match === null) return undefined
    this.#at = token.lastIndex
    return match[0]
  }

  #badString(): JsonError {
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const character = this.#text.charAt(this.#at)
      if (character < ' ') return this.#unexpected('in string literal')
      if (character !== '\\') continue
      this.#at++
      const escaped = this.#text.charAt(this.#at)
      if (escaped !== 'u' && !'"\\/bfnrt'.includes(escaped)) {
        return this.#unexpected('in string escape code')
      }
      if (escaped === 'u' && !/^[\da-fA-F]{4}/.test(this.#text.slice(this.#at + 1))) {
        while (/[\da-fA-F]/.test(this.#text.charAt(++this.#at)));
        return this.#unexpected('in \\u hexadecimal character escape')
      }
    }
    return this.#unexpected('in string literal')
  }

  #unexpected(where: string): JsonError {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0)
    if (this.#at >= this.#text.length) return new JsonError('unexpected end of JSON input')
    return new JsonError(`invalid character ${quoteCharacter(character)} ${where}`)
  }
}

function quoteCharacter(character: string): string {
  if (character === "'") return `'\\''`
  if (character === '"') return `'"'`
  return `'${quote(character).slice(1, -1)}'`
}
