/** What the examination of an agent's setup says of one thing. */

export type Subject =
  | 'agent'
  | 'server'
  | 'clock'
  | 'state'
  | 'kube-api'
  | 'permissions'
  | 'processes'
  | 'files'

export interface Diagnosis {
  subject: Subject
  /** `limited` leaves something unknown; with `broken` nothing of it works. */
  state: 'well' | 'limited' | 'broken'
  /** One sentence; for the latter two with what to do. */
  message: string
}

export function well(subject: Subject, message: string): Diagnosis {
  return { subject, state: 'well', message }
}

export function limited(subject: Subject, message: string): Diagnosis {
  return { subject, state: 'limited', message }
}

export function broken(subject: Subject, message: string): Diagnosis {
  return { subject, state: 'broken', message }
}

/** Without the full stop, to stand inside a sentence. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/\.$/, '')
}
