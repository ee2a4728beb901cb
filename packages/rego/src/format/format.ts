/** Formats a source as `opa fmt` does. */

import type { RegoError } from '../errors.ts'
import type { Comment, Import, Module, RegoVersion, Rule } from '../syntax/ast.ts'
import { parseModule } from '../syntax/parser.ts'
import { printRef } from '../syntax/print-terms.ts'
import { formatImports, keptImports } from './format-imports.ts'
import { formatRules, type Style } from './format-rules.ts'
import { formatRef } from './format-terms.ts'
import { sameModule } from './same-module.ts'
import { UnplacedComment, Writer } from './writer.ts'

export interface FormatOptions {
  /** The version of sources that do not import `rego.v1`; v1 if absent. */
  regoVersion?: RegoVersion
}

/** The formatted source, or the errors why it cannot be parsed. */
export interface Formatted {
  text?: string
  errors: RegoError[]
}

/**
 * Formats a source. The result means the same and has the same comments: where the layout could not
 * keep both, the source is returned as it is.
 */
export function formatModule(file: string, source: string, options: FormatOptions = {}): Formatted {
  const { module, errors } = parseModule(file, source, options)
  if (!module) return { errors }
  const text = layOut(module, options)
  if (text === undefined) return { text: source, errors: [] }
  const again = parseModule(file, text, options)
  const isSame =
    again.module !== undefined &&
    sameModule({ ...module, imports: keptImports(module) }, again.module) &&
    sameComments(module.comments, again.module.comments)
  return { text: isSame ? text : source, errors: [] }
}

function layOut(module: Module, options: FormatOptions): string | undefined {
  const w = new Writer(module.source, module.comments)
  const style = styleOf(module, options)
  try {
    w.commentsBefore(module.package.location.row)
    w.write('package ')
    const { path, location } = module.package.path
    const [first, ...rest] = path
    const name = first?.kind === 'string' ? first.value : ''
    const head = { kind: 'var' as const, location: first?.location ?? location, name }
    formatRef(w, { kind: 'ref', location, head, path: rest })
    w.blankLine()
    formatStatements(w, module, style)
    return w.finish()
  } catch (error) {
    if (error instanceof UnplacedComment) return undefined
    throw error
  }
}

/** What the dialect has: version 1, or what an older source imported of it. */
function styleOf({ imports, regoVersion, rules }: Module, options: FormatOptions): Style {
  const isV1 = (options.regoVersion ?? 'v1') === 'v1'
  const names = imports.map(({ path }) => printRef(path))
  const hasAll = regoVersion === 'v1' || names.includes('future.keywords')
  const has = (keyword: string) =>
    hasAll || names.some((name) => name === `future.keywords["${keyword}"]`)
  const hasLongNames = rules.some(
    ({ head }) => head.reference.path.length > 1 || (head.reference.path.length === 1 && head.key),
  )
  return { isV1, usesIf: has('if'), usesContains: has('contains'), hasLongNames }
}

/** Imports and rules in the order of the source. */
function formatStatements(w: Writer, module: Module, style: Style): void {
  const kept = new Set(keptImports(module))
  const statements: (Import | Rule)[] = [...module.imports, ...module.rules].sort(
    (a, b) => a.location.offset - b.location.offset,
  )
  let imports: Import[] = []
  let rules: Rule[] = []
  const flush = () => {
    if (imports.length > 0) formatImports(w, imports)
    if (rules.length > 0) formatRules(w, rules, style)
    imports = []
    rules = []
  }
  for (const statement of statements) {
    if ('head' in statement) {
      if (imports.length > 0) flush()
      rules.push(statement)
    } else if (kept.has(statement)) {
      if (rules.length > 0) flush()
      imports.push(statement)
    }
  }
  flush()
}

function sameComments(a: readonly Comment[], b: readonly Comment[]): boolean {
  const texts = (comments: readonly Comment[]) =>
    comments
      .map(({ text }) => text.trimEnd())
      .sort()
      .join('\n')
  return texts(a) === texts(b)
}
