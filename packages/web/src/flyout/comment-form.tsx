/** Adds a comment to a finding; what was typed stays until the server has it. */

import { commentLengthMax } from '@evenkeel/model'
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { addComment } from '../api/notes.ts'
import { formatCount } from '../elements/numbers.ts'
import { Notice } from '../elements/states.tsx'
import { useMayDo } from '../session/role.ts'
import css from './finding-view.module.css'

export function CommentForm({ findingId }: { findingId: string }) {
  const [text, setText] = useState('')
  const mayComment = useMayDo('findings.discuss')
  const queries = useQueryClient()
  const adding = useMutation({
    mutationFn: () => addComment(findingId, text),
    onSuccess: async () => {
      setText('')
      await queries.invalidateQueries({ queryKey: ['notes', findingId] })
    },
  })
  if (!mayComment) return null
  const left = commentLengthMax - text.length
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '' && left >= 0) adding.mutate()
  }
  return (
    <form className={css.commentForm} onSubmit={submit}>
      <Textarea
        label="Comment"
        description="Everybody who sees the finding reads it. Takes `code`, **bold**, lists and links."
        autosize
        minRows={2}
        maxRows={10}
        value={text}
        error={left < 0 && `${formatCount(-left)} characters too long.`}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {adding.error && <Notice tone="warning">{adding.error.message}</Notice>}
      <Button
        type="submit"
        variant="default"
        disabled={text.trim() === '' || left < 0}
        loading={adding.isPending}
      >
        Add the comment
      </Button>
    </form>
  )
}
