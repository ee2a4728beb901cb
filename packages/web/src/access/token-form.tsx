/** Makes an API token, and shows it once. */

import { type Ability, CreateTokenRequest } from '@evenkeel/model'
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Value } from 'typebox/value'
import { createToken } from '../api/access.ts'
import { CopyButton } from '../elements/copy-button.tsx'
import { Notice } from '../elements/states.tsx'
import css from './access.module.css'
import { RoleSelect } from './role-select.tsx'
import { useAccessForm } from './use-access-form.ts'
import { Sees } from './user-form.tsx'

const abilities: [Ability, string][] = [
  ['read', 'Ask'],
  ['export', 'Take exports'],
  ['write', 'Change'],
]

export function TokenForm() {
  const [name, setName] = useState('')
  const [until, setUntil] = useState('')
  const [may, setMay] = useState<string[]>(['read', 'export'])
  const access = useAccessForm({ role: 'viewer', reach: null })
  const queries = useQueryClient()
  const adding = useMutation({
    mutationFn: createToken,
    onSuccess: () => {
      setName('')
      return queries.invalidateQueries({ queryKey: ['grants'] })
    },
  })
  const { role, reach } = access
  const request = {
    name: name.trim(),
    role,
    reach,
    abilities: abilities.map(([ability]) => ability).filter((it) => may.includes(it)),
    expires_at: until === '' ? null : `${until}T23:59:59Z`,
  }
  const isUsable = reach !== undefined && Value.Check(CreateTokenRequest, request)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isUsable) adding.mutate({ ...request, reach })
  }
  return (
    <>
      <form className={css.stack} onSubmit={submit} aria-label="Make a token">
        <div className={css.form}>
          <TextInput
            label="What it is for"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <RoleSelect value={role} onChange={access.setRole} />
          <TextInput
            label="Until; empty for no end"
            type="date"
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
        </div>
        <Checkbox.Group label="May, within its role" value={may} onChange={setMay}>
          <div className={css.choices}>
            {abilities.map(([ability, label]) => (
              <Checkbox key={ability} value={ability} label={label} />
            ))}
          </div>
        </Checkbox.Group>
        <Sees access={access} />
        <div>
          <Button type="submit" size="sm" disabled={!isUsable} loading={adding.isPending}>
            Make token
          </Button>
        </div>
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
