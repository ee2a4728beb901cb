/** The kinds of tokens, their names in error messages, and which words are keywords. */

const kinds = {
  Illegal: 0,
  Eof: 1,
  Ident: 2,
  Number: 3,
  String: 4,
  RawString: 5,
  TemplatePart: 6,
  TemplateEnd: 7,
  RawTemplatePart: 8,
  RawTemplateEnd: 9,
  LBrack: 10,
  RBrack: 11,
  LBrace: 12,
  RBrace: 13,
  LParen: 14,
  RParen: 15,
  Comma: 16,
  Colon: 17,
  Dot: 18,
  Semicolon: 19,
  Unify: 20,
  Assign: 21,
  Equal: 22,
  Neq: 23,
  Gt: 24,
  Lt: 25,
  Gte: 26,
  Lte: 27,
  Or: 28,
  And: 29,
  Add: 30,
  Sub: 31,
  Mul: 32,
  Quo: 33,
  Rem: 34,
  /** What stands where white space must not; only the parser makes it. */
  Whitespace: 35,
  // Keywords of every version.
  Package: 40,
  Import: 41,
  As: 42,
  Default: 43,
  Else: 44,
  Not: 45,
  Some: 46,
  With: 47,
  Null: 48,
  True: 49,
  False: 50,
  // Keywords that are identifiers until the version or an import says otherwise.
  In: 51,
  Every: 52,
  Contains: 53,
  If: 54,
  LogicalAnd: 55,
  LogicalOr: 56,
} as const

/** Every kind of token. Typed as numbers, since a parser's current kind changes behind the checker's back. */
export const Kind: { readonly [Name in keyof typeof kinds]: number } = kinds

export const FIRST_KEYWORD = Kind.Package
export const FIRST_FUTURE_KEYWORD = Kind.In

/** What a token is called in messages, by kind. Operators have the names of their built-ins. */
export const TOKEN_NAMES: readonly string[] = namesByKind([
  [Kind.Illegal, 'illegal'],
  [Kind.Eof, 'eof'],
  [Kind.Ident, 'identifier'],
  [Kind.Number, 'number'],
  [Kind.String, 'string'],
  [Kind.RawString, 'string'],
  [Kind.TemplatePart, 'template-string-part'],
  [Kind.TemplateEnd, 'template-string-end'],
  [Kind.RawTemplatePart, 'raw-template-string-part'],
  [Kind.RawTemplateEnd, 'raw-template-string-end'],
  [Kind.LBrack, '['],
  [Kind.RBrack, ']'],
  [Kind.LBrace, '{'],
  [Kind.RBrace, '}'],
  [Kind.LParen, '('],
  [Kind.RParen, ')'],
  [Kind.Comma, ','],
  [Kind.Colon, ':'],
  [Kind.Dot, '.'],
  [Kind.Semicolon, ';'],
  [Kind.Unify, 'eq'],
  [Kind.Assign, 'assign'],
  [Kind.Equal, 'equal'],
  [Kind.Neq, 'neq'],
  [Kind.Gt, 'gt'],
  [Kind.Lt, 'lt'],
  [Kind.Gte, 'gte'],
  [Kind.Lte, 'lte'],
  [Kind.Or, 'or'],
  [Kind.And, 'and'],
  [Kind.Add, 'plus'],
  [Kind.Sub, 'minus'],
  [Kind.Mul, 'mul'],
  [Kind.Quo, 'div'],
  [Kind.Rem, 'rem'],
  [Kind.Whitespace, 'whitespace'],
  [Kind.Package, 'package'],
  [Kind.Import, 'import'],
  [Kind.As, 'as'],
  [Kind.Default, 'default'],
  [Kind.Else, 'else'],
  [Kind.Not, 'not'],
  [Kind.Some, 'some'],
  [Kind.With, 'with'],
  [Kind.Null, 'null'],
  [Kind.True, 'true'],
  [Kind.False, 'false'],
  [Kind.In, 'in'],
  [Kind.Every, 'every'],
  [Kind.Contains, 'contains'],
  [Kind.If, 'if'],
  [Kind.LogicalAnd, 'and'],
  [Kind.LogicalOr, 'or'],
])

/** Every word that is a keyword somewhere, with its kind. */
export const KEYWORD_KINDS: ReadonlyMap<string, number> = new Map(
  Object.values(Kind)
    .filter((kind) => kind >= FIRST_KEYWORD)
    .map((kind) => [TOKEN_NAMES[kind] ?? '', kind]),
)

/** Sets of the future keywords as bits; see `keywordBit`. */
export const KEYWORDS_V1 = bits(Kind.In, Kind.Every, Kind.Contains, Kind.If)
export const KEYWORDS_ALL = KEYWORDS_V1 | bits(Kind.Not, Kind.LogicalAnd, Kind.LogicalOr)

/** The future keywords that `import future.keywords` can name, sorted. */
export const FUTURE_KEYWORDS: readonly string[] = [
  'and',
  'contains',
  'every',
  'if',
  'in',
  'not',
  'or',
]

const RULE_KEYWORDS_V0 = new Set(
  'not package import as default else with null true false some'.split(' '),
)
const RULE_KEYWORDS_V1 = new Set([...RULE_KEYWORDS_V0, 'if', 'contains', 'in', 'every'])

/** Whether a name is a keyword of the language version itself, without imports. */
export function isKeywordIn(name: string, version: 'v0' | 'v1'): boolean {
  return (version === 'v1' ? RULE_KEYWORDS_V1 : RULE_KEYWORDS_V0).has(name)
}

/** The bit of a future keyword; `not`, always a keyword, has one for its import, which allows bodies. */
export function keywordBit(kind: number): number {
  return kind === Kind.Not ? 1 << 15 : 1 << (kind - FIRST_FUTURE_KEYWORD)
}

function bits(...kinds: number[]): number {
  return kinds.reduce((all, kind) => all | keywordBit(kind), 0)
}

function namesByKind(pairs: [number, string][]): string[] {
  const names: string[] = []
  for (const [kind, name] of pairs) names[kind] = name
  return names
}
