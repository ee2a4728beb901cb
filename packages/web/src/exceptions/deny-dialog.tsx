/** The dialog that denies a request, and says why to who asked. */

import type { Exception } from '@evenkeel/model'
import { Button, Modal, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { decideException } from '../api/exceptions.ts'
import { Notice } from '../elements/states.tsx'
import css from './exceptions.module.css'

interface DenyDialogProps {
  exception: Exception
  onClose: () => void
}

export function DenyDialog({ exception, onClose }: DenyDialogProps) {
  const [note, setNote] = useState('')
  const queries = useQueryClient()
  const denying = useMutation({
    mutationFn: decideException,
    onSuccess: async () => {
      onClose()
      await queries.invalidateQueries()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    denying.mutate({ id: exception.id, decision: 'denied', note: note.trim() })
  }
  return (
    <Modal opened onClose={onClose} title="Deny this request">
      <form className={css.form} onSubmit={submit}>
        <p className={css.scope}>{exception.query}</p>
        <Textarea
          label="Why"
          description={`${exception.created_by} reads it.`}
          autosize
          minRows={2}
          data-autofocus
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {denying.error && <Notice tone="warning">{denying.error.message}</Notice>}
        <Button type="submit" size="sm" disabled={note.trim() === ''} loading={denying.isPending}>
          Deny it
        </Button>
      </form>
    </Modal>
  )
}
