/** What people say of findings: who sees to them, and comments. */

import { type Static, Type } from 'typebox'
import { nullable, oneOf } from '../vocabulary.ts'

const withoutControls = '^[^\\u0000-\\u001f\\u007f]*$'

/** A name, as users and teams have them. */
export const Assignee = Type.String({ minLength: 1, maxLength: 100, pattern: withoutControls })

/** POST /assignments: the findings of a query, those that come later left out. */
export const AssignRequest = Type.Object({
  /** KQL. Never empty. */
  query: Type.String({ minLength: 1, maxLength: 8192 }),
  /** Null takes them from whoever has them. */
  assignee: nullable(Assignee),
})
export type AssignRequest = Static<typeof AssignRequest>

/** So many findings are assigned at once. */
export const assignedMax = 10_000

export const AssignResponse = Type.Object({
  /** Findings that have another assignee now. */
  changed: Type.Integer(),
  unchanged: Type.Integer(),
})
export type AssignResponse = Static<typeof AssignResponse>

export const commentLengthMax = 4_000
/** Of one finding; then there is another place to talk. */
export const commentsMax = 200

/** POST /findings/{id}/comments */
export const CommentRequest = Type.Object({
  /** Markdown; HTML in it is text. */
  text: Type.String({ minLength: 1, maxLength: commentLengthMax, pattern: '^[^\\u0000]*$' }),
})
export type CommentRequest = Static<typeof CommentRequest>

/** GET /findings/{id}/notes, latest first. */
export const FindingNote = Type.Object({
  id: Type.String(),
  at: Type.String(),
  by: Type.String(),
  kind: oneOf('comment', 'assigned'),
  /** Of a comment. */
  text: nullable(Type.String()),
  /** Who has it since; null for nobody, and of comments. */
  assignee: nullable(Type.String()),
})
export type FindingNote = Static<typeof FindingNote>
