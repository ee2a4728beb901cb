/** The users of this server, and the form that adds one. */

import { CreateUserRequest, type Role } from '@evenkeel/model'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Value } from 'typebox/value'
import { createUser, deleteAccess, fetchUsers } from '../api/access.ts'
import table from '../elements/data-table.module.css'
import { Empty, Failed, Loading, Notice } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import css from './access.module.css'
import { RoleSelect } from './role-select.tsx'

export function Users() {
  const users = useQuery({ queryKey: ['users'], queryFn: ({ signal }) => fetchUsers(signal) })
  const queries = useQueryClient()
  const removing = useMutation({
    mutationFn: (name: string) => deleteAccess('users', name),
    onSuccess: () => queries.invalidateQueries(),
  })
  if (users.isPending) return <Loading label="Loading the users" rows={4} height={28} />
  if (users.isError) {
    return <Failed what="The users" error={users.error} onRetry={() => users.refetch()} />
  }
  return (
    <div className={css.stack}>
      <UserForm />
      {removing.error && <Notice tone="warning">{removing.error.message}</Notice>}
      {users.data.length === 0 ? (
        <Empty title="There are no users yet.">
          Whoever starts Evenkeel signs in with the login link; everybody else needs a user.
        </Empty>
      ) : (
        <div className={table.frame}>
          <table className={table.table} aria-label="Users">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Role</th>
                <th scope="col">Added</th>
                <th scope="col">Locked until</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {users.data.map((it) => (
                <tr key={it.name}>
                  <th scope="row">{it.name}</th>
                  <td>{it.role}</td>
                  <td>
                    <Time at={it.created_at} />
                  </td>
                  <td>
                    <Time at={it.locked_until} absent="–" />
                  </td>
                  <td className={table.numeric}>
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`Remove ${it.name}`}
                      onClick={() => removing.mutate(it.name)}
                    >
                      Remove
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

const empty = { name: '', password: '', role: 'viewer' as Role }

function UserForm() {
  const [form, setForm] = useState(empty)
  const queries = useQueryClient()
  const adding = useMutation({
    mutationFn: createUser,
    onSuccess: async () => {
      setForm(empty)
      await queries.invalidateQueries({ queryKey: ['users'] })
    },
  })
  const isUsable = Value.Check(CreateUserRequest, form)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isUsable) adding.mutate(form)
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <TextInput
        label="Name"
        autoComplete="off"
        value={form.name}
        onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
      />
      <PasswordInput
        label="Password, 12 characters or more"
        autoComplete="new-password"
        w={240}
        value={form.password}
        onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
      />
      <RoleSelect value={form.role} onChange={(role) => setForm({ ...form, role })} />
      <Button type="submit" size="sm" disabled={!isUsable} loading={adding.isPending}>
        Add user
      </Button>
      {adding.error && <Notice tone="warning">{adding.error.message}</Notice>}
    </form>
  )
}
