/** Pieces that both tables of the page have: subjects, objects, places, and how sure the answer is. */

import type { AccessPath, AccessSubject, ClusterSummary } from '@evenkeel/model'
import { ActionIcon, Modal } from '@mantine/core'
import { IconTopologyStar3 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import css from '../elements/data-table.module.css'
import { FindingsLink } from '../elements/findings-link.tsx'
import { countOf } from '../elements/numbers.ts'
import { Notice } from '../elements/states.tsx'
import { RelationsTab } from '../flyout/relations-tab.tsx'
import { printEquals } from '../query/edit-query.ts'
import { printSubject, subjectKindWords } from './access-words.ts'
import own from './rbac.module.css'

export function SubjectLink({ subject, cluster }: { subject: AccessSubject; cluster: string }) {
  const { kind, name, namespace } = subject
  return (
    <>
      <Link
        to="/rbac"
        search={(previous) => ({ ...previous, cluster, subject: printSubject(subject) })}
        title={`What ${name} can do`}
      >
        {namespace === null ? name : `${namespace}/${name}`}
      </Link>{' '}
      <span className={own.kind}>{subjectKindWords[kind]}</span>
    </>
  )
}

interface ObjectLinkProps {
  object: { id: string | null; kind: string; name: string; failed: number }
  cluster: ClusterSummary
}

/** A binding or role with its failed findings; plain text where it was not seen. */
export function ObjectLink({ object: { id, kind, name, failed }, cluster }: ObjectLinkProps) {
  if (id === null) {
    return (
      <>
        {name} <span className={own.kind}>{kind}, not seen</span>
      </>
    )
  }
  const clause = `${printEquals('resource.id', id)} and ${printEquals('cluster.id', cluster.id)}`
  return (
    <>
      <Link
        to="/resources/$resourceId"
        params={{ resourceId: id }}
        search={{ cluster: cluster.id }}
        title={`${kind} ${name}`}
      >
        {name}
      </Link>{' '}
      <span className={own.kind}>{kind}</span>
      {failed > 0 && (
        <>
          {' '}
          <FindingsLink
            q={`${clause} and result.evaluation : failed`}
            label={`${failed} failed on ${kind} ${name}`}
          >
            {failed} failed
          </FindingsLink>
        </>
      )}
    </>
  )
}

export function Where({ namespace }: { namespace: string | null }) {
  return namespace ?? <span className={css.sub}>every namespace</span>
}

/** The map around a binding, in a window of its own. */
export function MapButton({
  binding,
  namespace,
  cluster,
}: {
  binding: AccessPath['binding']
  namespace: string | null
  cluster: ClusterSummary
}) {
  const [isOpen, setOpen] = useState(false)
  const { id, kind, name } = binding
  const resource = { id, name, namespace, type: 'k8s_object', sub_type: kind } as const
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Map around ${kind} ${name}`}
        title="Map"
        onClick={() => setOpen(true)}
      >
        <IconTopologyStar3 size={16} aria-hidden />
      </ActionIcon>
      <Modal opened={isOpen} onClose={() => setOpen(false)} size="90%" title={`${kind} ${name}`}>
        <div className={own.map}>
          <RelationsTab
            resource={{ ...resource, owner: null, source: null }}
            cluster={{ id: cluster.id, name: cluster.name }}
            at={undefined}
          />
        </div>
      </Modal>
    </>
  )
}

/** What could not be looked at, before any answer: nobody found is not the same as nobody. */
export function Unseen({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null
  return (
    <Notice tone="warning">
      <strong>Not everything was seen.</strong> {warnings.join(' ')}
    </Notice>
  )
}

/** What RBAC does not tell. */
export function Limits({ count, noun }: { count: number; noun: string }) {
  return (
    <p className={css.sub}>
      {countOf(count, noun)}. By roles and bindings alone: who is in a group comes with a login, the
      group system:masters may do everything without a binding, and other authorizers of the API
      server are not seen.
    </p>
  )
}
