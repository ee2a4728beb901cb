/** Go's fmt.Sprintf for the values that OPA hands to it. */

import { doubleOf, integerOf, isWrittenAsFloat, RegoNumber } from '../values/number.ts'
import { printValue } from '../values/print.ts'
import type { Value } from '../values/value.ts'
import type { BuiltinContext } from './builtin.ts'
import { chargeText } from './limits.ts'
import { arrayOperand, stringOperand } from './operands.ts'
import { type Argument, clearFlags, type Flags, printArgument, typeOf } from './verbs.ts'

/** Go takes no width, precision or argument number beyond this. */
const numberMax = 1_000_000

export function sprintf(args: readonly Value[], context: BuiltinContext): string {
  const format = stringOperand(args, 1)
  const values = arrayOperand(args, 2)
  const text =
    printPlain(format, values) ?? new Printer(format, values.map(argumentOf), context).print()
  chargeText(context, text.length)
  return text
}

/** A format of nothing but `%s`, `%v` and `%d`: the texts between them, and the verbs. */
interface PlainFormat {
  readonly texts: readonly string[]
  readonly verbs: readonly string[]
}

/** Formats are kept across evaluations; the oldest ones make room. */
const cacheSizeMax = 1_000
const cache = new Map<string, PlainFormat | undefined>()
const onlyPlainVerbs = /^[^%]*(?:%[svd][^%]*)*$/

function plainFormatOf(format: string): PlainFormat | undefined {
  if (cache.has(format)) return cache.get(format)
  let plain: PlainFormat | undefined
  if (onlyPlainVerbs.test(format)) {
    const pieces = format.split(/%([svd])/)
    plain = {
      texts: pieces.filter((_, i) => i % 2 === 0),
      verbs: pieces.filter((_, i) => i % 2 === 1),
    }
  }
  const oldest = cache.keys().next()
  if (cache.size >= cacheSizeMax && oldest.done !== true) cache.delete(oldest.value)
  cache.set(format, plain)
  return plain
}

/** The common formats, as long as each verb has an argument that it fits. */
function printPlain(format: string, values: readonly Value[]): string | undefined {
  const plain = plainFormatOf(format)
  if (plain === undefined || plain.verbs.length !== values.length) return undefined
  let text = plain.texts[0] ?? ''
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as Value
    const verb = plain.verbs[i]
    if (typeof value === 'string') {
      if (verb === 'd') return undefined
      text += value
    } else if (typeof value === 'number') {
      if (verb === 's' || !Number.isSafeInteger(value)) return undefined
      text += value
    } else if (verb === 'd' || value instanceof RegoNumber) return undefined
    else text += printValue(value)
    text += plain.texts[i + 1]
  }
  return text
}

const minInt64 = -(2n ** 63n)
const maxInt64 = 2n ** 63n - 1n

/** Numbers become an int64, a big integer or a double; all but strings the text of their term. */
function argumentOf(value: Value): Argument {
  if (typeof value === 'string') return { kind: 'string', value }
  if (typeof value !== 'number' && !(value instanceof RegoNumber)) {
    return { kind: 'string', value: printValue(value) }
  }
  // A number written with a point or an exponent is a float to OPA, be it whole or not.
  const integer = isWrittenAsFloat(value) ? undefined : integerOf(value)
  if (integer !== undefined) {
    return { kind: integer < minInt64 || integer > maxInt64 ? '*big.Int' : 'int64', value: integer }
  }
  const double = doubleOf(value)
  if (Number.isFinite(double)) return { kind: 'float64', value: double }
  return { kind: 'string', value: String(value) }
}

/** Goes through the format once, as Go does, mistakes included. */
class Printer {
  readonly #format: string
  readonly #args: readonly Argument[]
  readonly #context: BuiltinContext
  #text = ''
  #at = 0
  #argument = 0
  #afterIndex = false
  #reordered = false
  #goodIndex = true
  #flags: Flags = clearFlags()

  constructor(format: string, args: readonly Argument[], context: BuiltinContext) {
    this.#format = format
    this.#args = args
    this.#context = context
  }

  print(): string {
    for (;;) {
      const percent = this.#format.indexOf('%', this.#at)
      this.#text += this.#format.slice(this.#at, percent < 0 ? undefined : percent)
      if (percent < 0) break
      this.#at = percent + 1
      this.#goodIndex = true
      this.#afterIndex = false
      this.#readFlags()
      this.#readIndex()
      this.#readWidth()
      this.#readPrecision()
      if (!this.#afterIndex) this.#readIndex()
      if (this.#at >= this.#format.length) {
        this.#text += '%!(NOVERB)'
        break
      }
      this.#printVerb()
    }
    if (!this.#reordered && this.#argument < this.#args.length) this.#printExtra()
    return this.#text
  }

  #readFlags(): void {
    this.#flags = clearFlags()
    for (; ; this.#at++) {
      switch (this.#format.charAt(this.#at)) {
        case '#':
          this.#flags.sharp = true
          break
        case '0':
          this.#flags.zero = true
          break
        case '+':
          this.#flags.plus = true
          break
        case '-':
          this.#flags.minus = true
          break
        case ' ':
          this.#flags.space = true
          break
        default:
          return
      }
    }
  }

  /** `[3]` names the argument to print next. */
  #readIndex(): void {
    this.#afterIndex = false
    if (this.#format.charAt(this.#at) !== '[') return
    this.#reordered = true
    const close = this.#format.indexOf(']', this.#at + 1)
    if (close < 0 || this.#format.length - this.#at < 3) {
      this.#goodIndex = false
      this.#at++
      return
    }
    const text = this.#format.slice(this.#at + 1, close)
    this.#at = close + 1
    const index = /^\d+$/.test(text) ? Number(text) : Number.NaN
    const isNumber = index <= numberMax * 10
    if (isNumber && index >= 1 && index <= this.#args.length) this.#argument = index - 1
    else this.#goodIndex = false
    this.#afterIndex = isNumber
  }

  #readWidth(): void {
    if (this.#format.charAt(this.#at) === '*') {
      this.#at++
      const width = this.#readStar()
      if (width === undefined) this.#text += '%!(BADWIDTH)'
      else if (width < 0) {
        this.#flags.minus = true
        this.#flags.zero = false
      }
      this.#flags.width = width === undefined ? undefined : Math.abs(width)
      this.#afterIndex = false
      return
    }
    this.#flags.width = this.#readNumber()
    if (this.#afterIndex && this.#flags.width !== undefined) this.#goodIndex = false
  }

  #readPrecision(): void {
    if (this.#format.charAt(this.#at) !== '.' || this.#at + 1 >= this.#format.length) return
    this.#at++
    if (this.#afterIndex) this.#goodIndex = false
    this.#readIndex()
    if (this.#format.charAt(this.#at) === '*') {
      this.#at++
      const precision = this.#readStar()
      this.#flags.precision = precision !== undefined && precision >= 0 ? precision : undefined
      if (this.#flags.precision === undefined) this.#text += '%!(BADPREC)'
      this.#afterIndex = false
    } else {
      this.#flags.precision = this.#readNumber() ?? 0
    }
  }

  #readStar(): number | undefined {
    const argument = this.#args[this.#argument]
    if (argument === undefined) return undefined
    this.#argument++
    if (argument.kind !== 'int64') return undefined
    const number = Number(argument.value)
    return Math.abs(number) > numberMax ? undefined : number
  }

  #readNumber(): number | undefined {
    const start = this.#at
    while (/\d/.test(this.#format.charAt(this.#at))) this.#at++
    if (this.#at === start) return undefined
    const number = Number(this.#format.slice(start, this.#at))
    if (number <= numberMax * 10 + 9) return number
    // Go gives up on the rest of the format.
    this.#at = this.#format.length
    return undefined
  }

  #printVerb(): void {
    const verb = String.fromCodePoint(this.#format.codePointAt(this.#at) ?? 0)
    this.#at += verb.length
    const argument = this.#args[this.#argument]
    if (verb === '%') this.#text += '%'
    else if (!this.#goodIndex) this.#text += `%!${verb}(BADINDEX)`
    else if (argument === undefined) this.#text += `%!${verb}(MISSING)`
    else {
      chargeText(this.#context, (this.#flags.width ?? 0) + (this.#flags.precision ?? 0))
      this.#text += printArgument(argument, verb, this.#flags)
      chargeText(this.#context, this.#text.length)
      this.#argument++
    }
  }

  #printExtra(): void {
    const rest = this.#args.slice(this.#argument)
    const flags = clearFlags()
    const texts = rest.map((arg) => `${typeOf(arg)}=${printArgument(arg, 'v', flags)}`)
    this.#text += `%!(EXTRA ${texts.join(', ')})`
  }
}
