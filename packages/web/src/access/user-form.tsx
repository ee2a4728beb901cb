/** Adds a user, and changes what one may, sees and knows as a password. */

import { CreateUserRequest, UpdateUserRequest, type User } from '@evenkeel/model'
import { Button, Modal, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Value } from 'typebox/value'
import { createUser, fetchUsers, updateUser } from '../api/access.ts'
import { isConflict } from '../api/request.ts'
import { Notice } from '../elements/states.tsx'
import css from './access.module.css'
import { ReachEditor } from './reach-editor.tsx'
import { describeReach } from './reach-text.ts'
import { RoleSelect } from './role-select.tsx'
import { type AccessForm, useAccessForm } from './use-access-form.ts'

export function UserForm() {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const access = useAccessForm({ role: 'viewer', reach: null })
  const queries = useQueryClient()
  const adding = useMutation({
    mutationFn: createUser,
    onSuccess: async () => {
      setName('')
      setPassword('')
      access.reset()
      await queries.invalidateQueries({ queryKey: ['users'] })
    },
  })
  const { role, reach } = access
  const request = { name: name.trim(), password, role, reach }
  const isUsable = reach !== undefined && Value.Check(CreateUserRequest, request)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isUsable) adding.mutate({ ...request, reach })
  }
  return (
    <form className={css.stack} onSubmit={submit} aria-label="Add a user">
      <div className={css.form}>
        <TextInput
          label="Name"
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password, 12 characters or more"
          autoComplete="new-password"
          w={240}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <RoleSelect value={role} onChange={access.setRole} />
      </div>
      <Sees access={access} />
      <div>
        <Button type="submit" size="sm" disabled={!isUsable} loading={adding.isPending}>
          Add user
        </Button>
      </div>
      {adding.error && <Notice tone="warning">{adding.error.message}</Notice>}
    </form>
  )
}

export function Sees({ access }: { access: AccessForm }) {
  if (access.role === 'admin') return <p>Admins see everything.</p>
  return <ReachEditor value={access.parts} error={access.error} onChange={access.setParts} />
}

/** Open while a user is given. */
export function EditUser({ user, onClose }: { user: User | undefined; onClose: () => void }) {
  return (
    <Modal opened={user !== undefined} onClose={onClose} title={`Change ${user?.name}`} size="lg">
      {user && <ChangeForm user={user} onDone={onClose} />}
    </Modal>
  )
}

function ChangeForm({ user, onDone }: { user: User; onDone: () => void }) {
  const [password, setPassword] = useState('')
  const access = useAccessForm(user)
  const queries = useQueryClient()
  const [seen, setSeen] = useState(user)
  const changing = useMutation({
    mutationFn: (body: UpdateUserRequest) => updateUser(seen, body),
    async onError(error) {
      if (!isConflict(error)) return
      const users = await fetchUsers()
      queries.setQueryData(['users'], users)
      const now = users.find(({ name }) => name === user.name)
      if (now) setSeen(now)
    },
    onSuccess: async () => {
      onDone()
      await queries.invalidateQueries()
    },
  })
  const { role, reach } = access
  const request = { role, reach, ...(password !== '' && { password }) }
  const isUsable = reach !== undefined && Value.Check(UpdateUserRequest, request)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isUsable) changing.mutate({ ...request, reach })
  }
  return (
    <form className={css.stack} onSubmit={submit}>
      <RoleSelect value={role} onChange={access.setRole} />
      <Sees access={access} />
      <PasswordInput
        label="New password; empty to keep the old one"
        description="A new one ends the sessions that are open."
        autoComplete="new-password"
        w={320}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {changing.error && (
        <Notice tone="warning">
          {isConflict(changing.error) ? tellConflict(user, seen) : changing.error.message}
        </Notice>
      )}
      <div className={css.form}>
        <Button type="submit" disabled={!isUsable} loading={changing.isPending}>
          {isConflict(changing.error) ? 'Save over it' : 'Save'}
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

/** What stands there now; what was typed stays in the form. */
function tellConflict(before: User, now: User): string {
  if (before.version === now.version) return `Somebody removed or changed ${now.name} meanwhile.`
  return `Somebody changed ${now.name} meanwhile, who now is ${now.role} and sees ${describeReach(now.reach)}. Nothing of yours is written yet.`
}
