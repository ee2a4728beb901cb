/** Finds `# METADATA` blocks and binds them to the packages and rules that they describe. */

import type { RegoError } from '../errors.ts'
import { type Content, parseContent } from './annotation-content.ts'
import type { Annotations, Comment, Module, RefTerm } from './ast.ts'

const SCOPES: readonly string[] = ['rule', 'document', 'package', 'subpackages']
const HEADING = 'METADATA'

/** A block's heading and the lines below it. */
interface Block {
  heading: Comment
  lines: Comment[]
}

/** What a block may describe. */
interface Target {
  kind: 'rule' | 'package' | 'import'
  row: number
  path: string[]
}

/** Fills in the annotations of a module, and returns what is wrong with its blocks. */
export function parseAnnotations(module: Module): RegoError[] {
  const blocks = findBlocks(module.comments)
  if (blocks.length === 0) return []
  const errors: RegoError[] = []
  const contents: { content: Content; heading: Comment }[] = []
  for (const { heading, lines } of blocks) {
    const result = parseContent(heading, lines)
    if ('error' in result) errors.push(result.error)
    else contents.push({ content: result.content, heading })
  }
  if (errors.length > 0) return errors
  const targets = targetsOf(module)
  for (const { content, heading } of contents) {
    const target = targets.find(({ row }) => row > heading.location.row)
    const scope = content.scope ?? impliedScope(target, content.entrypoint === true)
    errors.push(...attachmentErrors(heading, scope, target, content))
    if (!target || !isScope(scope)) continue
    module.annotations.push({ ...content, location: heading.location, scope, path: target.path })
  }
  return errors
}

function findBlocks(comments: Comment[]): Block[] {
  const blocks: Block[] = []
  let block: Block | undefined
  let previousRow = 0
  for (const comment of comments) {
    const { row, col } = comment.location
    if (isHeading(comment)) {
      block = { heading: comment, lines: [] }
      blocks.push(block)
    } else if (block && col === 1 && row === previousRow + 1) {
      block.lines.push(comment)
    } else {
      block = undefined
    }
    previousRow = row
  }
  return blocks
}

function isHeading({ location, text }: Comment): boolean {
  return location.col === 1 && text.trim().startsWith(HEADING)
}

/** The statements of a module from top to bottom. */
function targetsOf(module: Module): Target[] {
  const packagePath = staticPath(module.package.path)
  const targets: Target[] = [
    { kind: 'package', row: module.package.location.row, path: packagePath },
    ...module.imports.map(
      ({ location }): Target => ({ kind: 'import', row: location.row, path: [] }),
    ),
    ...module.rules.map(
      ({ location, head }): Target => ({
        kind: 'rule',
        row: location.row,
        path: [...packagePath, ...rulePath(head.reference)],
      }),
    ),
  ]
  return targets.sort((a, b) => a.row - b.row)
}

function rulePath(reference: RefTerm): string[] {
  const { head } = reference
  return [head.kind === 'var' ? head.name : '', ...staticPath(reference)]
}

/** The leading string parts of a reference, without its head. */
function staticPath({ path }: RefTerm): string[] {
  const names: string[] = []
  for (const part of path) {
    if (part.kind !== 'string') break
    names.push(part.value)
  }
  return names
}

function impliedScope(target: Target | undefined, isEntrypoint: boolean): string {
  if (target?.kind === 'rule') return isEntrypoint ? 'document' : 'rule'
  return target?.kind ?? ''
}

function isScope(scope: string): scope is Annotations['scope'] {
  return SCOPES.includes(scope)
}

function attachmentErrors(
  heading: Comment,
  scope: string,
  target: Target | undefined,
  content: Content,
): RegoError[] {
  const errors: RegoError[] = []
  const add = (message: string) =>
    errors.push({ code: 'rego_parse_error', message, location: heading.location })
  if (!isScope(scope)) {
    add(
      `invalid annotation scope '${scope}'. Use one of 'rule', 'document', 'package', or 'subpackages'`,
    )
  } else {
    const wanted = scope === 'rule' || scope === 'document' ? 'rule' : 'package'
    const have = target ? ` (have ${target.kind})` : ''
    if (target?.kind !== wanted) {
      add(`annotation scope '${scope}' must be applied to ${wanted}${have}`)
    }
  }
  if (content.entrypoint && scope !== 'document' && scope !== 'package') {
    add(`annotation entrypoint applied to non-document or package scope '${scope}'`)
  }
  return errors
}
