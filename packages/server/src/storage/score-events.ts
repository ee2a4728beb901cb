/** What happened beside the findings that explains a score: clusters that came and left, other rules. */

import type { ScoreEvent } from '@evenkeel/model'
import { type Kysely, sql } from 'kysely'
import type { ReadDatabase } from './reach.ts'
import type { Tables } from './tables.ts'

export type ClusterEventKind = 'cluster-added' | 'cluster-removed' | 'rules-updated' | 'rules-set'

export interface ClusterEvent {
  clusterId: string
  at: Date
  kind: ClusterEventKind
  /** What makes it one event where several scopes tell of it: a version of the rules. Else empty. */
  subject: string
  text: string
}

/** Once for each subject; where that is empty, as often as it happens. */
export async function insertClusterEvent(db: Kysely<Tables>, event: ClusterEvent): Promise<void> {
  const { clusterId, at, kind, subject, text } = event
  await sql`
    insert into cluster_event (cluster_id, at, kind, subject, text)
    select ${clusterId}::uuid, ${at}::timestamptz, ${kind}::text, ${subject}::text, ${text}::text
    where ${subject}::text = '' or not exists (select 1 from cluster_event
      where cluster_id = ${clusterId} and kind = ${kind} and subject = ${subject})
    on conflict (cluster_id, at, kind, subject) do nothing`.execute(db)
}

export interface TimedEvent {
  at: Date
  kind: ScoreEvent['kind']
  text: string
}

const eventsMax = 500

/** After `from`, up to and with `to`, newest where there are too many; all clusters, removed ones too, for undefined. */
export async function listClusterEvents(
  db: ReadDatabase,
  { clusterIds, from, to }: { clusterIds: readonly string[] | undefined; from: Date; to: Date },
): Promise<TimedEvent[]> {
  const ofClusters = clusterIds ? sql`and cluster_id = any(${clusterIds}::uuid[])` : sql``
  const { rows } = await sql<TimedEvent>`
    select at, kind, text from cluster_event
    where at > ${from} and at <= ${to} ${ofClusters}
    order by at desc, cluster_id, kind limit ${eventsMax}`.execute(db)
  return rows.reverse()
}

interface DecisionRow {
  reason: string
  owner: string
  startedAt: Date | null
  revokedAt: Date | null
  until: Date | null
}

/** Exceptions that began, were revoked or ran out in between. Those of the caller's reach, of whatever cluster. */
export async function listExceptionEvents(
  db: ReadDatabase,
  { from, to }: { from: Date; to: Date },
): Promise<TimedEvent[]> {
  const { rows } = await sql<DecisionRow>`
    select reason, owner, case when not is_denied then decided_at end as started_at, revoked_at, until
    from exception
    where greatest(decided_at, revoked_at, until) > ${from} and created_at <= ${to}
    order by created_at desc limit ${eventsMax}`.execute(db)
  return rows.flatMap(({ reason, owner, startedAt, revokedAt, until }) => {
    const name = `"${shorten(reason)}" of ${owner}`
    const ended = revokedAt ?? until
    const isOver = revokedAt !== null || until !== null
    return [
      ...within(startedAt, { from, to }, `The exception ${name} accepts findings.`),
      ...(startedAt && isOver
        ? within(
            ended,
            { from, to },
            revokedAt ? `The exception ${name} was revoked.` : `The exception ${name} ran out.`,
          )
        : []),
    ].map((event) => ({ ...event, kind: 'exception' as const }))
  })
}

interface AttestationRow {
  ruleId: string
  verdict: string
  createdAt: Date
  createdBy: string
  revokedAt: Date | null
  until: Date | null
}

/** Answers to manual rules that were given, revoked or ran out in between. */
export async function listAttestationEvents(
  db: ReadDatabase,
  { clusterIds, from, to }: { clusterIds: readonly string[] | undefined; from: Date; to: Date },
): Promise<TimedEvent[]> {
  const ofClusters = clusterIds
    ? sql`and (cluster_id is null or cluster_id = any(${clusterIds}::uuid[]))`
    : sql``
  const { rows } = await sql<AttestationRow>`
    select rule_id, verdict, created_at, created_by, revoked_at, until from attestation
    where greatest(created_at, revoked_at, until) > ${from} and created_at <= ${to} ${ofClusters}
    order by created_at desc limit ${eventsMax}`.execute(db)
  return rows.flatMap(({ ruleId, verdict, createdAt, createdBy, revokedAt, until }) => {
    const over = revokedAt ? 'was revoked' : 'ran out'
    return [
      ...within(createdAt, { from, to }, `${createdBy} attested ${ruleId}: ${verdict}.`),
      ...within(revokedAt ?? until, { from, to }, `The attestation of ${ruleId} ${over}.`),
    ].map((event) => ({ ...event, kind: 'attestation' as const }))
  })
}

function within(at: Date | null, { from, to }: { from: Date; to: Date }, text: string) {
  return at !== null && at > from && at <= to ? [{ at, text }] : []
}

const reasonLengthMax = 80

function shorten(text: string): string {
  return text.length > reasonLengthMax ? `${text.slice(0, reasonLengthMax)}…` : text
}
