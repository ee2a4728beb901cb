/** What `evenkeel up` and the process that evaluates for it say to each other. */

import type { Source } from './choose-source.ts'

/** Where the findings go. */
export interface Destination {
  url: string
  token: string
  clusterId: string
}

/** What is shown, as far as it can travel. */
export type ChosenSource = Pick<Source, 'cluster' | 'kind' | 'reason'>

export type EvaluationMessage =
  | { kind: 'source'; source: ChosenSource }
  | { kind: 'evaluated' }
  | { kind: 'failed'; message: string }

/** Only what one of the two sent is of this shape, whose code is the same. */
export function isEvaluationMessage(message: unknown): message is EvaluationMessage {
  return typeof message === 'object' && message !== null && 'kind' in message
}

export function isDestination(message: unknown): message is Destination {
  return typeof message === 'object' && message !== null && 'clusterId' in message
}
