/** Simple RE2 patterns as JavaScript's own, where backtracking cannot take long. */

/**
 * A pattern that JavaScript tests as RE2 would, in at most `ways * (length + 1)^degree` steps.
 * It tells whether there is a match and not which.
 */
export interface NativePattern {
  readonly expression: RegExp
  readonly ways: number
  readonly degree: number
}

/** Patterns with more ways through their fixed part are left to RE2. */
const waysMax = 1_000
const repeatMax = 1_000
/** How deep groups may stand in each other. */
const depthMax = 50

/** The native form of a pattern; undefined for one that needs more than this subset. */
export function translatePattern(pattern: string): NativePattern | undefined {
  const flags = /^\(\?([is]+)\)/.exec(pattern)
  const translator = new Translator(
    flags === null ? pattern : pattern.slice(flags[0].length),
    flags?.[1]?.includes('i') ?? false,
    flags?.[1]?.includes('s') ?? false,
  )
  const result = translator.translate()
  if (result === undefined) return undefined
  const anchored = result.source.startsWith('^') && !result.hasAlternatives
  return {
    expression: new RegExp(result.source, translator.ignoreCase ? 'iu' : 'u'),
    ways: result.ways,
    degree: result.loops + (anchored ? 0 : 1),
  }
}

/** A part of a pattern: its source, and what it costs to go through. */
interface Part {
  readonly source: string
  /** In how many ways its bounded repetitions and alternatives may be taken. */
  readonly ways: number
  /** How many unbounded repetitions it has. */
  readonly loops: number
  readonly hasAlternatives?: boolean
  /** Neither a group nor an anchor. */
  readonly isCharacter?: boolean
  readonly isAnchor?: boolean
}

class Unsupported extends Error {}

const syntaxCharacters = /[\\^$.*+?()[\]{}|/]/
const spaces = '\\t\\n\\f\\r '
const controlEscapes = 'tnrfv'
const quantifier = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})(\??)/

class Translator {
  readonly ignoreCase: boolean
  readonly #pattern: string
  readonly #dotAll: boolean
  #at = 0
  #depth = 0

  constructor(pattern: string, ignoreCase: boolean, dotAll: boolean) {
    this.#pattern = pattern
    this.ignoreCase = ignoreCase
    this.#dotAll = dotAll
  }

  translate(): Part | undefined {
    try {
      const part = this.#alternatives()
      return this.#at === this.#pattern.length && part.ways <= waysMax ? part : undefined
    } catch (error) {
      if (error instanceof Unsupported) return undefined
      throw error
    }
  }

  #alternatives(): Part {
    const first = this.#sequence()
    let { source, ways, loops } = first
    let hasAlternatives = false
    while (this.#pattern.charAt(this.#at) === '|') {
      this.#at++
      hasAlternatives = true
      const next = this.#sequence()
      source += `|${next.source}`
      ways += next.ways
      loops = Math.max(loops, next.loops)
    }
    return { source, ways, loops, hasAlternatives }
  }

  #sequence(): Part {
    let source = ''
    let ways = 1
    let loops = 0
    while (this.#at < this.#pattern.length && !'|)'.includes(this.#pattern.charAt(this.#at))) {
      const part = this.#repeated(this.#atom())
      source += part.source
      ways *= part.ways
      loops += part.loops
    }
    return { source, ways, loops }
  }

  #repeated(atom: Part): Part {
    const match = quantifier.exec(this.#pattern.slice(this.#at, this.#at + 16))
    if (match === null) return atom
    this.#at += match[0].length
    if (atom.isAnchor || quantifier.test(this.#pattern.slice(this.#at, this.#at + 16))) {
      throw new Unsupported()
    }
    const [text, sign, low = '', comma, high = ''] = match
    const source = atom.source + text
    if (sign === '?') return { source, ways: atom.ways + 1, loops: atom.loops }
    if (sign !== undefined || (comma !== undefined && high === '')) {
      if (atom.loops > 0 || atom.ways > 1 || Number(low) > repeatMax) throw new Unsupported()
      return { source, ways: 1, loops: atom.loops + 1 }
    }
    const least = Number(low)
    const most = comma === undefined ? least : Number(high)
    if (atom.loops > 0 || most > repeatMax || most < least) throw new Unsupported()
    const ways = (most - least + 1) * atom.ways ** most
    if (ways > waysMax) throw new Unsupported()
    return { source, ways, loops: 0 }
  }

  #atom(): Part {
    const character = this.#take()
    switch (character) {
      case '(':
        return this.#group()
      case '[':
        return this.#class()
      case '.':
        return { source: this.#dotAll ? '[^]' : '[^\\n]', ways: 1, loops: 0, isCharacter: true }
      case '^':
      case '$':
        return { source: character, ways: 1, loops: 0, isAnchor: true }
      case '\\':
        return this.#escape()
      case '*':
      case '+':
      case '?':
        throw new Unsupported()
      default:
        // A brace is a literal unless it reads as a repetition, here of nothing.
        if (quantifier.test(this.#pattern.slice(this.#at - 1, this.#at + 16))) {
          throw new Unsupported()
        }
        return { source: literal(character), ways: 1, loops: 0, isCharacter: true }
    }
  }

  /** The next code point. */
  #take(): string {
    const code = this.#pattern.codePointAt(this.#at)
    if (code === undefined) throw new Unsupported()
    const character = String.fromCodePoint(code)
    this.#at += character.length
    return character
  }

  #group(): Part {
    if (this.#pattern.charAt(this.#at) === '?') {
      if (this.#pattern.charAt(this.#at + 1) !== ':') throw new Unsupported()
      this.#at += 2
    }
    if (++this.#depth > depthMax) throw new Unsupported()
    const inner = this.#alternatives()
    this.#depth--
    if (this.#take() !== ')') throw new Unsupported()
    return { source: `(?:${inner.source})`, ways: inner.ways, loops: inner.loops }
  }

  #escape(): Part {
    const letter = this.#take()
    if (letter === 'b' || letter === 'B') {
      if (this.ignoreCase) throw new Unsupported()
      return { source: `\\${letter}`, ways: 1, loops: 0, isAnchor: true }
    }
    if (letter === 'A') return { source: '^', ways: 1, loops: 0, isAnchor: true }
    if (letter === 'z') return { source: '$', ways: 1, loops: 0, isAnchor: true }
    if (letter === 's') return { source: `[${spaces}]`, ways: 1, loops: 0, isCharacter: true }
    if (letter === 'S') return { source: `[^${spaces}]`, ways: 1, loops: 0, isCharacter: true }
    return { source: this.#escapedCharacter(letter, 'dDwW'), ways: 1, loops: 0, isCharacter: true }
  }

  #escapedCharacter(letter: string, classes: string, inClass = false): string {
    if (classes.includes(letter)) {
      if (this.ignoreCase) throw new Unsupported()
      return `\\${letter}`
    }
    if (controlEscapes.includes(letter)) return `\\${letter}`
    // RE2 takes an escaped sign for itself, and has other meanings for letters and digits.
    if (/^[!-/:-@[-`{-~]$/.test(letter)) return literal(letter, inClass)
    throw new Unsupported()
  }

  #class(): Part {
    let source = '['
    if (this.#pattern.charAt(this.#at) === '^') {
      source += '^'
      this.#at++
    }
    for (let isFirst = true; ; isFirst = false) {
      const character = this.#take()
      if (character === ']' && !isFirst) break
      if (character === '[' && this.#pattern.charAt(this.#at) === ':') throw new Unsupported()
      const low = this.#member(character)
      source += low
      if (this.#pattern.charAt(this.#at) !== '-') continue
      const next = this.#pattern.charAt(this.#at + 1)
      if (next === ']') continue
      this.#at++
      const high = this.#member(this.#take())
      if (/^\\[dDwW]|^\\t\\n/.test(low) || /^\\[dDwW]|^\\t\\n/.test(high)) throw new Unsupported()
      source += `-${high}`
    }
    return { source: `${checked(source)}]`, ways: 1, loops: 0, isCharacter: true }
  }

  #member(character: string): string {
    if (character !== '\\') return literal(character, true)
    const letter = this.#take()
    return letter === 's' ? spaces : this.#escapedCharacter(letter, 'dw', true)
  }
}

/** A range out of order is RE2's to report. */
function checked(source: string): string {
  try {
    new RegExp(`${source}]`, 'u')
    return source
  } catch (error) {
    if (error instanceof SyntaxError) throw new Unsupported()
    throw error
  }
}

function literal(character: string, inClass = false): string {
  return syntaxCharacters.test(character) || (inClass && character === '-')
    ? `\\${character}`
    : character
}
