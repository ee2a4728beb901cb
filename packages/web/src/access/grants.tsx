/** API tokens or sessions: who has which role until when; each can be ended. */

import { CreateTokenRequest, type Role, type SessionGrant, type TokenGrant } from '@evenkeel/model'
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Value } from 'typebox/value'
import { createToken, deleteAccess, fetchSessions, fetchTokens } from '../api/access.ts'
import { CopyButton } from '../elements/copy-button.tsx'
import table from '../elements/data-table.module.css'
import { Empty, Failed, Loading, Notice } from '../elements/states.tsx'
import { DayOf, Time } from '../elements/time.tsx'
import css from './access.module.css'
import { RoleSelect } from './role-select.tsx'

type Kind = 'tokens' | 'sessions'

export function Grants({ kind }: { kind: Kind }) {
  const queries = useQueryClient()
  const grants = useQuery({
    queryKey: ['grants', kind],
    queryFn: async ({ signal }): Promise<(SessionGrant | TokenGrant)[]> =>
      kind === 'tokens' ? await fetchTokens(signal) : await fetchSessions(signal),
  })
  const ending = useMutation({
    mutationFn: (id: string) => deleteAccess(kind, id),
    onSuccess: () => queries.invalidateQueries(),
  })
  if (grants.isPending) return <Loading label={`Loading the ${kind}`} rows={4} height={28} />
  if (grants.isError) {
    return <Failed what={`The ${kind}`} error={grants.error} onRetry={() => grants.refetch()} />
  }
  return (
    <div className={css.stack}>
      {kind === 'tokens' && <TokenForm />}
      {ending.error && <Notice tone="warning">{ending.error.message}</Notice>}
      {grants.data.length === 0 ? (
        <Empty title={`There are no ${kind}.`} />
      ) : (
        <div className={table.frame}>
          <table className={table.table} aria-label={kind}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Role</th>
                <th scope="col">Since</th>
                <th scope="col">Until</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {grants.data.map((it) => (
                <tr key={it.id}>
                  <th scope="row">{it.name}</th>
                  <td>{it.role}</td>
                  <td>
                    <Time at={it.created_at} />
                  </td>
                  <td>{it.expires_at ? <DayOf at={it.expires_at} /> : 'no end'}</td>
                  <td className={table.numeric}>
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`End ${it.name}`}
                      onClick={() => ending.mutate(it.id)}
                    >
                      End
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}

function TokenForm() {
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [until, setUntil] = useState('')
  const queries = useQueryClient()
  const adding = useMutation({
    mutationFn: createToken,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['grants'] }),
  })
  const request = {
    name: name.trim(),
    role,
    expires_at: until === '' ? null : `${until}T23:59:59Z`,
  }
  const isUsable = Value.Check(CreateTokenRequest, request)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isUsable) adding.mutate(request)
  }
  return (
    <>
      <form className={css.form} onSubmit={submit}>
        <TextInput
          label="What it is for"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleSelect value={role} onChange={setRole} />
        <TextInput
          label="Until; empty for no end"
          type="date"
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" disabled={!isUsable} loading={adding.isPending}>
          Make token
        </Button>
        {adding.error && <Notice tone="warning">{adding.error.message}</Notice>}
      </form>
      {adding.data && (
        <Notice actions={<CopyButton text={adding.data.token} label="Copy token" />}>
          Shown only now: <code>{adding.data.token}</code>
        </Notice>
      )}
    </>
  )
}
