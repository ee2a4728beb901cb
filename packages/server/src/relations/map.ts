/** The map around a resource: what it leads to and what leads to it, a few steps each way. */

import type { RelatedResource, Relations } from '@evenkeel/model'
import type { ReadDatabase } from '../storage/reach.ts'
import { listMapped, type MappedRow, readData } from '../storage/resource-links.ts'
import { parseId } from './objects.ts'
import { riskOf } from './risks.ts'
import { type MapNode, type Step, stepFrom, stepTo, type Walk } from './steps.ts'

/** What a map has room for. */
const resourcesMax = 80

interface Seen extends MapNode {
  hops: number
}

interface DrawnMap {
  seen: Map<string, Seen>
  edges: Map<string, Relations['edges'][number]>
  omitted: number
}

/**
 * Walks along the relations from the resource on, and against them, and never turns: from a workload to its
 * account, bindings and roles, and back to services and ingresses, but not on to whatever shares the account.
 */
export async function readRelations(
  db: ReadDatabase,
  clusterId: string,
  { start, hops }: { start: MapNode; hops: number },
): Promise<Relations> {
  const map: DrawnMap = {
    seen: new Map([[start.uuid, { ...start, hops: 0 }]]),
    edges: new Map(),
    omitted: 0,
  }
  // In turns, so that neither direction takes all the room.
  const sides = [
    { take: stepFrom, frontier: [start] },
    { take: stepTo, frontier: [start] },
  ]
  for (let hop = 1; hop <= hops; hop += 1) {
    for (const side of sides) {
      const walk: Walk = { db, clusterId, isStart: hop === 1, omitted: 0 }
      side.frontier = draw(map, await side.take(walk, side.frontier), hop)
      map.omitted += walk.omitted
    }
  }
  const uuids = [...map.seen.keys()]
  const rows = await listMapped(db, clusterId, uuids)
  const data = await readData(db, clusterId, uuids)
  return {
    resources: describe(map, rows, data),
    edges: [...map.edges.values()],
    omitted: map.omitted,
  }
}

/** Answers what was reached for the first time. */
function draw(map: DrawnMap, steps: readonly Step[], hop: number): MapNode[] {
  const reached: MapNode[] = []
  const leftOut = new Set<string>()
  for (const { next, edge } of steps) {
    if (!map.seen.has(next.uuid)) {
      if (map.seen.size >= resourcesMax) {
        leftOut.add(next.uuid)
        continue
      }
      map.seen.set(next.uuid, { ...next, hops: hop })
      reached.push(next)
    }
    const key = JSON.stringify([edge.from, edge.to, edge.kind])
    const labels = new Set([map.edges.get(key)?.label ?? '', edge.label])
    const label = [...labels].filter((it) => it !== '').join(', ')
    map.edges.set(key, { ...edge, label })
  }
  map.omitted += leftOut.size
  return reached
}

function describe(
  { seen, edges }: DrawnMap,
  rows: readonly MappedRow[],
  data: ReadonlyMap<string, unknown>,
): RelatedResource[] {
  const byUuid = new Map(rows.map((row) => [row.resourceId, row]))
  const resources = [...seen.values()].map(({ id, uuid, hops }): RelatedResource => {
    const row = byUuid.get(uuid)
    if (!row) return { id, ...parseId(id), hops, failed: 0, is_seen: false, risk: null }
    const kind = row.subType ?? row.type
    const { name, namespace, failed } = row
    const risk = riskOf(kind, data.get(uuid)) ?? null
    return { id, kind, name, namespace, hops, failed, is_seen: true, risk }
  })
  return passRisksOn(resources, [...edges.values()])
}

/** What a role may do, its accounts may; what a service opens, the pods behind it are reached by. */
function passRisksOn(
  resources: readonly RelatedResource[],
  edges: Relations['edges'],
): RelatedResource[] {
  const risks = new Map(resources.map((it) => [it.id, new Set(it.risk ? [it.risk] : [])]))
  const add = (from: string, to: string) => {
    for (const risk of risks.get(from) ?? []) risks.get(to)?.add(risk)
  }
  const backwards = ['grants', 'subject-of', 'runs-as'] as const
  for (const kind of backwards) {
    for (const edge of edges) if (edge.kind === kind) add(edge.to, edge.from)
  }
  for (const kind of ['routes-to', 'selects'] as const) {
    for (const edge of edges) if (edge.kind === kind) add(edge.from, edge.to)
  }
  return resources.map((it) => {
    const own = [...(risks.get(it.id) ?? [])]
    return { ...it, risk: own.length === 0 ? null : own.join(', ') }
  })
}
