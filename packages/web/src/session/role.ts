/** What the person before the page may do; the server holds it, the pages only do not offer more. */

import { type Action, mayDo } from '@evenkeel/model'
import { useQuery } from '@tanstack/react-query'
import { fetchSession } from '../api/session.ts'

const freshMs = 60_000

/** Who the page speaks as. */
export function useSession(enabled = true) {
  return useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => fetchSession(signal),
    staleTime: freshMs,
    enabled,
  })
}

/** Whether the session may do this. */
export function useMayDo(action: Action): boolean {
  const { data } = useSession()
  return data !== undefined && mayDo(data.user, action)
}
