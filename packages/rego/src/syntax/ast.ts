/** The syntax tree of Rego: what the parser makes, what the compiler reads, what the formatter prints. */

/** A place in a source text. Rows and columns count from 1, columns in code points as OPA counts them. */
export interface Location {
  file: string
  row: number
  col: number
  /** Offsets into the source as UTF-16 code units; `end` is exclusive. */
  offset: number
  end: number
}

export type RegoVersion = 'v0' | 'v1'

export interface Module {
  file: string
  source: string
  /** The version in force: v1 also for a v0 module that imports `rego.v1`. */
  regoVersion: RegoVersion
  package: Package
  imports: Import[]
  /** In source order. Two definitions chained by `else` are one rule. */
  rules: Rule[]
  /** In source order, each bound to what it describes. Empty when annotations are not asked for. */
  annotations: Annotations[]
  comments: Comment[]
}

export interface Package {
  location: Location
  /** Starts with `data`: `package a.b` is `data.a.b`. All parts but the head are strings. */
  path: RefTerm
}

export interface Import {
  location: Location
  path: RefTerm
  alias?: string
  aliasLocation?: Location
}

export interface Comment {
  location: Location
  /** Without the leading `#`. */
  text: string
}

export interface Rule {
  location: Location
  isDefault: boolean
  head: Head
  /** Empty for a default rule and for a rule without a body (which is true). */
  body: Expr[]
  /** The next link of the chain; its head has the same reference and arguments. */
  else?: Rule
}

/**
 * `a.b.c(x, y) := v` has reference `a.b.c`, args `[x, y]`, value `v`.
 * A partial set `p contains k` has `key` and no `value`; a partial object `p[k] := v` has the ref
 * `p[k]` whose last part is the key term, as OPA's ref heads do. In v0 `p[k] { ... }` without a value
 * is a partial set with `key` k.
 */
export interface Head {
  location: Location
  reference: RefTerm
  args?: Term[]
  key?: Term
  /** Absent means `true` for anything but a partial set. */
  value?: Term
  /** Whether `:=` was written rather than `=`. */
  isAssigned: boolean
}

export interface With {
  location: Location
  target: Term
  value: Term
}

interface ExprBase {
  location: Location
  isNegated: boolean
  with: With[]
}

export interface TermExpr extends ExprBase {
  kind: 'term'
  term: Term
}

/**
 * A call or an infix operator as a statement. Infix operators have OPA's names as operator:
 * `eq` (=), `assign` (:=), `equal` (==), `neq`, `lt`, `lte`, `gt`, `gte`, `plus`, `minus`, `mul`, `div`,
 * `rem`, `and`, `or`, `internal.member_2`, `internal.member_3`.
 */
export interface CallExpr extends ExprBase {
  kind: 'call'
  operator: RefTerm
  args: Term[]
}

/** `some x, y`: declares names. */
export interface SomeExpr extends ExprBase {
  kind: 'some'
  names: VarTerm[]
}

/** `some k, v in xs`: declares the variables of its patterns and iterates. */
export interface SomeInExpr extends ExprBase {
  kind: 'some-in'
  key?: Term
  value: Term
  domain: Term
}

export interface EveryExpr extends ExprBase {
  kind: 'every'
  key?: VarTerm
  value: VarTerm
  domain: Term
  body: Expr[]
}

/**
 * `not { ... }`, and with `import future.keywords.not` every `not x`: true where the body has no solution.
 * Its variables are the body's own. (Without that import `not x` is an expression with `isNegated`.)
 */
export interface NotExpr extends ExprBase {
  kind: 'not'
  body: Expr[]
  /** Whether the braces were written. */
  isBraced: boolean
}

/** `x and y`, `{ ... } or { ... }`, after `import future.keywords.and` or `.or`. */
export interface LogicalExpr extends ExprBase {
  kind: 'and' | 'or'
  left: Expr[]
  right: Expr[]
  /** Whether the operand was written with braces. */
  isLeftBraced: boolean
  isRightBraced: boolean
}

export type Expr = TermExpr | CallExpr | SomeExpr | SomeInExpr | EveryExpr | NotExpr | LogicalExpr

interface TermBase {
  location: Location
  /** Whether it was written in parentheses, which the formatter keeps. */
  isParenthesized?: true
}

export interface NullTerm extends TermBase {
  kind: 'null'
}
export interface BooleanTerm extends TermBase {
  kind: 'boolean'
  value: boolean
}
/** The number as it was written; its value is made by `values/number.ts`. */
export interface NumberTerm extends TermBase {
  kind: 'number'
  text: string
}
export interface StringTerm extends TermBase {
  kind: 'string'
  value: string
  /** Written with back quotes. */
  isRaw?: boolean
}
/** `_` has a fresh name that starts with `$`; `isWildcard` tells. */
export interface VarTerm extends TermBase {
  kind: 'var'
  name: string
  isWildcard?: boolean
}
/** `head[p1][p2]`, `head.p1.p2`: path terms are strings for dotted access. The head may be any term but a ref. */
export interface RefTerm extends TermBase {
  kind: 'ref'
  head: Term
  path: Term[]
}
export interface ArrayTerm extends TermBase {
  kind: 'array'
  items: Term[]
}
export interface ObjectTerm extends TermBase {
  kind: 'object'
  entries: [key: Term, value: Term][]
}
export interface SetTerm extends TermBase {
  kind: 'set'
  items: Term[]
}
export interface CallTerm extends TermBase {
  kind: 'call'
  operator: RefTerm
  args: Term[]
}
export interface ArrayComprehension extends TermBase {
  kind: 'array-comprehension'
  value: Term
  body: Expr[]
}
export interface SetComprehension extends TermBase {
  kind: 'set-comprehension'
  value: Term
  body: Expr[]
}
export interface ObjectComprehension extends TermBase {
  kind: 'object-comprehension'
  key: Term
  value: Term
  body: Expr[]
}
/** `$"a {x} b"`: literal strings and expressions in turn. An undefined expression prints as `<undefined>`. */
export interface TemplateTerm extends TermBase {
  kind: 'template'
  parts: (string | Expr)[]
  isRaw?: boolean
}

export type Term =
  | NullTerm
  | BooleanTerm
  | NumberTerm
  | StringTerm
  | VarTerm
  | RefTerm
  | ArrayTerm
  | ObjectTerm
  | SetTerm
  | CallTerm
  | ArrayComprehension
  | SetComprehension
  | ObjectComprehension
  | TemplateTerm

/** A `# METADATA` block, as plain data, with the scope it has or gets by its place. */
export interface Annotations {
  location: Location
  scope: 'rule' | 'document' | 'package' | 'subpackages'
  /** The path of what it describes: `data.a.b` for a package, `data.a.b.rule` for a rule, as strings after `data`. */
  path: string[]
  title?: string
  description?: string
  entrypoint?: boolean
  organizations?: string[]
  relatedResources?: { ref: string; description?: string }[]
  authors?: { name: string; email?: string }[]
  /** Paths as strings from their root on; `schema` or the schema itself as `definition`. */
  schemas?: { path: string[]; schema?: string[]; definition?: unknown }[]
  compile?: Record<string, unknown>
  custom?: Record<string, unknown>
  labels?: Record<string, unknown>
}
