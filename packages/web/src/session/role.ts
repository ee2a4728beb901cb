/** What the person before the page may do; the server holds it, the pages only do not offer more. */

import type { Session } from '@evenkeel/model'
import { useQuery } from '@tanstack/react-query'
import { fetchSession } from '../api/session.ts'

type Role = Session['user']['role']

const ranks: Record<Role, number> = { viewer: 0, editor: 1, admin: 2 }
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
  return data !== undefined && ranks[data.user.role] >= ranks[needed]
}
