/** Hears from the server that something changed. */

/** Calls back at most once in the pause, however much changes; returns what ends it. */
export function listenForChanges(onChange: () => void, pauseMs: number): () => void {
  // Tests and very old browsers have none; the pages then show what they asked for themselves.
  if (typeof EventSource === 'undefined') return () => undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const source = new EventSource('/api/v1/events')
  source.addEventListener('changed', () => {
    timer ??= setTimeout(() => {
      timer = undefined
      onChange()
    }, pauseMs)
  })
  return () => {
    clearTimeout(timer)
    source.close()
  }
}
