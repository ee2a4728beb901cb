/** The versions of a resource that were kept, and what a rule said of each. */

import { findingId } from '@evenkeel/benchmarks'
import type { Evaluation } from '@evenkeel/model'
import { evaluationOf } from '../storage/codes.ts'
import type { ReadDatabase } from '../storage/reach.ts'
import {
  findVersionData,
  listVersions,
  readEvaluationsUntil,
  type VersionRow,
} from '../storage/resource-versions.ts'
import { findResourceData, type ResourceRecord } from '../storage/resources.ts'

export interface DescribedVersion extends VersionRow {
  /** What the rule said last while it was the current one; null where it said nothing. */
  evaluation: Evaluation | null
}

type Key = Pick<ResourceRecord, 'clusterId' | 'resourceId' | 'id'>

/** Newest first. */
export async function describeVersions(
  db: ReadDatabase,
  { clusterId, resourceId, id }: Key,
  ruleId: string | undefined,
): Promise<DescribedVersion[]> {
  const versions = await listVersions(db, clusterId, resourceId)
  if (ruleId === undefined) return versions.map((it) => ({ ...it, evaluation: null }))
  const key = { clusterId, findingId: findingId(clusterId, id, ruleId) }
  const untils = versions.map((version) => version.until)
  const codes = await readEvaluationsUntil(db, key, untils)
  return versions.map((version, index) => {
    const code = codes[index] ?? null
    return { ...version, evaluation: code === null ? null : evaluationOf(code) }
  })
}

/** Undefined where it was dropped in between. */
export async function readVersionData(
  db: ReadDatabase,
  { clusterId, resourceId }: Key,
  { since, until }: VersionRow,
): Promise<{ data: unknown } | undefined> {
  if (until === null) return { data: await findResourceData(db, clusterId, resourceId) }
  return await findVersionData(db, { clusterId, resourceId }, since)
}
