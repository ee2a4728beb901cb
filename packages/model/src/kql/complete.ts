/** Says what may stand at the cursor of a query that is being written, for completion. */

import { canonicalField } from './fields.ts'
import { type KqlToken, tokenize } from './lexer.ts'
import { parseKql } from './parse.ts'
import { quoteKqlWhereNeeded } from './quote.ts'
import { KqlError } from './syntax.ts'

export type KqlExpectation = 'field' | 'operator' | 'value' | 'conjunction'

export interface KqlCompletion {
  /** Most likely first. */
  expects: KqlExpectation[]
  /** What a chosen field or value replaces; both are the cursor where nothing is written yet. */
  from: number
  to: number
  /** The text before the cursor that a suggestion has to hold, without quotes and escapes. */
  prefix: string
  /** The field whose operator or value is asked for. */
  field: string | undefined
  /** Inside of `field:( ... )`, where values follow each other with `or`. */
  isInList: boolean
  /** The query without the part at the cursor, for counting; empty where that does not parse. */
  rest: string
}

interface Frame {
  kind: 'group' | 'list' | 'nested'
  field: string | undefined
}

interface State {
  frames: Frame[]
  expects: 'operand' | 'name' | 'value' | 'done'
  field: string | undefined
  /** Where the expression at hand began. */
  start: number
}

export function completeKql(text: string, cursor: number): KqlCompletion {
  const at = Math.max(0, Math.min(cursor, text.length))
  const tokens = tokenize(text).filter((token) => token.start < at)
  const last = tokens.at(-1)
  const isTouching = last?.kind === 'value' && (at <= last.end || !isEnded(last))
  const state = readState(isTouching ? tokens.slice(0, -1) : tokens)
  const inside = isTouching ? last : undefined
  const start = state.expects === 'operand' ? (inside?.start ?? at) : state.start
  const frame = state.frames.at(-1)
  return {
    expects: expectations(state, frame),
    ...continuation({ inside, at }),
    field: fieldOf(state),
    isInList: frame?.kind === 'list',
    rest: withoutPart(text, start, inside ? Math.max(inside.end, at) : at),
  }
}

/** A quote that is not closed goes on to the end, spaces included. */
function isEnded(token: KqlToken & { kind: 'value' }): boolean {
  return token.isClosed
}

function expectations(state: State, frame: Frame | undefined): KqlExpectation[] {
  switch (state.expects) {
    case 'operand':
      return frame?.kind === 'list' ? ['value'] : ['field']
    case 'name':
      return ['operator', 'conjunction']
    case 'value':
      return ['value']
    case 'done':
      return ['conjunction']
  }
}

function fieldOf({ expects, frames, field }: State): string | undefined {
  const frame = frames.at(-1)
  const isOwn = expects === 'value' || expects === 'name'
  const name = isOwn ? field : frame?.kind === 'list' ? frame.field : undefined
  const path = frames.filter((it) => it.kind === 'nested').map((it) => it.field)
  return name === undefined ? undefined : canonicalField([...path, name].join('.'))
}

interface Place {
  inside: (KqlToken & { kind: 'value' }) | undefined
  at: number
}

function continuation({ inside, at }: Place) {
  if (inside) {
    return { from: inside.start, to: Math.max(inside.end, at), prefix: prefixOf(inside, at) }
  }
  return { from: at, to: at, prefix: '' }
}

function prefixOf(token: KqlToken & { kind: 'value' }, at: number): string {
  const { value } = token
  const text = value.kind === 'pattern' ? value.segments.join('*') : String(value.value)
  const hidden = Math.max(0, token.end - at - (token.isClosed && isQuotedToken(token) ? 1 : 0))
  return hidden === 0 ? text : text.slice(0, Math.max(0, text.length - hidden))
}

function isQuotedToken(token: KqlToken & { kind: 'value' }): boolean {
  return token.value.kind === 'literal' && token.value.isQuoted
}

function textOf(token: KqlToken & { kind: 'value' }): string {
  return token.value.kind === 'pattern' ? token.value.segments.join('*') : String(token.value.value)
}

function readState(tokens: readonly KqlToken[]): State {
  const state: State = { frames: [], expects: 'operand', field: undefined, start: 0 }
  for (const token of tokens) step(state, token)
  return state
}

function step(state: State, token: KqlToken): void {
  const frame = state.frames.at(-1)
  switch (token.kind) {
    case 'value':
      if (state.expects === 'operand' && frame?.kind !== 'list') {
        state.start = token.start
        state.field = textOf(token)
        state.expects = 'name'
      } else state.expects = 'done'
      break
    case ':':
    case '<':
    case '<=':
    case '>':
    case '>=':
      state.expects = 'value'
      break
    case '(':
      state.frames.push({
        kind: state.expects === 'value' || frame?.kind === 'list' ? 'list' : 'group',
        field: state.field ?? frame?.field,
      })
      state.expects = 'operand'
      break
    case '{':
      state.frames.push({ kind: 'nested', field: state.field })
      state.expects = 'operand'
      break
    case ')':
    case '}':
      state.frames.pop()
      state.expects = 'done'
      break
    case 'and':
    case 'or':
    case 'not':
      state.expects = 'operand'
      break
    case 'bad':
      break
  }
}

/** The part goes, and with it the conjunction that joined it. */
function withoutPart(text: string, start: number, end: number): string {
  const before = text.slice(0, start).replace(/(?:^|\s)(?:(?:and|or|not)\s+)*$/i, '')
  const after = text.slice(end)
  const joined =
    before.trim() === '' ? after.replace(/^\s*(?:and|or)\s/i, '') : `${before} ${after}`
  const rest = joined.trim()
  try {
    parseKql(rest)
    return rest
  } catch (error) {
    if (error instanceof KqlError) return ''
    throw error
  }
}

/** What to insert for a chosen value: quoted where it needs to be. */
export function insertKqlValue(value: string): string {
  return quoteKqlWhereNeeded(value)
}
