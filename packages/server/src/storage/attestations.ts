/** Reads and writes attestations and the documents that came with them. */

import type { Kysely, Selectable } from 'kysely'
import type { ReadDatabase } from './reach.ts'
import type { Tables } from './tables.ts'

export type AttestationRow = Selectable<Tables['attestation']>
export type AttestationWrite = Omit<AttestationRow, 'revokedAt' | 'revokedBy'>

export interface AttestationFilter {
  ruleId?: string | undefined
  /** With those for all clusters. */
  clusterId?: string | undefined
}

/** Newest first. */
export function listAttestations(
  db: ReadDatabase,
  { ruleId, clusterId }: AttestationFilter = {},
): Promise<AttestationRow[]> {
  let query = db
    .selectFrom('attestation')
    .selectAll()
    .orderBy('createdAt', 'desc')
    .orderBy('attestationId')
  if (ruleId !== undefined) query = query.where('ruleId', '=', ruleId)
  if (clusterId !== undefined) {
    query = query.where((it) =>
      it.or([it('clusterId', '=', clusterId), it('clusterId', 'is', null)]),
    )
  }
  return query.execute()
}

export async function insertAttestation(
  transaction: Kysely<Tables>,
  write: AttestationWrite,
  content: Uint8Array | undefined,
): Promise<void> {
  await transaction
    .insertInto('attestation')
    .values({ ...write, revokedAt: null, revokedBy: null })
    .execute()
  if (content) {
    const { attestationId } = write
    await transaction.insertInto('attestationFile').values({ attestationId, content }).execute()
  }
}

export function findAttestation(
  db: ReadDatabase,
  attestationId: string,
): Promise<AttestationRow | undefined> {
  return db
    .selectFrom('attestation')
    .selectAll()
    .where('attestationId', '=', attestationId)
    .executeTakeFirst()
}

export async function findAttestationFile(
  db: ReadDatabase,
  attestationId: string,
): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('attestationFile')
    .select('content')
    .where('attestationId', '=', attestationId)
    .executeTakeFirst()
  return row?.content
}

/** False where it was revoked before. */
export async function revokeAttestation(
  db: Kysely<Tables>,
  attestationId: string,
  by: { at: Date; name: string },
): Promise<boolean> {
  const result = await db
    .updateTable('attestation')
    .set({ revokedAt: by.at, revokedBy: by.name })
    .where('attestationId', '=', attestationId)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}
