/** For who has no session: trades the token of a login link for one, or says how to get a link. */

import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { createSession } from '../api/session.ts'
import { CopyButton } from '../elements/copy-button.tsx'
import { Notice } from '../elements/states.tsx'
import { Brand } from './brand.tsx'
import css from './login.module.css'

const command = 'npx evenkeel up'

export function Login() {
  const { error, isWorking } = useTokenOfLink()
  if (isWorking) return <p role="status">Signing in…</p>
  return (
    <main className={css.page}>
      <div className={css.card}>
        <Brand />
        <h1>Sign in with a login link</h1>
        <p>
          Evenkeel prints a link with a one-time token when it starts. Open that link in this
          browser; or start it again on the machine where it runs to get a new one:
        </p>
        <div className={css.command}>
          <code>{command}</code>
          <CopyButton text={command} label="Copy command" />
        </div>
        {error && (
          <div className={css.error}>
            <Notice tone="warning">{error}</Notice>
          </div>
        )}
      </div>
    </main>
  )
}

/** The token stands behind the #, so that it never reaches a log; it is taken off the address at once. */
function useTokenOfLink() {
  const [token] = useState(() => new URLSearchParams(window.location.hash.slice(1)).get('token'))
  const [error, setError] = useState<string>()
  const isSent = useRef(false)
  const queries = useQueryClient()
  const navigate = useNavigate()
  useEffect(() => {
    if (token === null || isSent.current) return
    isSent.current = true
    window.history.replaceState(window.history.state, '', window.location.pathname)
    createSession(token).then(
      (session) => {
        queries.setQueryData(['session'], session)
        return navigate({ to: '/', replace: true })
      },
      (cause) => setError(cause instanceof Error ? cause.message : String(cause)),
    )
  }, [token, queries, navigate])
  return { error, isWorking: token !== null && error === undefined }
}
