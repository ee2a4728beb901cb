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

/** JavaScript's own errors are bugs of ours and shown with their stack; all others are sentences. */
export function isSentence(error: unknown): error is Error {
  const bugs = [TypeError, RangeError, ReferenceError, SyntaxError]
  return (
    error instanceof Error && !bugs.some((it) => error instanceof it) && !process.env.EVENKEEL_DEBUG
  )
}
