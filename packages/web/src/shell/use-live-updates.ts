/** Keeps the pages in step with the server; what is under the pointer never moves by itself. */

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listenForChanges } from '../api/events.ts'

const pauseMs = 1500
/** Numbers and states are asked for anew at once; lists of findings wait for the reader (see NewResults). */
const liveKeys = ['clusters', 'cluster', 'scores', 'freshness']

export function useLiveUpdates(): void {
  const queries = useQueryClient()
  useEffect(
    () =>
      listenForChanges(() => {
        for (const key of liveKeys) void queries.invalidateQueries({ queryKey: [key] })
      }, pauseMs),
    [queries],
  )
}
