/** What the person before the page may do; the server holds it, the pages only do not offer more. */

import { type Action, hasRole, mayDo, type Role } from '@evenkeel/model'
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

/** Whether the session has at least this role. */
export function useHasRole(needed: Role): boolean {
  const { data } = useSession()
  return data !== undefined && hasRole(data.user.role, needed)
}

/** Whether the session may do this. */
export function useMayDo(action: Action): boolean {
  const { data } = useSession()
  return data !== undefined && mayDo(data.user.role, action)
}
