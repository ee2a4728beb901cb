/** Go's text/template, parsed: text with actions between double braces. */

import { BuiltinError } from './builtin.ts'

export type Expression =
  | { readonly kind: 'dot' | 'nil' }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'integer' | 'float'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'field'; readonly names: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string; readonly names: readonly string[] }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline; readonly names: readonly string[] }

export interface Pipeline {
  /** The variables that take the value, or a key and a value in `range`. */
  readonly variables: readonly string[]
  readonly isDeclaration: boolean
  /** Each command is applied to the result of the one before. */
  readonly commands: readonly (readonly Expression[])[]
}

export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipeline: Pipeline }
  | {
      readonly kind: 'if' | 'range' | 'with'
      readonly pipeline: Pipeline
      readonly body: readonly TemplateNode[]
      readonly otherwise: readonly TemplateNode[]
    }
  | { readonly kind: 'template'; readonly name: string; readonly pipeline: Pipeline | undefined }
  | { readonly kind: 'break' | 'continue' }

export interface Template {
  readonly body: readonly TemplateNode[]
  readonly definitions: ReadonlyMap<string, readonly TemplateNode[]>
}

type Piece = { readonly text: string } | { readonly action: string }

function failure(reason: string): BuiltinError {
  return new BuiltinError(`template: template:1: ${reason}`)
}

/** Divides a template into text and actions; `{{-` and `-}}` take the spaces before and behind. */
function divide(source: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  let trims = false
  for (;;) {
    const open = source.indexOf('{{', at)
    let text = source.slice(at, open < 0 ? undefined : open)
    if (trims) text = text.replace(/^[ \t\r\n]+/, '')
    const trimsBefore = open >= 0 && /^-[ \t\r\n]/.test(source.slice(open + 2, open + 4))
    if (trimsBefore) text = text.replace(/[ \t\r\n]+$/, '')
    if (text !== '') pieces.push({ text })
    if (open < 0) return pieces
    const start = open + (trimsBefore ? 3 : 2)
    const end = endOfAction(source, start)
    const inner = source.slice(start, end)
    trims = /[ \t\r\n]-$/.test(inner)
    pieces.push({ action: trims ? inner.slice(0, -1) : inner })
    at = end + 2
  }
}

function endOfAction(source: string, start: number): number {
  if (/^\s*\/\*/.test(source.slice(start))) {
    const close = source.indexOf('*/', start)
    const end = source.indexOf('}}', close)
    if (close < 0 || end < 0) throw failure('unclosed comment')
    return end
  }
  const token = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\}\}|\n?./gsy
  token.lastIndex = start
  for (let match = token.exec(source); match !== null; match = token.exec(source)) {
    if (match[0] === '}}') return match.index
  }
  throw failure('unclosed action')
}

export function parseTemplate(source: string): Template {
  return new Parser(divide(source)).parse()
}

/** How deep blocks and parentheses may stand in each other. */
const depthMax = 200

class Parser {
  readonly #pieces: readonly Piece[]
  readonly #definitions = new Map<string, readonly TemplateNode[]>()
  #at = 0
  #depth = 0
  #loops = 0

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces
  }

  parse(): Template {
    const { body, end } = this.#list()
    if (end !== undefined) throw failure(`unexpected {{${end}}}`)
    return { body, definitions: this.#definitions }
  }

  /** The nodes up to an `end` or `else` that belongs to none of them. */
  #list(): { body: TemplateNode[]; end: string | undefined } {
    if (++this.#depth > depthMax) throw failure('blocks are nested too deeply')
    const body: TemplateNode[] = []
    while (this.#at < this.#pieces.length) {
      const piece = this.#pieces[this.#at++]
      if (piece === undefined) break
      if ('text' in piece) {
        body.push({ kind: 'text', text: piece.text })
        continue
      }
      const action = piece.action.trim()
      if (/^(?:end|else)\b/.test(action)) {
        this.#depth--
        return { body, end: action }
      }
      const node = this.#action(action)
      if (node !== undefined) body.push(node)
    }
    this.#depth--
    return { body, end: undefined }
  }

  #action(action: string): TemplateNode | undefined {
    if (action.startsWith('/*')) return undefined
    const [, word = '', rest = ''] = /^([a-z]+)\b(.*)$/s.exec(action) ?? []
    switch (word) {
      case 'if':
      case 'with':
      case 'range':
        return this.#block(word, rest)
      case 'define':
      case 'block':
        return this.#define(word, rest)
      case 'template': {
        const { name, behind } = nameIn(rest)
        const pipeline = behind === '' ? undefined : parsePipeline(behind)
        return { kind: 'template', name, pipeline }
      }
      case 'break':
      case 'continue':
        if (rest.trim() !== '') break
        if (this.#loops === 0) throw failure(`{{${word}}} outside {{range}}`)
        return { kind: word }
      default:
    }
    return { kind: 'action', pipeline: parsePipeline(action) }
  }

  #block(kind: 'if' | 'range' | 'with', condition: string): TemplateNode {
    const pipeline = parsePipeline(condition)
    if (kind === 'range') this.#loops++
    const { body, end } = this.#list()
    if (kind === 'range') this.#loops--
    if (end === undefined) throw failure('unexpected EOF')
    const chained = /^else\s+(if|with)\b(.*)$/s.exec(end)
    if (chained !== null) {
      const next = this.#block(chained[1] === 'if' ? 'if' : 'with', chained[2] ?? '')
      return { kind, pipeline, body, otherwise: [next] }
    }
    if (end !== 'else') return { kind, pipeline, body, otherwise: [] }
    const other = this.#list()
    if (other.end !== 'end') throw failure('expected end; found else')
    return { kind, pipeline, body, otherwise: other.body }
  }

  #define(word: string, rest: string): TemplateNode | undefined {
    const { name, behind } = nameIn(rest)
    const { body, end } = this.#list()
    if (end !== 'end') throw failure('unexpected EOF')
    this.#definitions.set(name, body)
    if (word === 'define') return undefined
    return { kind: 'template', name, pipeline: parsePipeline(behind) }
  }
}

function nameIn(text: string): { name: string; behind: string } {
  const match = /^\s*("(?:[^"\\\n]|\\.)*"|`[^`]*`)(.*)$/s.exec(text)
  if (match === null) throw failure(`missing name in ${text.trim()}`)
  return { name: unquote(match[1] ?? ''), behind: (match[2] ?? '').trim() }
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

function unquote(text: string): string {
  const inner = text.slice(1, -1)
  if (text.startsWith('`')) return inner
  return inner.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|(.))/gs,
    (_, x?: string, u?: string, wide?: string, octal?: string, letter = '') => {
      const hex = x ?? u ?? wide
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
      return escapes[letter] ?? letter
    },
  )
}

const tokenPattern =
  /\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|:=|\$[\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*|(?:\.[\p{L}_][\p{L}\p{N}_]*)+|[+-]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*)?\.?\d+(?:[eE][+-]?\d+)?)|[\p{L}_][\p{L}\p{N}_]*|[().|,=]/uy

function tokenize(source: string): string[] {
  const tokens: string[] = []
  tokenPattern.lastIndex = 0
  for (let at = 0; at < source.length; at = tokenPattern.lastIndex) {
    tokenPattern.lastIndex = at
    const token = tokenPattern.exec(source)?.[0]
    if (token === undefined) throw failure(`unexpected "${source.charAt(at)}" in command`)
    tokens.push(/^\s/.test(token) ? ' ' : token)
  }
  return tokens
}

function parsePipeline(source: string): Pipeline {
  const tokens = tokenize(source.trim())
  const parser = new PipelineParser(tokens)
  const pipeline = parser.pipeline()
  if (!parser.isAtEnd) throw failure(`unexpected "${parser.peek()}" in operand`)
  return pipeline
}

class PipelineParser {
  readonly #tokens: readonly string[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
  }

  get isAtEnd(): boolean {
    this.#skip()
    return this.#at >= this.#tokens.length
  }

  peek(): string | undefined {
    return this.#tokens[this.#at]
  }

  #skip(): void {
    while (this.peek() === ' ') this.#at++
  }

  pipeline(): Pipeline {
    if (++this.#depth > depthMax) throw failure('parentheses are nested too deeply')
    const { variables, isDeclaration } = this.#variables()
    const commands: Expression[][] = []
    do {
      const command = this.#command()
      if (command.length === 0) throw failure('missing value for command')
      commands.push(command)
      this.#skip()
    } while (this.#take('|'))
    this.#depth--
    return { variables, isDeclaration, commands }
  }

  #take(token: string): boolean {
    if (this.peek() !== token) return false
    this.#at++
    return true
  }

  #variables(): { variables: string[]; isDeclaration: boolean } {
    const text = this.#tokens.slice(this.#at, this.#at + 9).join('')
    const match = /^\s*(\$[\p{L}\p{N}_]*)(?:\s*,\s*(\$[\p{L}\p{N}_]*))?\s*(:?=)/u.exec(text)
    if (match === null) return { variables: [], isDeclaration: false }
    while (this.peek() !== ':=' && this.peek() !== '=') this.#at++
    this.#at++
    const variables = [match[1], match[2]].filter((name) => name !== undefined)
    return { variables, isDeclaration: match[3] === ':=' }
  }

  #command(): Expression[] {
    const operands: Expression[] = []
    for (;;) {
      this.#skip()
      const token = this.peek()
      if (token === undefined || token === '|' || token === ')') return operands
      this.#at++
      operands.push(this.#operand(token))
    }
  }

  #operand(token: string): Expression {
    if (token === '(') {
      const pipeline = this.pipeline()
      this.#skip()
      if (!this.#take(')')) throw failure('unclosed left paren')
      return { kind: 'pipeline', pipeline, names: this.#fields() }
    }
    if (token === '.') return { kind: 'dot' }
    if (/^["`]/.test(token)) return { kind: 'string', value: unquote(token) }
    if (token.startsWith("'")) {
      return { kind: 'integer', value: unquote(token).codePointAt(0) ?? 0 }
    }
    if (token.startsWith('$')) {
      const [name = '', ...names] = token.split('.')
      return { kind: 'variable', name, names }
    }
    if (token.startsWith('.') && !/^\.\d/.test(token)) {
      return { kind: 'field', names: token.slice(1).split('.') }
    }
    if (/^[+-]?[.\d]/.test(token)) return parseNumber(token)
    if (token === 'true' || token === 'false') return { kind: 'boolean', value: token === 'true' }
    if (token === 'nil') return { kind: 'nil' }
    if (/^[\p{L}_]/u.test(token)) return { kind: 'function', name: token }
    throw failure(`unexpected "${token}" in operand`)
  }

  /** Fields directly behind a closing parenthesis. */
  #fields(): string[] {
    const token = this.peek()
    if (token === undefined || !/^\.[\p{L}_]/u.test(token)) return []
    this.#at++
    return token.slice(1).split('.')
  }
}

function parseNumber(token: string): Expression {
  const plain = token.replaceAll('_', '')
  const value = Number(plain.replace(/^\+/, ''))
  if (Number.isNaN(value)) throw failure(`bad number syntax: "${token}"`)
  const isFloat = /[.eE]/.test(plain) && !/^[+-]?0[xX]/.test(plain)
  return { kind: isFloat && !Number.isInteger(value) ? 'float' : 'integer', value }
}
