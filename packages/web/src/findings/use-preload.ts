/** Asks for the finding that the pointer or the focus rests on, so that it is there when it is opened. */

import type { Finding } from '@evenkeel/model'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { findingQuery } from '../flyout/finding-view.tsx'

/** Who passes over rows opens none of them. */
const restMs = 70

export function usePreload(at: string | undefined): (finding: Finding | undefined) => void {
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return useCallback(
    (finding) => {
      clearTimeout(timer.current)
      if (!finding) return
      const ask = () => void queries.prefetchQuery(findingQuery(finding.id, at))
      timer.current = setTimeout(ask, restMs)
    },
    [queries, at],
  )
}
