/** Colours for Rego source: keywords, strings, numbers, comments. */

import { StreamLanguage } from '@codemirror/language'

const keywords = new Set(
  'package import as default if else contains every some in not with true false null set'.split(
    ' ',
  ),
)
const atoms = new Set(['true', 'false', 'null'])

interface RegoState {
  isInRaw: boolean
}

export const regoLanguage = StreamLanguage.define<RegoState>({
  name: 'rego',
  startState: () => ({ isInRaw: false }),
  token(stream, state) {
    if (state.isInRaw) {
      state.isInRaw = !stream.skipTo('`')
      if (state.isInRaw) stream.skipToEnd()
      else stream.next()
      return 'string'
    }
    if (stream.eatSpace()) return null
    if (stream.match(/#.*/)) return 'comment'
    if (stream.match(/"(?:[^"\\]|\\.)*"?/)) return 'string'
    if (stream.eat('`')) {
      state.isInRaw = true
      return 'string'
    }
    if (stream.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/)) return 'number'
    const word = stream.match(/[A-Za-z_]\w*/)
    if (word && word !== true) {
      const [name] = word
      if (atoms.has(name)) return 'atom'
      if (keywords.has(name)) return 'keyword'
      return name === 'input' || name === 'data' ? 'variableName.standard' : null
    }
    if (stream.match(/:=|==|!=|<=|>=|[=<>+*/%&|-]/)) return 'operator'
    stream.next()
    return null
  },
})
