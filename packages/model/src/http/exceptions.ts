/** Exceptions: recorded decisions to accept failed findings. */

import { type Static, Type } from 'typebox'
import { Score } from '../score/score.ts'
import { nullable, oneOf } from '../vocabulary.ts'

export const ExceptionCategory = oneOf('accepted', 'false-positive', 'compensating-control')
export type ExceptionCategory = Static<typeof ExceptionCategory>

/** Which findings: a query, or a rule with a pattern of its resources. One of both. */
const scopeFields = {
  /** KQL that says which findings are accepted, those that come later included. Never empty. */
  query: Type.Optional(Type.String({ minLength: 1, maxLength: 8192 })),
  /** The id of a rule; stars stand for anything. */
  rule: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
  /** With a rule: the end of resource ids, such as `Deployment/payments/api-*`; all where it is left out. */
  resource: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
  /** With a rule: the name of a cluster; all where it is left out. */
  cluster: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
}

/** POST /exceptions/preview */
export const ExceptionScope = Type.Object(scopeFields)
export type ExceptionScope = Static<typeof ExceptionScope>

/** POST /exceptions: accepted at once for whoever may, else asked for. */
export const CreateExceptionRequest = Type.Object({
  ...scopeFields,
  reason: Type.String({ minLength: 1, maxLength: 2000 }),
  category: ExceptionCategory,
  /** Who answers for it: a person or a team. */
  owner: Type.String({ minLength: 1, maxLength: 200 }),
  /** When it ends by itself, RFC 3339; null for never. */
  until: nullable(Type.String({ maxLength: 40 })),
})
export type CreateExceptionRequest = Static<typeof CreateExceptionRequest>

/** POST /exceptions/{id}/decision */
export const DecideExceptionRequest = Type.Object({
  decision: oneOf('approved', 'denied'),
  /** Why; asked for when it is denied. */
  note: Type.String({ maxLength: 2000 }),
})
export type DecideExceptionRequest = Static<typeof DecideExceptionRequest>

export const Exception = Type.Object({
  id: Type.String(),
  query: Type.String(),
  reason: Type.String(),
  category: ExceptionCategory,
  owner: Type.String(),
  until: nullable(Type.String()),
  created_at: Type.String(),
  created_by: Type.String(),
  /** Only active ones accept findings. */
  state: oneOf('requested', 'active', 'denied', 'expired', 'revoked'),
  /** Who approved or denied it, null while nobody has. */
  decided_by: nullable(Type.String()),
  decided_at: nullable(Type.String()),
  /** What they said. */
  note: nullable(Type.String()),
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

/** POST /exceptions/import?dry_run=: all of the file, or nothing where a line of it is wrong. */
export const ImportExceptionsResponse = Type.Object({
  created: Type.Integer(),
  /** Those that stand already, word for word. */
  unchanged: Type.Integer(),
  warnings: Type.Array(Type.String()),
})
export type ImportExceptionsResponse = Static<typeof ImportExceptionsResponse>
