/** Exceptions: recorded decisions to accept failed findings. */

import { type Static, Type } from 'typebox'
import { Score } from '../score/score.ts'
import { nullable, oneOf } from '../vocabulary.ts'

export const ExceptionCategory = oneOf('accepted', 'false-positive', 'compensating-control')
export type ExceptionCategory = Static<typeof ExceptionCategory>

/** POST /exceptions */
export const CreateExceptionRequest = Type.Object({
  /** KQL that says which findings are accepted, those that come later included. Never empty. */
  query: Type.String({ minLength: 1, maxLength: 8192 }),
  reason: Type.String({ minLength: 1, maxLength: 2000 }),
  category: ExceptionCategory,
  /** Who answers for it: a person or a team. */
  owner: Type.String({ minLength: 1, maxLength: 200 }),
  /** When it ends by itself, RFC 3339; null for never. */
  until: nullable(Type.String({ maxLength: 40 })),
})
export type CreateExceptionRequest = Static<typeof CreateExceptionRequest>

export const Exception = Type.Object({
  id: Type.String(),
  query: Type.String(),
  reason: Type.String(),
  category: ExceptionCategory,
  owner: Type.String(),
  until: nullable(Type.String()),
  created_at: Type.String(),
  created_by: Type.String(),
  /** Revoked ones and those whose time is over accept nothing. */
  state: oneOf('active', 'expired', 'revoked'),
  /** Findings that it covers now, and how many of them failed. */
  findings: Type.Integer(),
  failed: Type.Integer(),
})
export type Exception = Static<typeof Exception>

/** POST /exceptions/preview: what it would cover and what the score would be. */
export const ExceptionPreview = Type.Object({
  findings: Type.Integer(),
  failed: Type.Integer(),
  /** With the exceptions that there are. */
  score: Score,
  score_after: Score,
  warnings: Type.Array(Type.String()),
})
export type ExceptionPreview = Static<typeof ExceptionPreview>
