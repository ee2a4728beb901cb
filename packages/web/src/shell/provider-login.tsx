/** Signing in at the identity provider, where the server has one, and why that did not work. */

import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { fetchLoginOptions } from '../api/session.ts'
import css from './login.module.css'

/** What the server says in the address that it sends the browser back to. */
const failures: Record<string, string> = {
  'provider-unavailable':
    'The identity provider does not answer. Try again, or sign in with a password or a login link.',
  'login-refused':
    'The identity provider did not confirm the login, or it took too long. Sign in again.',
  'no-role': 'None of your groups has a role here. Ask an admin of Evenkeel for one.',
  'name-taken': 'Your name belongs to another user of this server. Ask an admin of Evenkeel.',
}

/** Undefined where nothing failed. */
export function readLoginFailure(search: string): string | undefined {
  const failure = new URLSearchParams(search).get('failure')
  return failure === null
    ? undefined
    : (failures[failure] ?? 'The login did not work. Sign in again.')
}

export function ProviderLogin() {
  const options = useQuery({
    queryKey: ['login-options'],
    queryFn: ({ signal }) => fetchLoginOptions(signal),
    retry: false,
  })
  const oidc = options.data?.oidc
  if (!oidc) return null
  const { pathname, search } = window.location
  // Back to where the person was, but not to the login page.
  const returnTo = pathname === '/login' ? '/' : `${pathname}${search}`
  return (
    <div className={css.form}>
      <Button
        component="a"
        href={`/login/oidc?return_to=${encodeURIComponent(returnTo)}`}
        size="sm"
      >
        Sign in with {oidc.name}
      </Button>
      <h2>Or with a password</h2>
    </div>
  )
}
