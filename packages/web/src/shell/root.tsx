/** Lets a page be seen by who has a session, and says how to get one to who has not. */

import { useRouterState } from '@tanstack/react-router'
import { RequestError } from '../api/request.ts'
import { Failed, Loading } from '../elements/states.tsx'
import { useSession } from '../session/role.ts'
import { Login } from './login.tsx'
import { Shell } from './shell.tsx'
import { SignInAgain } from './sign-in-again.tsx'

export function Root() {
  const isLogin = useRouterState({ select: (state) => state.location.pathname === '/login' })
  const session = useSession(!isLogin)

  if (isLogin) return <Login />
  if (session.isPending) return <Loading label="Loading Evenkeel" rows={0} />
  if (session.isError) {
    const isSignedOut = session.error instanceof RequestError && session.error.status === 401
    // What was typed on the page is still there once somebody is signed in again.
    if (isSignedOut && session.data)
      return (
        <>
          <Shell key={session.data.user.name} session={session.data} />
          <SignInAgain session={session.data} />
        </>
      )
    if (isSignedOut) return <Login />
    return <Failed what="Evenkeel" error={session.error} onRetry={() => session.refetch()} />
  }
  return <Shell key={session.data.user.name} session={session.data} />
}
