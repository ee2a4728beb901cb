/** The answers of people to a control: the one that counts, those before it, and the way to give one. */

import type { Attestation, FrameworkControl } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { documentAddress, fetchAttestations, revokeAttestation } from '../api/attestations.ts'
import { fetchClusters } from '../api/clusters.ts'
import { EvaluationChip } from '../elements/chips.tsx'
import { formatCount } from '../elements/numbers.ts'
import { Failed, Loading, Notice } from '../elements/states.tsx'
import { DayOf, Time } from '../elements/time.tsx'
import { useMayDo } from '../session/role.ts'
import { AttestationDialog } from './attestation-dialog.tsx'
import css from './compliance.module.css'
import side from './control-panel.module.css'

export function Answers({ control }: { control: FrameworkControl }) {
  const { scope, at } = useSearch({ strict: false })
  const [isOpen, setOpen] = useState(false)
  const mayAnswer = useMayDo('attestations.write') && at === undefined
  const answers = useQuery({
    queryKey: ['attestations', control.rule, scope],
    queryFn: ({ signal }) => fetchAttestations({ rule: control.rule, cluster: scope }, signal),
  })
  if (answers.isPending) return <Loading label="Loading the answers" rows={2} />
  if (answers.isError) {
    return <Failed what="The answers" error={answers.error} onRetry={() => answers.refetch()} />
  }
  return (
    <section>
      <div className={side.answerHead}>
        <h3 className={css.heading}>Answers</h3>
        {mayAnswer && (
          <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
            {answers.data.length === 0 ? 'Answer' : 'Answer again'}
          </Button>
        )}
      </div>
      {answers.data.length === 0 ? (
        <p className={css.lead}>Nobody has answered this yet. A person has to look and say.</p>
      ) : (
        <ol className={side.answers}>
          {answers.data.map((it) => (
            <Answer key={it.id} answer={it} mayRevoke={mayAnswer} />
          ))}
        </ol>
      )}
      <AttestationDialog control={control} isOpen={isOpen} onClose={() => setOpen(false)} />
    </section>
  )
}

const stateWords: Record<Attestation['state'], string> = {
  active: 'counts',
  expired: 'has run out',
  revoked: 'revoked',
  replaced: 'replaced',
}

function Answer({ answer, mayRevoke }: { answer: Attestation; mayRevoke: boolean }) {
  const { verdict, state, statement, created_by, created_at, until, file, cluster_id, id } = answer
  return (
    <li data-state={state}>
      <p className={side.answerFacts}>
        <EvaluationChip evaluation={verdict} />
        <span className={side.state}>{stateWords[state]}</span>
        <span className={css.sub}>
          {created_by}, <Time at={created_at} />, for <ClusterName id={cluster_id} />
        </span>
      </p>
      <p className={side.statement}>{statement}</p>
      <p className={side.answerFoot}>
        {until && (
          <span className={css.sub}>
            To be looked at again by <DayOf at={until} />
          </span>
        )}
        {file && (
          <a href={documentAddress(id)} download title={`SHA-256 ${file.sha256}`}>
            {file.name} ({formatCount(Math.ceil(file.bytes / 1024))} KB)
          </a>
        )}
        {mayRevoke && state === 'active' && <Revoke id={id} />}
      </p>
    </li>
  )
}

function ClusterName({ id }: { id: string | null }) {
  const clusters = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => fetchClusters(signal),
  })
  if (id === null) return <>all clusters</>
  return <>{clusters.data?.find((it) => it.id === id)?.name ?? id}</>
}

/** Asks once more: what it changes is the result of a control. */
function Revoke({ id }: { id: string }) {
  const [isAsking, setAsking] = useState(false)
  const queries = useQueryClient()
  const revoking = useMutation({
    mutationFn: () => revokeAttestation(id),
    onSuccess: () => queries.invalidateQueries(),
  })
  if (revoking.isError) return <Notice tone="warning">{revoking.error.message}</Notice>
  return (
    <button
      type="button"
      className={css.plain}
      disabled={revoking.isPending}
      onBlur={() => setAsking(false)}
      onClick={() => (isAsking ? revoking.mutate() : setAsking(true))}
    >
      {isAsking ? 'Revoke it: the control is open again' : 'Revoke'}
    </button>
  )
}
