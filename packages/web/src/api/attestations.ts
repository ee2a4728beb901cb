/** Asks for answers to manual rules, gives and revokes them. */

import { Attestation, type CreateAttestationRequest } from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson, searchOf } from './request.ts'

/** Of one rule, newest first. */
export function fetchAttestations(
  request: { rule: string; cluster: string | undefined },
  signal?: AbortSignal,
) {
  return fetchJson(Type.Array(Attestation), `/attestations${searchOf({ ...request })}`, { signal })
}

export function createAttestation(body: CreateAttestationRequest) {
  return fetchJson(Attestation, '/attestations', { method: 'POST', body })
}

/** Answers nothing: it stays on record as revoked. */
export function revokeAttestation(id: string) {
  return fetchJson(Type.Undefined(), `/attestations/${encodeURIComponent(id)}`, {
    method: 'DELETE',
  })
}

/** Where the browser downloads the document of an answer. */
export function documentAddress(id: string): string {
  return `/api/v1/attestations/${encodeURIComponent(id)}/file`
}
