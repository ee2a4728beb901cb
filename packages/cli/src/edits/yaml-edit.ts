/**
 * Applies a patch to one object in the text of a manifest, and leaves every other character as it is.
 *
 * An edit is made where the parser says that the field stands; afterwards the text is parsed again and
 * has to be the same documents with just the patch applied, or the edit is refused.
 */

import { isDeepStrictEqual } from 'node:util'
import { applyPatch } from '@evenkeel/benchmarks'
import type { PatchOperation } from '@evenkeel/model'
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { readYamlObjects } from '../yaml-objects.ts'
import { addItem, addKey, lexComments, removeItem, removeKey, replaceValue } from './yaml-splice.ts'

export type EditResult = { state: 'edited'; text: string } | { state: 'refused'; reason: string }

/** `line` is where the object starts, as its finding says. */
export function editObject(
  text: string,
  line: number,
  patch: readonly PatchOperation[],
): EditResult {
  let edited = text
  for (const operation of patch) {
    const result = editOnce(edited, line, operation)
    if (result.state === 'refused') return result
    edited = result.text
  }
  return isOnlyChange(text, edited, line, patch)
    ? { state: 'edited', text: edited }
    : refuse('the change could not be written without changing more')
}

function editOnce(text: string, line: number, { op, path, value }: PatchOperation): EditResult {
  const object = readYamlObjects(text).objects.get(line)
  if (!object) return refuse(`no object starts at line ${line} any more`)
  const steps = path.split('/').slice(1).map(unescapeStep)
  const last = steps.pop()
  if (last === undefined) return refuse('the whole object would be replaced')
  const parent = findNode(object, steps)
  if (parent === 'alias') return refuse('the field is shared by an anchor')
  if (!isMap(parent) && !isSeq(parent)) return refuse(`${path} does not fit the object`)
  const edited = isMap(parent)
    ? editMap(text, parent, last, { op, value })
    : editSeq(text, parent, last, { op, value })
  return edited === undefined
    ? refuse(`${path} cannot be changed in place`)
    : { state: 'edited', text: edited }
}

interface Change {
  op: PatchOperation['op']
  value: unknown
}

function editMap(text: string, map: YAMLMap, key: string, { op, value }: Change) {
  const pair = map.items.find((it) => isScalar(it.key) && String(it.key.value) === key)
  if (op === 'remove') return pair ? removeKey(text, map, pair) : undefined
  return pair ? replaceValue(text, pair, value) : addKey(text, map, key, value)
}

function editSeq(text: string, seq: YAMLSeq, step: string, { op, value }: Change) {
  const index = step === '-' ? seq.items.length : Number(step)
  if (!Number.isInteger(index)) return undefined
  if (op === 'add') return addItem(text, seq, index, value)
  const item = seq.items[index]
  if (!isNode(item)) return undefined
  return op === 'remove' ? removeItem(text, seq, index) : replaceValue(text, item, value)
}

function findNode(object: Node, steps: readonly string[]): Node | 'alias' | undefined {
  let node: unknown = object
  for (const step of steps) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(
        (it) => isScalar(it.key) && String(it.key.value) === step,
      )
      node = pair?.value
    } else if (isSeq(node)) node = node.items[Number(step)]
    else return undefined
    if (isAlias(node)) return 'alias'
    // Whoever names the anchor would change with it.
    if (isNode(node) && 'anchor' in node && node.anchor) return 'alias'
  }
  return isNode(node) ? node : undefined
}

/** The same values but for the patch, and every comment still there. */
function isOnlyChange(
  before: string,
  after: string,
  line: number,
  patch: readonly PatchOperation[],
): boolean {
  const [old, fresh] = [readYamlObjects(before), readYamlObjects(after)]
  if (fresh.documents.some((it) => it.errors.length > 0)) return false
  if (old.documents.length !== fresh.documents.length) return false
  const target = old.objects.get(line)
  const expected = old.documents.map((document) => patchedValue(document, target, patch))
  const actual = fresh.documents.map((it) => it.toJS())
  return (
    isDeepStrictEqual(expected, actual) && isDeepStrictEqual(commentsOf(before), commentsOf(after))
  )
}

function patchedValue(
  document: Document.Parsed,
  target: Node | undefined,
  patch: readonly PatchOperation[],
): unknown {
  const value: unknown = document.toJS()
  if (!target) return value
  if (target === document.contents) return applyPatch(value, patch)
  const items = isMap(document.contents) ? document.contents.get('items') : undefined
  const index = isSeq(items) ? items.items.findIndex((it) => isNode(it) && it === target) : -1
  if (index < 0) return value
  const inside = patch.map((it) => ({ ...it, path: `/items/${index}${it.path}` }))
  return applyPatch(value, inside)
}

/** All comments, wherever they stand. */
function commentsOf(text: string): string[] {
  return lexComments(text).sort()
}

function refuse(reason: string): EditResult {
  return { state: 'refused', reason }
}

function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~')
}
