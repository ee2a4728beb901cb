/** Lets a page be seen by who has a session, and says how to get one to who has not. */

import { useRouterState } from '@tanstack/react-router'
import { RequestError } from '../api/request.ts'
import { Failed, Loading } from '../elements/states.tsx'
import { useSession } from '../session/role.ts'
import { Login } from './login.tsx'
import { Shell } from './shell.tsx'

export function Root() {
  const isLogin = useRouterState({ select: (state) => state.location.pathname === '/login' })
  const session = useSession(!isLogin)

  if (isLogin) return <Login />
  if (session.isPending) return <Loading label="Loading Evenkeel" rows={0} />
  if (session.isError) {
    const isSignedOut = session.error instanceof RequestError && session.error.status === 401
    if (isSignedOut) return <Login />
    return <Failed what="Evenkeel" error={session.error} onRetry={() => session.refetch()} />
  }
  return <Shell session={session.data} />
}
