/** One step along the relations, or against them: links, selections and namespaces alike. */

import { findingId } from '@evenkeel/benchmarks'
import type { RelationKind, Relations } from '@evenkeel/model'
import type { ReadDatabase } from '../storage/reach.ts'
import {
  type LinkKind,
  type LinkRow,
  linkKinds,
  listLabelled,
  listLinksFrom,
  listLinksTo,
  listOfNamespace,
  listSelecting,
  listSelectors,
  reversedKinds,
  type SelectorRow,
} from '../storage/resource-links.ts'
import { selects } from './links.ts'
import { objectId, parseId, subjectId } from './objects.ts'
import { accountSubjects } from './subjects.ts'

/** One place of the map, whether it was seen or only named. */
export interface MapNode {
  id: string
  uuid: string
}

export interface Step {
  next: MapNode
  edge: Relations['edges'][number]
}

export interface Walk {
  db: ReadDatabase
  clusterId: string
  /** It is the resource that was asked for: its namespace belongs to the map. */
  isStart: boolean
  /** Neighbours that were left out. */
  omitted: number
}

/** Neighbours of one kind that a resource shows. */
const perKind = 12
/** Looked through in the namespaces of one step. */
const selectorsMax = 5000

const reversed = linkKinds.filter((kind) => reversedKinds.has(kind))
const straight = linkKinds.filter((kind) => !reversedKinds.has(kind))

/** Along the relations: a workload runs as an account, which is the subject of a binding, which grants a role. */
export async function stepFrom(walk: Walk, nodes: readonly MapNode[]): Promise<Step[]> {
  return [
    ...(await namedSteps(walk, nodes, straight)),
    ...(await namingSteps(walk, nodes, reversed)),
    ...(await accountSteps(walk, nodes)),
    ...(await selectedSteps(walk, nodes)),
    ...(walk.isStart ? await containedSteps(walk, nodes) : []),
  ]
}

/** Against the relations: what owns, selects, routes to, mounts or contains it. */
export async function stepTo(walk: Walk, nodes: readonly MapNode[]): Promise<Step[]> {
  return [
    ...(await namedSteps(walk, nodes, reversed)),
    ...(await namingSteps(walk, nodes, straight)),
    ...(await selectingSteps(walk, nodes)),
    ...(walk.isStart ? nodes.flatMap((node) => namespaceStep(walk, node)) : []),
  ]
}

function filterOf({ clusterId }: Walk, nodes: readonly MapNode[], kinds: readonly LinkKind[]) {
  return { clusterId, ids: nodes.map((node) => node.uuid), kinds, perKind }
}

async function namedSteps(walk: Walk, nodes: readonly MapNode[], kinds: readonly LinkKind[]) {
  const rows = await listLinksFrom(walk.db, filterOf(walk, nodes, kinds))
  countOmitted(walk, rows, (row) => row.resourceId)
  return rows.map((row): Step => {
    const next = { id: row.target, uuid: row.targetId }
    return { next, edge: edgeOf(row, row.source) }
  })
}

async function namingSteps(walk: Walk, nodes: readonly MapNode[], kinds: readonly LinkKind[]) {
  const rows = await listLinksTo(walk.db, filterOf(walk, nodes, kinds))
  countOmitted(walk, rows, (row) => row.targetId)
  return rows.map((row): Step => {
    const next = { id: row.source, uuid: row.resourceId }
    return { next, edge: edgeOf(row, row.source) }
  })
}

function edgeOf({ kind: number, target, label }: LinkRow, source: string): Step['edge'] {
  const kind: RelationKind = linkKinds[number] ?? 'owns'
  return reversedKinds.has(kind)
    ? { from: target, to: source, kind, label }
    : { from: source, to: target, kind, label }
}

/** Each end says of itself how many neighbours of a kind it has. */
function countOmitted(walk: Walk, rows: readonly LinkRow[], endOf: (row: LinkRow) => string) {
  const totals = new Map(rows.map((row) => [`${endOf(row)} ${row.kind}`, row.total]))
  for (const total of totals.values()) walk.omitted += Math.max(0, total - perKind)
}

/** An account is the subject too where its groups are; what every cluster binds to them tells nothing. */
async function accountSteps(walk: Walk, nodes: readonly MapNode[]): Promise<Step[]> {
  const steps: Step[] = []
  for (const node of nodes) {
    const { kind, name, namespace } = parseId(node.id)
    if (kind !== 'ServiceAccount' || namespace === null) continue
    const subjects = accountSubjects(namespace, name).map((subject) => {
      const id = subjectId(subject.kind, subject.name)
      return { id, uuid: findingId(walk.clusterId, id, '') }
    })
    const rows = await listLinksTo(walk.db, filterOf(walk, subjects, ['subject-of']))
    const telling = rows.filter((row) => !row.isBuiltin)
    countOmitted(walk, telling, (row) => row.targetId)
    for (const row of telling) {
      const next = { id: row.source, uuid: row.resourceId }
      const label = `as ${parseId(row.target).name}`
      steps.push({ next, edge: { from: node.id, to: row.source, kind: 'subject-of', label } })
    }
  }
  return steps
}

/** What services and policies select. */
async function selectedSteps(walk: Walk, nodes: readonly MapNode[]): Promise<Step[]> {
  const rows = await listSelectors(
    walk.db,
    walk.clusterId,
    nodes.map((node) => node.uuid),
  )
  const steps: Step[] = []
  for (const row of rows) {
    const { selector, namespace } = row
    if (!selector) continue
    const filter = { namespace, labels: selector.matchLabels, limit: selectorsMax }
    const labelled = await listLabelled(walk.db, walk.clusterId, filter)
    const selected = labelled.filter((it) => selects(selector, it.podLabels ?? {}))
    walk.omitted += Math.max(0, selected.length - perKind)
    for (const it of selected.slice(0, perKind)) {
      steps.push({ next: nodeOf(it), edge: selectionOf(row, it) })
    }
  }
  return steps
}

/** The services and policies that select their pods. */
async function selectingSteps(walk: Walk, nodes: readonly MapNode[]): Promise<Step[]> {
  const ids = nodes.map((node) => node.uuid)
  const rows = await listSelectors(walk.db, walk.clusterId, ids)
  const owning = rows.filter((row) => row.podLabels !== null)
  if (owning.length === 0) return []
  const namespaces = [...new Set(owning.map((row) => row.namespace))]
  const selecting = await listSelecting(walk.db, walk.clusterId, namespaces, selectorsMax)
  return owning.flatMap((row) => {
    const own = selecting.filter(
      (it) =>
        it.namespace === row.namespace && it.selector && selects(it.selector, row.podLabels ?? {}),
    )
    walk.omitted += Math.max(0, own.length - perKind)
    return own
      .slice(0, perKind)
      .map((it): Step => ({ next: nodeOf(it), edge: selectionOf(it, row) }))
  })
}

function nodeOf({ id, resourceId }: SelectorRow): MapNode {
  return { id, uuid: resourceId }
}

function selectionOf(from: SelectorRow, to: SelectorRow): Step['edge'] {
  const kind: RelationKind = from.subType === 'NetworkPolicy' ? 'applies-to' : 'selects'
  return { from: from.id, to: to.id, kind, label: '' }
}

/** Most failed first; only of the namespace that was asked for. */
async function containedSteps(walk: Walk, nodes: readonly MapNode[]): Promise<Step[]> {
  const steps: Step[] = []
  for (const node of nodes) {
    const { kind, name } = parseId(node.id)
    if (kind !== 'Namespace') continue
    const filter = { namespace: name, limit: containedMax }
    const rows = await listOfNamespace(walk.db, walk.clusterId, filter)
    walk.omitted += Math.max(0, (rows[0]?.total ?? 0) - rows.length)
    for (const row of rows) {
      const next = { id: row.id, uuid: row.resourceId }
      steps.push({ next, edge: { from: node.id, to: row.id, kind: 'contains', label: '' } })
    }
  }
  return steps
}

const containedMax = 40

function namespaceStep({ clusterId }: Walk, node: MapNode): Step[] {
  const { namespace } = parseId(node.id)
  if (namespace === null) return []
  const id = objectId('', 'Namespace', '', namespace)
  const next = { id, uuid: findingId(clusterId, id, '') }
  return [{ next, edge: { from: id, to: node.id, kind: 'contains', label: '' } }]
}
