/** Tells a waiting loop that there is something for it, once for all that came while it was busy. */

export interface Bell {
  ring(): void
  /** Whether somebody has yet to hear it. */
  isRung(): boolean
  /** Whether it was rung since the last time that somebody heard it. */
  takeRing(): boolean
  /** Ends with a ring or the signal; what comes within `gatherMs` after a ring is heard with it. */
  rung(signal: AbortSignal, gatherMs?: number): Promise<void>
}

export function createBell(): Bell {
  let isRung = false
  let wake: (() => void) | undefined
  return {
    ring() {
      isRung = true
      wake?.()
    },
    isRung: () => isRung,
    takeRing() {
      const wasRung = isRung
      isRung = false
      return wasRung
    },
    async rung(signal, gatherMs = 0) {
      if (!isRung && !signal.aborted)
        await new Promise<void>((done) => {
          const end = (): void => {
            signal.removeEventListener('abort', end)
            wake = undefined
            done()
          }
          wake = end
          signal.addEventListener('abort', end)
        })
      if (gatherMs > 0 && !signal.aborted) await new Promise((done) => setTimeout(done, gatherMs))
      isRung = false
    },
  }
}
