/** For who has no session: by name and password, or by a login link and how to get one. */

import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { createSession } from '../api/session.ts'
import { CopyButton } from '../elements/copy-button.tsx'
import { Notice } from '../elements/states.tsx'
import { Brand } from './brand.tsx'
import css from './login.module.css'
import { ProviderLogin, readLoginFailure } from './provider-login.tsx'

const command = 'npx evenkeel up'

export function Login() {
  const { error: linkError, isWorking } = useTokenOfLink()
  const error = linkError ?? readLoginFailure(window.location.search)
  if (isWorking) return <p role="status">Signing in…</p>
  return (
    <main className={css.page}>
      <div className={css.card}>
        <Brand />
        {error && (
          <div className={css.error}>
            <Notice tone="warning">{error}</Notice>
          </div>
        )}
        <h1>Sign in</h1>
        <ProviderLogin />
        <PasswordForm />
        <h2>Or with a login link</h2>
        <p>
          Evenkeel prints a link with a one-time token when it starts. Open that link in this
          browser; or start it again on the machine where it runs to get a new one:
        </p>
        <div className={css.command}>
          <code>{command}</code>
          <CopyButton text={command} label="Copy command" />
        </div>
      </div>
    </main>
  )
}

/** Esc in its fields closes nothing that lies beneath. */
const keepsEsc = { 'data-mantine-stop-propagation': true }

export function PasswordForm() {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const signingIn = useMutation({
    mutationFn: createSession,
    onSuccess: async (session) => {
      queries.setQueryData(['session'], session)
      if (window.location.pathname === '/login') await navigate({ to: '/', replace: true })
      await queries.invalidateQueries()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signingIn.mutate({ name: name.trim(), password })
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <TextInput
        {...keepsEsc}
        label="Name"
        autoComplete="username"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <PasswordInput
        {...keepsEsc}
        label="Password"
        autoComplete="current-password"
        value={password}
        error={signingIn.error?.message}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button
        {...keepsEsc}
        type="submit"
        size="sm"
        loading={signingIn.isPending}
        disabled={name.trim() === '' || password === ''}
      >
        Sign in
      </Button>
    </form>
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
    createSession({ token }).then(
      (session) => {
        queries.setQueryData(['session'], session)
        return navigate({ to: '/', replace: true })
      },
      (cause) => setError(cause instanceof Error ? cause.message : String(cause)),
    )
  }, [token, queries, navigate])
  return { error, isWorking: token !== null && error === undefined }
}
