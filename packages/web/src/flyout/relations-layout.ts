/** Places the resources of a map in rows, what leads above what it leads to. */

import dagre from '@dagrejs/dagre'
import type { RelatedResource, Relations } from '@evenkeel/model'
import { relationWords } from './relation-words.ts'

export const nodeWidth = 184
const heightPlain = 50
const heightRisk = 68

export interface PlacedResource {
  resource: RelatedResource
  /** The upper left corner. */
  x: number
  y: number
  height: number
}

export interface PlacedRelation {
  id: string
  from: string
  to: string
  label: string
}

export interface Layout {
  nodes: PlacedResource[]
  edges: PlacedRelation[]
  width: number
  height: number
}

export function layOutRelations({ resources, edges }: Relations): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 26, ranksep: 54, marginx: 12, marginy: 12 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, risk } of resources) {
    graph.setNode(id, { width: nodeWidth, height: risk ? heightRisk : heightPlain })
  }
  const known = new Set(resources.map(({ id }) => id))
  const placed = edges
    .filter(({ from, to }) => known.has(from) && known.has(to))
    .map(({ from, to, kind, label }, index) => ({
      id: `e${index}`,
      from,
      to,
      label: relationWords(kind, label),
    }))
  for (const { id, from, to } of placed) graph.setEdge(from, to, {}, id)
  dagre.layout(graph)
  const nodes = resources.map((resource) => {
    const { x, y, height } = graph.node(resource.id)
    return { resource, x: x - nodeWidth / 2, y: y - height / 2, height }
  })
  const { width = 0, height = 0 } = graph.graph()
  return { nodes, edges: placed, width, height }
}
