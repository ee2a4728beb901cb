/** Makes a role, and changes what one may. */

import { CreateRoleRequest, type CustomRole, permissions } from '@evenkeel/model'
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Value } from 'typebox/value'
import { isConflict } from '../api/request.ts'
import { createRole, fetchRoles, updateRole } from '../api/roles.ts'
import { Notice } from '../elements/states.tsx'
import css from './access.module.css'
import { permissionWords } from './role-words.ts'

interface RoleFormProps {
  /** Undefined for a new one. */
  role: CustomRole | undefined
  onDone: () => void
}

const empty = { name: '', description: '', permissions: [] as string[] }

export function RoleForm({ role, onDone }: RoleFormProps) {
  const [values, setValues] = useState({ ...empty, ...role })
  const change = (part: Partial<typeof empty>) => setValues((it) => ({ ...it, ...part }))
  const { saving, now } = useSaving(role, () => {
    setValues(empty)
    onDone()
  })
  const request = {
    name: values.name.trim(),
    description: values.description.trim(),
    permissions: permissions.filter((it) => values.permissions.includes(it)),
  }
  const isUsable = Value.Check(CreateRoleRequest, request)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isUsable) saving.mutate(request)
  }
  return (
    <form
      className={css.stack}
      onSubmit={submit}
      aria-label={role ? `Change ${role.name}` : 'Make a role'}
    >
      <div className={css.form}>
        <TextInput
          label="Name of the role"
          disabled={role !== undefined}
          value={values.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label="What it is for"
          w={320}
          value={values.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
      </div>
      <Checkbox.Group
        label="May, beside looking"
        value={values.permissions}
        onChange={(chosen) => change({ permissions: chosen })}
      >
        <div className={css.choices}>
          {permissions.map((it) => (
            <Checkbox key={it} value={it} label={permissionWords[it]} />
          ))}
        </div>
      </Checkbox.Group>
      {saving.error && <Notice tone="warning">{tell(saving.error, now)}</Notice>}
      <div className={css.form}>
        <Button type="submit" size="sm" disabled={!isUsable} loading={saving.isPending}>
          {isConflict(saving.error) ? 'Save over it' : role ? 'Save the role' : 'Make role'}
        </Button>
        {role && (
          <Button size="sm" variant="default" onClick={onDone}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  )
}

function useSaving(role: CustomRole | undefined, onDone: () => void) {
  const queries = useQueryClient()
  const [now, setNow] = useState(role)
  const saving = useMutation({
    mutationFn: (request: CreateRoleRequest) => {
      const { name: _, ...values } = request
      return now ? updateRole(now, values) : createRole(request)
    },
    onSuccess: async () => {
      onDone()
      await queries.invalidateQueries()
    },
    async onError(error) {
      if (!isConflict(error)) return
      const roles = await fetchRoles()
      queries.setQueryData(['roles'], roles)
      setNow(roles.find(({ name }) => name === role?.name))
    },
  })
  return { saving, now }
}

/** What stands there now; what was typed stays in the form. */
function tell(error: Error, now: CustomRole | undefined): string {
  if (!isConflict(error)) return error.message
  if (!now) return 'Somebody removed this role meanwhile; saving makes it anew.'
  const may = now.permissions.map((it) => permissionWords[it]).join(', ') || 'nothing'
  return `${now.updated_by} changed this role meanwhile; it now may ${may}. Nothing of yours is written yet.`
}
