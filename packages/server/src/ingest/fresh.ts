/** Writes resources that were never there with all their findings: nothing has to be compared, and all counts are known. */

import { findingId } from '@evenkeel/benchmarks'
import type { ResourceRow } from '@evenkeel/model'
import { addLinks } from '../relations/write-links.ts'
import { evaluationCode } from '../storage/codes.ts'
import {
  type CycleContext,
  type FindingWrite,
  upsertFindings,
  upsertKeys,
  upsertResources,
} from '../storage/cycle-rows.ts'
import type { Database } from '../storage/database.ts'
import type { Place } from '../storage/rule-book.ts'
import { toStoredText } from '../storage/sanitize.ts'
import { type ClusterSettings, rate } from './cluster-settings.ts'
import type { FreshPart } from './parts.ts'
import { resourceUuid } from './plan.ts'
import { linkedOf, toWrite } from './resources.ts'
import type { CycleTally } from './tally.ts'
import { createResourceCounter, placeInStory, transitionOf } from './transitions.ts'

interface Fresh {
  part: FreshPart
  placeOf: PlaceOf
  settings: ClusterSettings
  tally: CycleTally
}

/** Answers the ids of the findings. */
export async function writeFresh(
  db: Database,
  context: CycleContext,
  { part, placeOf, settings, tally }: Fresh,
): Promise<string[]> {
  const { clusterId } = context
  const resources = new Map(part.resources.map((row) => [row.id, identify(clusterId, row)]))
  const counter = createResourceCounter()
  const findings = part.findings.map((row): FindingWrite => {
    const place = placeOf(row.rule_id)
    const of = resources.get(row.resource_id)
    if (!of) throw new Error(`The finding of ${row.rule_id} came without its resource.`)
    const evaluation = evaluationCode(row.evaluation)
    const { severity, own_severity } = rate(settings, row)
    const isOff = settings.isDisabled(row.rule_id)
    const counted = { resourceId: of.uuid, placeNo: place.placeNo, evaluation, severity }
    if (!isOff) {
      counter.add(counted, 1)
      tally.appear(of.owner, counted)
    }
    return {
      id: findingId(clusterId, row.resource_id, row.rule_id),
      resource_id: of.uuid,
      rule_no: place.ruleNo,
      place_no: place.placeNo,
      evaluation,
      severity,
      own_severity,
      ...placeInStory(transitionOf(undefined, evaluation).lifecycle, isOff),
      reason: row.reason,
      evidence: row.evidence,
    }
  })
  const hashes = new Map(part.keys.map((key) => [key.id, key.hash]))
  const counts = new Map(counter.resources().map((it) => [it.resource_id, it]))
  const writes = part.resources.map((row) => {
    const write = toWrite(clusterId, row, hashes.get(row.id))
    return { ...write, ...counts.get(write.resource_id) }
  })
  await upsertResources(db, context, writes)
  await addLinks(db, clusterId, writes.map(linkedOf))
  // Those of a resource stay together, and are read together.
  await upsertFindings(db, context, findings)
  await upsertKeys(db, context, part.keys)
  return findings.map((row) => row.id)
}

export type PlaceOf = (ruleId: string) => Pick<Place, 'placeNo' | 'ruleNo'>

function identify(clusterId: string, { id, namespace, owner }: ResourceRow) {
  // As it will be stored: the rollup has one row for each.
  const stored = (text: string | null) => (text ? toStoredText(text) : '')
  return {
    uuid: resourceUuid(clusterId, id),
    owner: { namespace: stored(namespace), owner: stored(owner) },
  }
}
