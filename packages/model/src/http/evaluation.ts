/** Asking the agents of a cluster to look at everything anew, and what became of it. */

import { type Static, Type } from 'typebox'
import { nullable } from '../vocabulary.ts'

/** POST and GET /clusters/{id}/evaluate; agents are asked and answer by their next complete cycle. */
export const EvaluationStatus = Type.Object({
  /** Null where nobody ever asked. */
  asked_at: nullable(Type.String()),
  asked_by: nullable(Type.String()),
  /** Reporters that looked at everything since, of how many. */
  answered: Type.Integer(),
  of: Type.Integer(),
  /** Of the latest answer to this question; null before the first. */
  answered_at: nullable(Type.String()),
  /** Reporters that have not answered and are silent for two of their periods. */
  silent: Type.Integer(),
})
export type EvaluationStatus = Static<typeof EvaluationStatus>
