/** A verified fix as the lines of a file to replace, for viewers that offer it at a click. */

import { readFileSync } from 'node:fs'
import type { Finding } from '@evenkeel/model'
import { editObject } from './yaml-edit.ts'

export interface FixRegion {
  file: string
  /** From the start of this line, counted from 1, */
  startLine: number
  /** to the start of this one. */
  endLine: number
  text: string
}

/** Undefined where the fix is not verified, the file is not there, or it cannot be edited in place. */
export function fixRegionOf({ result, resource }: Finding): FixRegion | undefined {
  const { fix } = result
  const { source } = resource
  if (!fix?.is_verified || fix.patch.length === 0 || fix.create?.length || !source?.line) {
    return undefined
  }
  const before = readText(source.file)
  if (before === undefined) return undefined
  const edited = editObject(before, source.line, fix.patch)
  return edited.state === 'edited' ? regionOf(source.file, before, edited.text) : undefined
}

function regionOf(file: string, before: string, after: string): FixRegion {
  const [old, fresh] = [linesOf(before), linesOf(after)]
  let head = 0
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head += 1
  let tail = 0
  const room = Math.min(old.length, fresh.length) - head
  while (tail < room && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1
  const text = fresh.slice(head, fresh.length - tail).join('')
  return { file, startLine: head + 1, endLine: old.length - tail + 1, text }
}

/** Each with its end. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Rendered, or standard input: there is nothing to replace.
    return undefined
  }
}
