/** Takes null fields out of an object, since to the Kubernetes API they are the same as absent ones. */

import { isRecord } from './records.ts'

/** Deeper than any object of Kubernetes; below it nothing is changed. */
const depthMax = 100

/** The value itself where nothing is null in it. Items of lists stay, so that places keep their numbers. */
export function withoutNulls(value: unknown, depth = 0): unknown {
  if (depth > depthMax) return value
  if (Array.isArray(value)) return itemsWithout(value, depth)
  if (!isRecord(value)) return value
  let copy: Record<string, unknown> | undefined
  for (const key of Object.keys(value)) {
    const field = value[key]
    const kept = withoutNulls(field, depth + 1)
    if (field !== null && kept === field) continue
    copy ??= Object.assign(Object.create(null), value)
    if (field === null) delete copy?.[key]
    else if (copy) copy[key] = kept
  }
  return copy ?? value
}

function itemsWithout(list: unknown[], depth: number): unknown[] {
  let copy: unknown[] | undefined
  for (const [index, item] of list.entries()) {
    const kept = withoutNulls(item, depth + 1)
    if (kept === item) continue
    copy ??= [...list]
    copy[index] = kept
  }
  return copy ?? list
}
