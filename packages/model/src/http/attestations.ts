/** Attestations: a person's answers to manual rules. */

import { type Static, Type } from 'typebox'
import { nullable, oneOf } from '../vocabulary.ts'

/** What the person found. A finding keeps the evaluation `manual`; the answer stands beside it. */
export const AttestationVerdict = oneOf('passed', 'failed')
export type AttestationVerdict = Static<typeof AttestationVerdict>

/** A document that shows it; stored, never run, and served as a download only. */
export const AttestationFile = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  media_type: Type.String({ minLength: 1, maxLength: 100 }),
  /** Base64, at most 700,000 characters: half a megabyte. */
  content: Type.String({ maxLength: 700_000 }),
})
export type AttestationFile = Static<typeof AttestationFile>

/** POST /attestations; GET /attestations?rule=&cluster=&state= answers an array, newest first. */
export const CreateAttestationRequest = Type.Object({
  rule_id: Type.String({ minLength: 1, maxLength: 256 }),
  /** Null for every cluster that the person may see. */
  cluster_id: nullable(Type.String({ maxLength: 64 })),
  verdict: AttestationVerdict,
  /** What was looked at and what was found. */
  statement: Type.String({ minLength: 1, maxLength: 8000 }),
  /** When it has to be looked at again, RFC 3339; null for never. */
  until: nullable(Type.String({ maxLength: 40 })),
  file: nullable(AttestationFile),
})
export type CreateAttestationRequest = Static<typeof CreateAttestationRequest>

export const Attestation = Type.Object({
  id: Type.String(),
  rule_id: Type.String(),
  cluster_id: nullable(Type.String()),
  verdict: AttestationVerdict,
  statement: Type.String(),
  until: nullable(Type.String()),
  created_at: Type.String(),
  created_by: Type.String(),
  /** The newest active one of a rule and cluster counts; the one for all clusters counts where a cluster has none. */
  state: oneOf('active', 'expired', 'revoked', 'replaced'),
  file: nullable(
    Type.Object({
      name: Type.String(),
      media_type: Type.String(),
      bytes: Type.Integer(),
      sha256: Type.String(),
    }),
  ),
})
export type Attestation = Static<typeof Attestation>
