/** Which attestations count at a time. */

import type { Attestation } from '@evenkeel/model'
import type { AttestationRow } from './attestations.ts'

/**
 * Of a rule and a cluster the newest answer that was not revoked stands; older ones were replaced
 * for good, so that an answer that runs out does not bring an outdated one back.
 */
export function statesOf(
  rows: readonly AttestationRow[],
  now: Date,
): Map<string, Attestation['state']> {
  const newestFirst = [...rows].sort(
    (a, b) =>
      b.createdAt.getTime() - a.createdAt.getTime() || (a.attestationId < b.attestationId ? -1 : 1),
  )
  const answered = new Set<string>()
  const states = new Map<string, Attestation['state']>()
  for (const row of newestFirst) {
    const key = `${row.clusterId ?? ''} ${row.ruleId}`
    const isRevoked = row.revokedAt !== null && row.revokedAt <= now
    const isExpired = row.until !== null && row.until <= now
    const replaced = answered.has(key) ? 'replaced' : 'active'
    states.set(row.attestationId, isRevoked ? 'revoked' : isExpired ? 'expired' : replaced)
    if (!isRevoked) answered.add(key)
  }
  return states
}

/** Those that count at the time, by rule and cluster. */
export interface AttestationBook {
  active: readonly AttestationRow[]
  /** Of a cluster its own answer, else the one for all clusters. */
  find(ruleId: string, clusterId: string): AttestationRow | undefined
}

export const noAttestations: AttestationBook = { active: [], find: () => undefined }

export function openAttestations(rows: readonly AttestationRow[], at: Date): AttestationBook {
  const made = rows.filter((row) => row.createdAt <= at)
  if (made.length === 0) return noAttestations
  const states = statesOf(made, at)
  const active = made.filter((row) => states.get(row.attestationId) === 'active')
  const byKey = new Map(active.map((row) => [`${row.clusterId ?? ''} ${row.ruleId}`, row]))
  return {
    active,
    find: (ruleId, clusterId) => byKey.get(`${clusterId} ${ruleId}`) ?? byKey.get(` ${ruleId}`),
  }
}
