/** Formats imports: sorted within each group, and without keywords that need no import. */

import type { Import, Location, Module, Term } from '../syntax/ast.ts'
import { printRef } from '../syntax/print-terms.ts'
import { formatRef } from './format-terms.ts'
import type { Writer } from './writer.ts'

/** Formats imports that stand together; a free line divides them into groups. */
export function formatImports(w: Writer, imports: readonly Import[]): void {
  for (const group of groups(imports)) {
    const [first] = group
    if (!first) continue
    const trailing = new Map<Import, string>()
    writeAbove(w, first.location)
    for (const item of group) {
      const comment = w.takeComment(item.location.row)
      if (comment !== undefined) trailing.set(item, comment)
    }
    for (const item of [...group].sort(compareImports)) {
      w.write('import ')
      formatRef(w, item.path)
      if (item.alias !== undefined) w.write(` as ${item.alias}`)
      const comment = trailing.get(item)
      if (comment !== undefined) w.write(` ${comment}`)
      w.endLine()
    }
    w.blankLine()
  }
}

/** Comments above a group stay above it; the one behind its first import is not taken here. */
function writeAbove(w: Writer, { row }: Location): void {
  if (!w.hasCommentAbove(row)) return
  w.commentsBefore(row - 1)
}

function groups(imports: readonly Import[]): Import[][] {
  const found: Import[][] = []
  let last: Import | undefined
  for (const item of imports) {
    if (!last || item.location.row - last.location.row > 1) found.push([])
    found.at(-1)?.push(item)
    last = item
  }
  return found
}

function compareImports(a: Import, b: Import): number {
  const left: Term[] = [a.path.head, ...a.path.path]
  const right: Term[] = [b.path.head, ...b.path.path]
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareText(nameOf(left[i]), nameOf(right[i]))
    if (order !== 0) return order
  }
  return left.length - right.length || compareText(a.alias ?? '', b.alias ?? '')
}

function nameOf(term: Term | undefined): string {
  return term?.kind === 'var' ? term.name : term?.kind === 'string' ? term.value : ''
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Keywords that version 1 has without import. */
const STANDARD = new Set(['if', 'in', 'contains', 'every'])

/** The imports that are worth keeping: `rego.v1` makes those of its keywords needless. */
export function keptImports({ imports }: Module): Import[] {
  const hasV1 = imports.some(({ path }) => printRef(path) === 'rego.v1')
  if (!hasV1) return imports
  return imports.filter(({ path }) => {
    const name = printRef(path)
    if (name === 'future.keywords') return false
    const keyword = /^future\.keywords(?:\.|\[")(\w+)/.exec(name)?.[1]
    return keyword === undefined || !STANDARD.has(keyword)
  })
}
