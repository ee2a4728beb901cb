/** The intermediate representation: what a policy does, as statements over numbered locals. */

import type { Location } from '../syntax/ast.ts'
import type { Value } from '../values/value.ts'

/**
 * Where a statement reads a value. `input` and `base` (the base documents) belong to a context:
 * context 0 is the one the function was called with, others are opened by `with` statements.
 */
export type Operand =
  | { kind: 'local'; index: number }
  | { kind: 'constant'; index: number }
  | { kind: 'input'; context: number }
  | { kind: 'base'; context: number }

/** A list of statements. The first that fails ends it, and with it the iteration or block it stands in. */
export type Block = Statement[]

/** What follows a loop in time stands inside it: after a `scan` its block holds the rest of the body. */
export type Statement =
  // Values. `dot` fails when any step is undefined.
  | { op: 'dot'; target: number; source: Operand; keys: Operand[] }
  | { op: 'assign'; target: number; source: Operand }
  | { op: 'reset'; target: number }
  | { op: 'array'; target: number; items: Operand[] }
  | { op: 'set'; target: number; items: Operand[] }
  | { op: 'object'; target: number; entries: [key: Operand, value: Operand][] }
  // Tests. Each fails when it does not hold.
  | { op: 'equal'; left: Operand; right: Operand }
  | { op: 'unequal'; left: Operand; right: Operand }
  | { op: 'compare'; relation: Relation; left: Operand; right: Operand }
  | { op: 'truthy'; source: Operand }
  | { op: 'defined'; source: Operand }
  | { op: 'undefined'; source: Operand }
  | { op: 'isArray'; source: Operand; length: number }
  | { op: 'isObject'; source: Operand; size: number }
  // Calls. Each fails when the result is undefined.
  | {
      op: 'rule'
      target: number
      context: number
      rule: number
      path: string[]
      isOverridable: boolean
    }
  | {
      op: 'function'
      target: number
      context: number
      func: number
      args: Operand[]
      mock?: string
      location: Location
    }
  | {
      op: 'builtin'
      target: number
      context: number
      name: string
      args: Operand[]
      mock?: string
      location: Location
    }
  // Documents that are partly virtual, walked at run time from a node of the document tree.
  | { op: 'document'; target: number; context: number; node: number }
  | { op: 'documentStep'; target: number; context: number; source: Operand; key: Operand }
  | {
      op: 'documentScan'
      context: number
      source: Operand
      key: number
      target: number
      block: Block
    }
  | { op: 'documentForce'; target: number; context: number; source: Operand }
  // Control. `isOrdered` asks for OPA's order, where it can be seen.
  | { op: 'scan'; source: Operand; key?: number; value?: number; isOrdered: boolean; block: Block }
  | { op: 'block'; block: Block }
  // Runs the block of the constant that the value at the keys is, if any, and goes on.
  | { op: 'switch'; source: Operand; keys: Operand[]; cases: SwitchCase[] }
  | { op: 'not'; block: Block }
  | { op: 'every'; source: Operand; key?: number; value: number; block: Block }
  // Ends the innermost `not` or round of `every`: its body holds.
  | { op: 'succeed' }
  | { op: 'collect'; target: number; into: 'array' | 'set' | 'object' | 'document'; block: Block }
  | { op: 'append'; collector: number; value: Operand }
  | { op: 'insert'; collector: number; key: Operand; value: Operand; location: Location }
  | {
      op: 'insertPath'
      collector: number
      keys: Operand[]
      value: Operand
      isSet: boolean
      isDefault: boolean
      location: Location
    }
  | { op: 'with'; context: number; parent: number; replacements: Replacement[]; location: Location }
  // Results.
  | { op: 'assignOnce'; target: number; source: Operand; isFunction: boolean; location: Location }
  | { op: 'return'; source: Operand }
  | { op: 'yield'; values: Operand[] }
  // For tracing and coverage: nothing in generated code.
  | { op: 'mark'; kind: MarkKind; location: Location }

/** A definition is tried, an expression is evaluated, a definition had a result. */
export type MarkKind = 'enter' | 'eval' | 'exit'

export interface SwitchCase {
  constant: Operand
  block: Block
}

export type Relation = 'lt' | 'lte' | 'gt' | 'gte' | 'equal' | 'neq'

/** What one `with` replaces: a part of input or data by a value, a function by a value or a function. */
export type Replacement =
  | { kind: 'input'; path: string[]; value: Operand }
  | { kind: 'data'; path: string[]; value: Operand }
  | { kind: 'mock'; name: string; value: Operand }
  | { kind: 'mockFunction'; name: string; func: number }
  | { kind: 'mockRule'; name: string; rule: number }
  | { kind: 'mockBuiltin'; name: string; builtin: string }

/** A rule (a document without arguments, memoized) or a function. */
export interface Func {
  /** `data.a.b`, for traces and error texts. */
  name: string
  location: Location | undefined
  params: number
  locals: number
  contexts: number
  isMemoized: boolean
  body: Block
}

/** A node of the document tree: packages and rules by the path of their names. */
export interface DocumentNode {
  path: string[]
  children: Map<string, number>
  /** The rule that makes the document, if one does. */
  rule: number | undefined
  isFunction: boolean
}

export interface Program {
  constants: Value[]
  funcs: Func[]
  /** Node 0 is `data`. */
  nodes: DocumentNode[]
}
