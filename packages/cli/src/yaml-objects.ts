/** The objects of a YAML or JSON text by the line at which each starts, as collectors name them. */

import {
  type Document,
  isMap,
  isNode,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
} from 'yaml'

export interface YamlObjects {
  documents: Document.Parsed[]
  /** Whole documents and the items of lists. */
  objects: ReadonlyMap<number, Node>
  lines: LineCounter
}

/** YAML 1.1, as Kubernetes reads it and as the collectors do. Never throws: what does not parse has no objects. */
export function readYamlObjects(text: string): YamlObjects {
  const lines = new LineCounter()
  const all = parseAllDocuments(text, {
    version: '1.1',
    uniqueKeys: false,
    logLevel: 'silent',
    lineCounter: lines,
  })
  const documents = Array.isArray(all) ? all : []
  const objects = new Map<number, Node>()
  const add = (node: Node) => objects.set(lines.linePos(node.range?.[0] ?? 0).line, node)
  for (const { contents } of documents) {
    if (!isMap(contents)) continue
    add(contents)
    const items = contents.get('items')
    if (isSeq(items)) for (const item of items.items) if (isNode(item)) add(item)
  }
  return { documents, objects, lines }
}
