/** Regular expressions with RE2's syntax, in time linear in the text. */

import { RE2JS, RE2JSException } from 're2js'
import { quote } from '../values/print.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import { globsIntersect } from './glob-intersection.ts'
import { chargeText } from './limits.ts'
import { integerOperand, operand, stringOperand } from './operands.ts'
import { type NativePattern, translatePattern } from './regex-native.ts'

export const regexes: BuiltinTable = {
  'regex.is_valid': [1, isValid],
  'regex.match': [2, match],
  re_match: [2, match],
  'regex.split': [2, split],
  'regex.find_n': [3, findN],
  'regex.find_all_string_submatch_n': [3, findSubmatches],
  'regex.replace': [3, replace],
  'regex.template_match': [4, matchTemplate],
  'regex.globs_match': [
    2,
    (args, context) => globsIntersect(stringOperand(args, 1), stringOperand(args, 2), context),
  ],
}

interface CompiledPattern {
  readonly native: NativePattern | undefined
  re2: RE2JS | undefined
}

/** Compiled patterns are kept across evaluations; the oldest ones make room. */
const cacheSizeMax = 1_000
const cache = new Map<string, CompiledPattern>()
/** A native match may take so many steps at worst, which is under a millisecond. */
const nativeStepsMax = 200_000
/** RE2's time for a text is about that of so many instructions a character. */
const unitsPerCharacter = 2

/** A pattern from the cache or compiled. Throws a `BuiltinError` for a bad one. */
export function compilePattern(pattern: string): CompiledPattern {
  const known = cache.get(pattern)
  if (known !== undefined) return known
  const native = translatePattern(pattern)
  const compiled = { native, re2: native === undefined ? compileRe2(pattern) : undefined }
  const oldest = cache.keys().next()
  if (cache.size >= cacheSizeMax && oldest.done !== true) cache.delete(oldest.value)
  cache.set(pattern, compiled)
  return compiled
}

function compileRe2(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    // Go lets a name stand for several groups.
    const duplicate = /duplicate capture group name: `(.*)`/.exec(error.message)?.[1]
    const named = `(?P<${duplicate}>`
    const last = pattern.lastIndexOf(named)
    if (duplicate === undefined || last < 0) throw new BuiltinError(messageOf(error))
    return compileRe2(`${pattern.slice(0, last)}(${pattern.slice(last + named.length)}`)
  }
}

function messageOf(error: Error): string {
  const isBare = error.message.endsWith('trailing backslash at end of expression')
  return isBare ? `${error.message}: \`\`` : error.message
}

function re2Of(pattern: string): RE2JS {
  const compiled = compilePattern(pattern)
  compiled.re2 ??= compileRe2(pattern)
  return compiled.re2
}

/** Whether a pattern matches somewhere in a text. Throws a `BuiltinError` for a bad pattern. */
export function testPattern(pattern: string, text: string, context: BuiltinContext): boolean {
  const compiled = compilePattern(pattern)
  const native = compiled.native
  if (native !== undefined) {
    const steps = native.ways * (text.length + 1) ** native.degree
    if (steps <= nativeStepsMax) {
      context.charge(1 + (text.length >> 4))
      return native.expression.test(text)
    }
  }
  context.charge(1 + (text.length + pattern.length) * unitsPerCharacter)
  return re2Of(pattern).test(text)
}

function isValid(args: readonly Value[]): boolean {
  const pattern = operand(args, 1)
  if (typeof pattern !== 'string') return false
  try {
    compilePattern(pattern)
    return true
  } catch (error) {
    if (error instanceof BuiltinError) return false
    throw error
  }
}

function match(args: readonly Value[], context: BuiltinContext): boolean {
  return testPattern(stringOperand(args, 1), stringOperand(args, 2), context)
}

/** Where a match and its groups begin and end; -1 for a group that took no part. */
type Match = readonly number[]

/** The matches from left to right, as Go finds them: none is empty right behind another. */
function findAll(pattern: string, text: string, limit: number, context: BuiltinContext): Match[] {
  const re2 = re2Of(pattern)
  context.charge(1 + text.length * unitsPerCharacter)
  const matcher = re2.matcher(text)
  const groups = re2.groupCount() + 1
  const matches: Match[] = []
  let at = 0
  let lastEnd = -1
  while (at <= text.length && (limit < 0 || matches.length < limit) && matcher.find(at)) {
    context.charge(groups)
    const start = matcher.start()
    const end = matcher.end()
    if (start !== end || start !== lastEnd) {
      matches.push(
        Array.from({ length: groups * 2 }, (_, i) =>
          i % 2 === 0 ? matcher.start(i >> 1) : matcher.end(i >> 1),
        ),
      )
    }
    lastEnd = end
    const wide = end === at && (text.codePointAt(at) ?? 0) > 0xffff
    at = end > at ? end : at + (wide ? 2 : 1)
  }
  return matches
}

function groupOf(text: string, match: Match, group: number): string {
  const start = match[group * 2] ?? -1
  return start < 0 ? '' : text.slice(start, match[group * 2 + 1])
}

function split(args: readonly Value[], context: BuiltinContext): Value {
  const pattern = stringOperand(args, 1)
  const text = stringOperand(args, 2)
  re2Of(pattern)
  if (pattern !== '' && text === '') return ['']
  const parts: string[] = []
  let start = 0
  let end = 0
  for (const match of findAll(pattern, text, -1, context)) {
    end = match[0] ?? 0
    if (match[1] !== 0) parts.push(text.slice(start, end))
    start = match[1] ?? 0
  }
  if (end !== text.length) parts.push(text.slice(start))
  return parts
}

function findN(args: readonly Value[], context: BuiltinContext): Value {
  const text = stringOperand(args, 2)
  const limit = integerOperand(args, 3)
  const matches = findAll(stringOperand(args, 1), text, limit, context)
  return matches.map((match) => groupOf(text, match, 0))
}

function findSubmatches(args: readonly Value[], context: BuiltinContext): Value {
  const text = stringOperand(args, 2)
  const limit = integerOperand(args, 3)
  const matches = findAll(stringOperand(args, 1), text, limit, context)
  return matches.map((match) =>
    Array.from({ length: match.length / 2 }, (_, group) => groupOf(text, match, group)),
  )
}

function replace(args: readonly Value[], context: BuiltinContext): string {
  const text = stringOperand(args, 1)
  const pattern = stringOperand(args, 2)
  const template = parseTemplate(stringOperand(args, 3), re2Of(pattern))
  let result = ''
  let last = 0
  for (const match of findAll(pattern, text, -1, context)) {
    result += text.slice(last, match[0])
    for (const piece of template) {
      result += typeof piece === 'string' ? piece : groupOf(text, match, piece)
    }
    last = match[1] ?? 0
    chargeText(context, result.length - last)
  }
  chargeText(context, result.length)
  return result + text.slice(last)
}

const reference = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))?/gu

/** Texts and numbers of groups: `$1`, `${1}` and `$name`; `$$` is one `$`. */
function parseTemplate(template: string, re2: RE2JS): (string | number)[] {
  const pieces: (string | number)[] = []
  const names = re2.namedGroups()
  let last = 0
  for (const found of template.matchAll(reference)) {
    pieces.push(template.slice(last, found.index))
    last = found.index + found[0].length
    const name = found[1] ?? found[2]
    if (found[0] === '$$') pieces.push('$')
    // A lone `$` stands for itself.
    else if (name === undefined) pieces.push(found[0])
    else if (/^\d+$/.test(name)) {
      const group = Number(name)
      if (group <= re2.groupCount()) pieces.push(group)
    } else if (Object.hasOwn(names, name)) pieces.push(names[name] ?? 0)
  }
  pieces.push(template.slice(last))
  return pieces
}

/** A template is text with patterns between delimiters, such as `urn:foo:{.*}`. */
function matchTemplate(args: readonly Value[], context: BuiltinContext): boolean {
  const template = stringOperand(args, 1)
  const text = stringOperand(args, 2)
  const open = stringOperand(args, 3)
  const close = stringOperand(args, 4)
  if (open.length !== 1) {
    throw new BuiltinError(
      `start delimiter has to be exactly one character long but is ${open.length} long`,
    )
  }
  if (close.length !== 1) {
    throw new BuiltinError(
      `end delimiter has to be exactly one character long but is ${open.length} long`,
    )
  }
  return testPattern(patternOfTemplate(template, open, close), text, context)
}

function patternOfTemplate(template: string, open: string, close: string): string {
  let pattern = '^'
  let depth = 0
  let start = 0
  let end = 0
  const unbalanced = () => new BuiltinError(`unbalanced braces in ${quote(template)}`)
  for (let i = 0; i < template.length; i++) {
    const character = template.charAt(i)
    if (character === open) {
      if (++depth === 1) start = i
    } else if (character === close) {
      if (--depth < 0) throw unbalanced()
      if (depth > 0) continue
      const inner = template.slice(start + 1, i)
      compilePattern(`^${inner}$`)
      pattern += `${quoteMeta(template.slice(end, start))}(${inner})`
      end = i + 1
    }
  }
  if (depth !== 0) throw unbalanced()
  return `${pattern}${quoteMeta(template.slice(end))}$`
}

/** A text as the pattern that matches it alone. */
export function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}
