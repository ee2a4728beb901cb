/** Tells open pages that something changed. */

export interface ServerEvent {
  kind: 'cycle' | 'cluster' | 'exception' | 'attestation' | 'rules'
  /** Its id; empty where it is about all. */
  cluster: string
}

export interface EventHub {
  publish(event: ServerEvent): void
  /** Answers how to stop. */
  subscribe(listener: (event: ServerEvent) => void): () => void
  count(): number
}

export function createEventHub(): EventHub {
  const listeners = new Set<(event: ServerEvent) => void>()
  return {
    publish(event) {
      for (const listener of listeners) listener(event)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    count: () => listeners.size,
  }
}
