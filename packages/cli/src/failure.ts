/** How a command ends when it cannot do what was asked: one sentence and an exit status. */

/** Exit statuses, as DESIGN.md section 11 fixes them. */
export const exitStatus = {
  done: 0,
  gateBroken: 1,
  wrongUse: 2,
  nothingEvaluated: 3,
} as const

/** A sentence for the person at the terminal; shown without a stack. */
export class Failure extends Error {
  readonly status: number

  constructor(message: string, status: number = exitStatus.wrongUse, cause?: unknown) {
    super(message, { cause })
    this.name = 'Failure'
    this.status = status
  }
}

/** Whether an error is meant to be read as a sentence: ours, or one that a package marks as such. */
export function isSentence(error: unknown): error is Error {
  return error instanceof Error && error.name !== 'Error' && !(error instanceof TypeError)
}
