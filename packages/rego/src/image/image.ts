/** A compiled policy as text: read again it answers some queries at once, without parsing or planning. */

import type { Builtin } from '../builtins/builtin.ts'
import { canGenerate, compileCode, printCode } from '../codegen/generate.ts'
import type { DocumentNode, Program } from '../ir/ir.ts'
import { freeze } from '../plan/policy-plan.ts'
import type { CompiledFunction } from '../runtime/context.ts'
import { decodeValue, type Encoded, encodeValue } from './encode-values.ts'

/** The form of the text; raised when it changes. The engine's own version is its keeper's to compare. */
const imageVersion = 1

interface ImageText {
  evenkeel_policy: typeof imageVersion
  source: string
  constants: Encoded[]
  tables: unknown[]
  nodes: [path: string[], children: [string, number][], rule: number | null, isFunction: boolean][]
  /** The function of each query that may be asked. */
  entries: [reference: string, func: number][]
}

/** What a text gives back: functions, and what they need at run time. */
export interface Image {
  program: Program
  functions: CompiledFunction[]
  entries: ReadonlyMap<string, number>
}

/** `entries` name queries that are each the document of one rule, with its function's number. */
export function writeImage(program: Program, entries: ReadonlyMap<string, number>): string {
  const { source, constants, tables } = printCode(program)
  const text: ImageText = {
    evenkeel_policy: imageVersion,
    source,
    constants: constants.map(encodeValue),
    tables: [...tables],
    nodes: program.nodes.map(({ path, children, rule, isFunction }) => [
      path,
      [...children],
      rule ?? null,
      isFunction,
    ]),
    entries: [...entries],
  }
  return JSON.stringify(text)
}

/**
 * Undefined where the text is of another form or code may not be made here.
 * The text holds code: it must come from `writeImage` and from nowhere that others may write.
 */
export function readImage(text: string, builtins: ReadonlyMap<string, Builtin>): Image | undefined {
  const image: unknown = JSON.parse(text)
  if (!isImage(image) || !canGenerate()) return undefined
  const constants = image.constants.map((it) => freeze(decodeValue(it)))
  const nodes = image.nodes.map(
    ([path, children, rule, isFunction]): DocumentNode => ({
      path,
      children: new Map(children),
      rule: rule ?? undefined,
      isFunction,
    }),
  )
  const { source, tables } = image
  return {
    program: { constants, funcs: [], nodes },
    functions: compileCode({ source, constants, tables }, builtins),
    entries: new Map(image.entries),
  }
}

function isImage(value: unknown): value is ImageText {
  return (
    typeof value === 'object' &&
    value !== null &&
    'evenkeel_policy' in value &&
    value.evenkeel_policy === imageVersion
  )
}
