/** The agents of a cluster by their credentials, and shutting one out. */

import type { ClusterAgent } from '@evenkeel/model'
import { Button, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fetchAgents, revokeAgent } from '../api/clusters.ts'
import { Failed, Loading } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import { useMayDo } from '../session/role.ts'
import css from './clusters.module.css'

export function AgentTable({ clusterId }: { clusterId: string }) {
  const mayRevoke = useMayDo('clusters.operate')
  const [asked, setAsked] = useState<ClusterAgent>()
  const agents = useQuery({
    queryKey: ['agents', clusterId],
    queryFn: ({ signal }) => fetchAgents(clusterId, signal),
  })
  if (agents.isPending) return <Loading label="Loading the agents" rows={2} height={32} />
  if (agents.isError)
    return <Failed what="The agents" error={agents.error} onRetry={() => agents.refetch()} />
  if (agents.data.length === 0) return <p className={css.sub}>No agent has signed in yet.</p>
  return (
    <>
      <table className={css.table} aria-label="Agents">
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">Version</th>
            <th scope="col">Last seen</th>
            <th scope="col">Credential of</th>
            <th scope="col">Ends</th>
            <th scope="col">
              <span className="visually-hidden">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {agents.data.map((agent) => (
            <tr key={agent.id}>
              <th scope="row">{nameOf(agent)}</th>
              <td>{agent.version ?? '–'}</td>
              <td>
                <Time at={agent.last_seen_at} />
              </td>
              <td>
                <Time at={agent.credential_created_at} />
              </td>
              <td>
                <End agent={agent} />
              </td>
              <td>
                {mayRevoke && agent.revoked_at === null && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`Revoke the agent of ${nameOf(agent)}`}
                    onClick={() => setAsked(agent)}
                  >
                    Revoke
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Modal
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={asked && `Revoke the agent of ${nameOf(asked)}`}
      >
        {asked && (
          <RevokeForm clusterId={clusterId} agent={asked} onDone={() => setAsked(undefined)} />
        )}
      </Modal>
    </>
  )
}

function nameOf({ node }: ClusterAgent): string {
  return node ?? 'no node'
}

function End({ agent }: { agent: ClusterAgent }) {
  if (agent.revoked_at === null) return <Time at={agent.credential_expires_at} />
  return (
    <strong className={css.stale}>
      revoked <Time at={agent.revoked_at} />
      {agent.revoked_because === 'two-holders' && ': two held the same credential'}
    </strong>
  )
}

interface RevokeFormProps {
  clusterId: string
  agent: ClusterAgent
  onDone: () => void
}

function RevokeForm({ clusterId, agent, onDone }: RevokeFormProps) {
  const queries = useQueryClient()
  const revoking = useMutation({
    mutationFn: () => revokeAgent(clusterId, agent.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['agents', clusterId] })
      onDone()
    },
  })
  return (
    <div className={css.form}>
      <p>
        It is no longer let in, and what it reported becomes stale. To let an agent of this node in
        again, download the manifest anew, which holds a new enrolment token, and apply it.
      </p>
      {revoking.isError && <p role="alert">{revoking.error.message}</p>}
      <Button
        color="red.9"
        size="sm"
        data-autofocus
        loading={revoking.isPending}
        onClick={() => revoking.mutate()}
      >
        Revoke the agent
      </Button>
    </div>
  )
}
