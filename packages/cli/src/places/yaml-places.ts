/** Lines and columns of fields in YAML and JSON, by the line of their object and their path. */

import { isMap, isNode, isPair, isScalar, isSeq, type Node } from 'yaml'
import { readYamlObjects } from '../yaml-objects.ts'

export interface FieldPlaces {
  /** Of the field, or of the nearest one above it that is there; undefined when no object starts at the line. */
  find(line: number, path: string): { line: number; column: number } | undefined
}

/** Never throws: what does not parse has no places. */
export function readFieldPlaces(text: string): FieldPlaces {
  const { objects, lines } = readYamlObjects(text)
  return {
    find(line, path) {
      const object = objects.get(line)
      if (!object) return undefined
      const { line: row, col: column } = lines.linePos(offsetOf(object, splitPath(path)))
      return { line: row, column }
    },
  }
}

function offsetOf(object: Node, steps: string[]): number {
  let node: unknown = object
  let offset = object.range?.[0] ?? 0
  for (const step of steps) {
    const next = stepInto(node, step)
    if (!next) return offset
    node = next.value
    offset = next.offset
  }
  return offset
}

function stepInto(node: unknown, step: string): { value: unknown; offset: number } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)]
    return isNode(item) ? { value: item, offset: item.range?.[0] ?? 0 } : undefined
  }
  if (!isMap(node)) return undefined
  const pair = node.items.find(
    (it) => isPair(it) && isScalar(it.key) && String(it.key.value) === step,
  )
  if (!pair || !isScalar(pair.key)) return undefined
  return { value: pair.value, offset: pair.key.range?.[0] ?? 0 }
}

/** `spec.containers[0].image`, `metadata.labels[app.kubernetes.io/name]`, each with or without a dot before it. */
function splitPath(path: string): string[] {
  return [...path.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([all, inner]) =>
    inner === undefined ? all : inner.replace(/^(["'])(.*)\1$/, '$2'),
  )
}
