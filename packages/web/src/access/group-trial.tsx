/** Tries what somebody in groups of the identity provider would get here. */

import type { GroupTrial } from '@evenkeel/model'
import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { tryGroups } from '../api/roles.ts'
import { Notice } from '../elements/states.tsx'
import css from './access.module.css'
import { describeReach } from './reach-text.ts'

export function GroupTrialForm() {
  const [text, setText] = useState('')
  const trying = useMutation({ mutationFn: tryGroups })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const groups = text.split(',').map((it) => it.trim())
    trying.mutate(groups.filter((it) => it !== ''))
  }
  return (
    <form className={css.stack} onSubmit={submit} aria-label="Try groups">
      <div className={css.form}>
        <TextInput
          label="Groups of the identity provider, with commas between"
          w={320}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" variant="default" loading={trying.isPending}>
          Try groups
        </Button>
      </div>
      {trying.error && <Notice tone="warning">{trying.error.message}</Notice>}
      {trying.data && <Notice>{describeTrial(trying.data)}</Notice>}
    </form>
  )
}

function describeTrial({ grant, mapped, unknown_roles: unknown }: GroupTrial): string {
  const outcome = grant
    ? `Who is in these groups is ${grant.role} and sees ${describeReach(grant.reach)}.`
    : 'Who is in these groups is refused.'
  const from = mapped.map(({ group, role }) => `${group} is mapped to ${role}`).join(', ')
  const missing = unknown.map((it) => `The mapping names the role ${it}, which is not there.`)
  return [outcome, from === '' ? 'None of them is mapped.' : `${from}.`, ...missing].join(' ')
}
