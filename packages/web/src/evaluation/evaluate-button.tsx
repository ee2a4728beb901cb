/** Asks the agents of a cluster for a look at everything, and says what became of it. */

import type { EvaluationStatus } from '@evenkeel/model'
import { ActionIcon, Button, Popover } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { askToEvaluate, fetchEvaluation } from '../api/clusters.ts'
import { countOf } from '../elements/numbers.ts'
import { Moment } from '../elements/time.tsx'
import { useMayDo } from '../session/role.ts'
import css from './evaluate-button.module.css'

const pollMs = 2_000
/** Agents ask the server each minute, so that silence after this says something. */
const patienceMs = 120_000

interface EvaluateButtonProps {
  clusterId: string
  /** `Evaluate now`, `Re-evaluate`. */
  label: string
  /** A mark with the label as its name, where there is no room for words. */
  isIcon?: boolean
}

export function EvaluateButton({ clusterId, label, isIcon = false }: EvaluateButtonProps) {
  const [isOpen, setOpen] = useState(false)
  const mayAsk = useMayDo('clusters.operate')
  const queries = useQueryClient()
  const key = ['evaluation', clusterId]
  const asking = useMutation({
    mutationFn: () => askToEvaluate(clusterId),
    onSuccess: (status) => queries.setQueryData(key, status),
  })
  const status = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => fetchEvaluation(clusterId, signal),
    enabled: isOpen && !asking.isPending && asking.isSuccess,
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && data.answered < data.of ? pollMs : false,
  })
  if (!mayAsk) return null
  const ask = () => {
    setOpen(true)
    asking.mutate()
  }
  const button = { 'aria-label': label, loading: asking.isPending, onClick: ask }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={300} withinPortal>
      <Popover.Target>
        {isIcon ? (
          <ActionIcon variant="subtle" color="gray" size={28} title={label} {...button}>
            <IconRefresh size={16} stroke={1.8} />
          </ActionIcon>
        ) : (
          <Button variant="default" leftSection={<IconRefresh size={15} />} {...button}>
            {label}
          </Button>
        )}
      </Popover.Target>
      <Popover.Dropdown p={12}>
        <div role="status" className={css.status}>
          {asking.error && <p>{asking.error.message}</p>}
          {status.error && <p>{status.error.message}</p>}
          {!asking.error && status.data && <Outcome status={status.data} />}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

function Outcome({ status }: { status: EvaluationStatus }) {
  const { asked_at, asked_by, answered_at } = status
  if (asked_at === null) return <p>Nobody has asked yet.</p>
  return (
    <>
      <p>
        Asked <Moment at={asked_at} /> by {asked_by}.
      </p>
      {answered_at !== null && (
        <p>
          Answered <Moment at={answered_at} />.
        </p>
      )}
      <p>{describeAnswers(status, Date.now())}</p>
    </>
  )
}

/** Of a request that was made: who answered, and who cannot be expected to. */
export function describeAnswers(status: EvaluationStatus, now: number): string {
  const { answered, of, silent, asked_at } = status
  if (answered === of) return `All of ${countOf(of, 'reporter')} looked at everything anew.`
  const sofar = `${answered} of ${countOf(of, 'reporter')} looked at everything anew.`
  if (silent > 0) {
    const which = silent === 1 ? 'One of the others is' : `${silent} of the others are`
    return `${sofar} ${which} silent for two periods and will hardly hear of it.`
  }
  const isLate = asked_at !== null && now - Date.parse(asked_at) > patienceMs
  if (isLate) return `${sofar} The others have not answered within two minutes.`
  return `${sofar} Agents hear of it within a minute.`
}
