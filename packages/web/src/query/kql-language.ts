/** Colours for KQL as it is typed, also where it does not parse yet. */

import { StreamLanguage } from '@codemirror/language'

interface KqlState {
  /** Behind a `:` or a comparison comes a value. */
  isValue: boolean
  /** Open parentheses of a list of values. */
  listDepth: number
}

const wordPattern = /^(?:\\.|[^\s\\():<>"*{}])+/

export const kqlLanguage = StreamLanguage.define<KqlState>({
  name: 'kql',
  startState: () => ({ isValue: false, listDepth: 0 }),
  token(stream, state) {
    if (stream.eatSpace()) return null
    if (stream.match(/^(?:and|or|not)(?=[\s(]|$)/i)) {
      if (state.listDepth === 0) state.isValue = false
      return 'keyword'
    }
    if (stream.match(/^(?::|<=|>=|<|>)/)) {
      state.isValue = true
      return 'operator'
    }
    if (stream.match(/^[(){}]/)) {
      const bracket = stream.current()
      if (bracket === '(' && state.isValue) state.listDepth += 1
      if (bracket === ')' && state.listDepth > 0) state.listDepth -= 1
      if (bracket === '{') state.isValue = false
      return 'bracket'
    }
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return isField(stream) ? 'propertyName' : 'string'
    if (stream.eat('*')) return 'operator'
    if (!stream.match(wordPattern)) {
      stream.next()
      return null
    }
    if (state.isValue) return 'string'
    return isField(stream) ? 'propertyName' : 'string'
  },
})

/** What an operator follows is a field. */
function isField(stream: { match(pattern: RegExp, consume: boolean): unknown }): boolean {
  return Boolean(stream.match(/^\s*(?::|<=|>=|<|>)/, false))
}
