/** The syntax tree of KQL, its limits and its one error. */

/** Offsets in UTF-16 units; `end` is after the last. */
export interface KqlRange {
  start: number
  end: number
}

/** A text with stars: `fo*r` is ['fo', 'r']. At least two segments. */
export interface KqlPattern {
  kind: 'pattern'
  segments: string[]
}

/** `true`, `false` and `null` are typed where they were not quoted. */
export interface KqlLiteral {
  kind: 'literal'
  value: string | boolean | null
  isQuoted: boolean
}

export type KqlValue = KqlLiteral | KqlPattern

/** A field by its name, or all whose name matches. */
export type KqlField = { kind: 'name'; name: string } | KqlPattern

export type KqlOperator = '<' | '<=' | '>' | '>='

export type KqlNode = (
  | { kind: 'all' }
  | { kind: 'and' | 'or'; children: KqlNode[] }
  | { kind: 'not'; child: KqlNode }
  /** One element of the array at the path satisfies the child, whose names are relative to the path. */
  | { kind: 'nested'; field: KqlField; child: KqlNode }
  | { kind: 'exists'; field: KqlField }
  | { kind: 'range'; field: KqlField; operator: KqlOperator; value: KqlLiteral }
  /** Without a field: free text. */
  | { kind: 'is'; field: KqlField | null; value: KqlValue }
) & { range: KqlRange }

export const queryLengthMax = 8192
export const queryDepthMax = 64

/** The only thing that parsing, compiling and matching throw. */
export class KqlError extends Error {
  override name = 'KqlError'
  readonly range: KqlRange
  /** The whole query as it could be written instead, where that is known. */
  readonly fix: string | undefined

  constructor(message: string, range: KqlRange, fix?: string) {
    super(message)
    this.range = range
    this.fix = fix
  }
}

export const special = new Set('\\():<>"*{}')

export function isSpace(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\r' || char === '\n' || char === '\u00a0'
}
