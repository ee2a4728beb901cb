/** Creates, lists and revokes attestations: a person's answers to manual rules. */

import { createHash, randomUUID } from 'node:crypto'
import type { Attestation, AttestationFile, CreateAttestationRequest } from '@evenkeel/model'
import { type WritingHost, writeOnRecord } from '../http/audit.ts'
import type { AppHost, World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { statesOf } from '../storage/attestation-state.ts'
import {
  type AttestationRow,
  findAttestation,
  findAttestationFile,
  insertAttestation,
  listAttestations,
  revokeAttestation,
} from '../storage/attestations.ts'
import { findVisible } from '../storage/reach.ts'

export interface AttestationQuery {
  rule?: string | undefined
  cluster?: string | undefined
  state?: Attestation['state'] | undefined
}

const listedMax = 1000

/** Newest first; with a cluster also the answers for all clusters. */
export async function describeAttestations(
  host: AppHost,
  world: World,
  { rule, cluster, state }: AttestationQuery,
): Promise<Attestation[]> {
  if (cluster !== undefined) refuseUnknownCluster(world, cluster, 'cluster')
  // PostgreSQL knows no NUL in text.
  const ruleId = rule?.replaceAll('\0', '\ufffd')
  const rows = await listAttestations(world.db, { ruleId, clusterId: cluster })
  const states = statesOf(rows, host.now())
  return rows
    .map((row) => describe(row, states.get(row.attestationId)))
    .filter((it) => state === undefined || it.state === state)
    .slice(0, listedMax)
}

export async function createAttestation(
  host: WritingHost,
  world: World,
  { request, by }: { request: CreateAttestationRequest; by: string },
): Promise<Attestation> {
  const { rule_id: ruleId, cluster_id: clusterId, verdict, statement, file } = request
  if (!world.book.rules.has(ruleId)) {
    throw new ProblemError(400, `There is no rule "${ruleId}".`, '/rule_id')
  }
  if (clusterId !== null) refuseUnknownCluster(world, clusterId, '/cluster_id')
  refuseBeyondReach(world, clusterId)
  const now = host.now()
  const content = file ? readContent(file) : undefined
  const row: AttestationRow = {
    attestationId: randomUUID(),
    ruleId,
    clusterId,
    verdict,
    statement: statement.replaceAll('\0', '\ufffd'),
    until: readUntil(request.until, now),
    createdAt: now,
    createdBy: by,
    revokedAt: null,
    revokedBy: null,
    fileName: file ? plainName(file.name) : null,
    fileType: file ? file.media_type.toLowerCase() : null,
    fileBytes: content?.byteLength ?? null,
    fileSha256: content ? createHash('sha256').update(content).digest('hex') : null,
  }
  await writeOnRecord(host, (db) => insertAttestation(db, row, content))
  announce(host)
  return describe(row, 'active')
}

export async function endAttestation(
  host: WritingHost,
  world: World,
  { id, by }: { id: string; by: string },
): Promise<void> {
  const row = await readKnown(world, id)
  refuseBeyondReach(world, row.clusterId)
  await writeOnRecord(host, async (db) => {
    if (await revokeAttestation(db, row.attestationId, { at: host.now(), name: by })) return
    throw new ProblemError(409, `The attestation ${id} was revoked before.`)
  })
  announce(host)
}

export interface StoredFile {
  name: string
  mediaType: string
  content: Uint8Array
}

export async function readAttestationFile(world: World, id: string): Promise<StoredFile> {
  const { attestationId, fileName, fileType } = await readKnown(world, id)
  const content = await findAttestationFile(world.db, attestationId)
  if (!content || fileName === null || fileType === null) {
    throw new ProblemError(404, `The attestation ${id} has no document.`)
  }
  return { name: fileName, mediaType: fileType, content }
}

async function readKnown(world: World, id: string): Promise<AttestationRow> {
  const row = await findAttestation(world.db, id)
  if (!row) throw new ProblemError(404, `There is no attestation ${id}.`)
  return row
}

/** An answer is for whole clusters, so only who sees all that it is about gives or revokes it. */
function refuseBeyondReach(world: World, clusterId: string | null): void {
  if (world.reach === null) return
  const { whole } = findVisible(world.reach, world.clusters)
  if (clusterId !== null && whole.includes(clusterId)) return
  throw new ProblemError(
    403,
    clusterId === null
      ? 'You see a part of the clusters; name the one that you answer for.'
      : 'You see a part of this cluster; somebody who sees all of it has to answer for it.',
    '/cluster_id',
  )
}

function refuseUnknownCluster(world: World, clusterId: string, field: string): void {
  if (!world.clusters.some((it) => it.clusterId === clusterId)) {
    throw new ProblemError(400, `There is no cluster "${clusterId}".`, field)
  }
}

/** Decoders of base64 leave out what they do not know, so a broken document would be stored unseen. */
function readContent(file: AttestationFile): Uint8Array {
  const content = Buffer.from(file.content, 'base64')
  if (content.toString('base64').replace(/=+$/, '') !== file.content.replace(/=+$/, '')) {
    throw new ProblemError(400, `The document "${file.name}" is not base64.`, '/file/content')
  }
  if (!/^[\w.+-]+\/[\w.+-]+$/.test(file.media_type)) {
    throw new ProblemError(
      400,
      `"${file.media_type}" is no media type such as application/pdf.`,
      '/file/media_type',
    )
  }
  return content
}

/** Of a path its last part, without control characters and halves of pairs, which no header holds. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  return last.replace(/[\p{Cc}\p{Cs}]/gu, '') || 'document'
}

function readUntil(until: string | null, now: Date): Date | null {
  if (until === null) return null
  const time = Date.parse(until)
  if (Number.isNaN(time) || time <= now.getTime() || time > Date.UTC(9999, 0, 1)) {
    throw new ProblemError(
      400,
      'An attestation has to be looked at again at a time in the future, such as 2030-01-31T00:00:00Z.',
      '/until',
    )
  }
  return new Date(time)
}

function describe(row: AttestationRow, state: Attestation['state'] = 'replaced'): Attestation {
  const { fileName, fileType, fileBytes, fileSha256 } = row
  return {
    id: row.attestationId,
    rule_id: row.ruleId,
    cluster_id: row.clusterId,
    verdict: row.verdict,
    statement: row.statement,
    until: row.until?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
    state,
    file:
      fileName === null
        ? null
        : {
            name: fileName,
            media_type: fileType ?? '',
            bytes: fileBytes ?? 0,
            sha256: fileSha256 ?? '',
          },
  }
}

function announce(host: AppHost): void {
  host.events.publish({ kind: 'attestation', cluster: '' })
}
