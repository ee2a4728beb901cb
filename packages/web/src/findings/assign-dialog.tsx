/** Names who sees to the findings of a query, or nobody. */

import { AssignRequest, assignedMax } from '@evenkeel/model'
import { Autocomplete, Button, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Value } from 'typebox/value'
import { assignFindings } from '../api/notes.ts'
import { countOf, formatCount } from '../elements/numbers.ts'
import { Notice } from '../elements/states.tsx'
import { useFieldValues } from '../query/use-field-values.ts'
import { useSession } from '../session/role.ts'
import css from './assign-dialog.module.css'

export const assigneeField = 'result.assignee'

interface AssignDialogProps {
  isOpen: boolean
  query: string
  count: number
  /** Who has it now, where it is one finding. */
  assignee?: string | undefined
  onClose: () => void
}

export function AssignDialog({ isOpen, onClose, ...rest }: AssignDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={rest.count === 1 ? 'Assign this finding' : `Assign ${countOf(rest.count, 'finding')}`}
    >
      <AssignForm key={rest.query} {...rest} onDone={onClose} />
    </Modal>
  )
}

type AssignFormProps = Omit<AssignDialogProps, 'isOpen' | 'onClose'> & { onDone: () => void }

function AssignForm({ query, count, assignee = '', onDone }: AssignFormProps) {
  const [name, setName] = useState(assignee)
  const names = useNames()
  const queries = useQueryClient()
  const assigning = useMutation({
    mutationFn: (to: string | null) => assignFindings({ query, assignee: to }),
    onSuccess: async () => {
      onDone()
      await queries.invalidateQueries()
    },
  })
  const isName = Value.Check(AssignRequest, { query, assignee: name.trim() })
  const isTooMany = count > assignedMax
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isName && !isTooMany) assigning.mutate(name.trim())
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <Autocomplete
        label="Who sees to it"
        description="A person or a team. The name can be filtered by, and stands in exports."
        data={names}
        limit={8}
        value={name}
        maxLength={100}
        data-autofocus
        onChange={setName}
      />
      {isTooMany && (
        <Notice tone="warning">
          At most {formatCount(assignedMax)} findings are assigned at once; filter for fewer.
        </Notice>
      )}
      {assigning.error && <Notice tone="warning">{assigning.error.message}</Notice>}
      <div className={css.buttons}>
        <Button
          variant="default"
          size="sm"
          disabled={isTooMany || (count === 1 && assignee === '')}
          onClick={() => assigning.mutate(null)}
        >
          Take away from whoever has {count === 1 ? 'it' : 'them'}
        </Button>
        <Button
          type="submit"
          size="sm"
          disabled={!isName || isTooMany}
          loading={assigning.isPending}
        >
          Assign
        </Button>
      </div>
    </form>
  )
}

/** Oneself, and those who have findings already. */
function useNames(): string[] {
  const session = useSession()
  const known = useFieldValues(assigneeField)
  const own = session.data ? [session.data.user.name] : []
  return [...new Set([...own, ...known])]
}
