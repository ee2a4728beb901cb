/** What may be written at the cursor of a query: a field, an operator, a value, a conjunction. */

import { type KqlToken, tokenizeKql } from '@evenkeel/model'

export type CompletionPlace =
  /** `path` is set inside of `path:{ ... }`, where names are relative. */
  | { kind: 'field'; from: number; typed: string; path: string | undefined }
  | { kind: 'operator'; from: number; field: string }
  | { kind: 'value'; from: number; typed: string; field: string; isInList: boolean }
  | { kind: 'conjunction'; from: number; typed: string }

interface Walk {
  expected: 'operand' | 'operator' | 'value' | 'conjunction'
  /** The field that a value belongs to; before its operator, what may be one. */
  field: string
  /** Open brackets: the field of a list of values, a nested path, or plain. */
  brackets: { list?: string; path?: string }[]
}

export function completionPlace(text: string, cursor: number): CompletionPlace {
  const tokens = tokenizeKql(text.slice(0, cursor))
  const last = tokens.at(-1)
  const isTyping = last?.kind === 'value' && (last.end === cursor || !last.isClosed)
  const walk: Walk = { expected: 'operand', field: '', brackets: [] }
  for (const token of isTyping ? tokens.slice(0, -1) : tokens) step(walk, token)
  if (isTyping && last) return placeOf(walk, last.start, text.slice(last.start, cursor))
  return placeOf(walk, cursor, '')
}

function step(walk: Walk, token: KqlToken): void {
  switch (token.kind) {
    case '(':
      walk.brackets.push(walk.expected === 'value' ? { list: walk.field } : {})
      return
    case '{':
      walk.brackets.push({ path: walk.field })
      walk.expected = 'operand'
      return
    case ')':
    case '}':
      walk.brackets.pop()
      walk.expected = 'conjunction'
      return
    case 'and':
    case 'or':
    case 'not': {
      const list = walk.brackets.at(-1)?.list
      walk.expected = list === undefined ? 'operand' : 'value'
      walk.field = list ?? ''
      return
    }
    case 'value':
      if (walk.expected === 'value') walk.expected = 'conjunction'
      else {
        walk.field = valueText(token)
        walk.expected = 'operator'
      }
      return
    case 'bad':
      return
    default:
      walk.expected = 'value'
  }
}

function placeOf(walk: Walk, from: number, typed: string): CompletionPlace {
  const { expected, field, brackets } = walk
  if (expected === 'value') {
    return { kind: 'value', from, typed, field, isInList: brackets.at(-1)?.list !== undefined }
  }
  if (expected === 'operator') return { kind: 'operator', from, field }
  if (expected === 'conjunction') return { kind: 'conjunction', from, typed }
  return { kind: 'field', from, typed, path: brackets.findLast((it) => it.path)?.path }
}

function valueText(token: KqlToken & { kind: 'value' }): string {
  const { value } = token
  return value.kind === 'pattern' ? value.segments.join('*') : String(value.value)
}
