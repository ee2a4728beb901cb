/** What every route is given. */

import { effectiveRules, parseDateSpan, type Reach, type RuleSetting } from '@evenkeel/model'
import type { IngestHost } from '../ingest/ingest.ts'
import type { ServerMetrics } from '../metrics/server-metrics.ts'
import type { OidcProvider } from '../oidc/provider.ts'
import { openAttestations } from '../storage/attestation-state.ts'
import { listAttestations } from '../storage/attestations.ts'
import { type ClusterRow, listClusters } from '../storage/clusters.ts'
import type { Store } from '../storage/database.ts'
import { listActiveExceptions } from '../storage/exceptions.ts'
import type { KqlWorld } from '../storage/kql-sql.ts'
import { retentionDays } from '../storage/partitions.ts'
import { openReader, type ReadDatabase, readEverything } from '../storage/reach.ts'
import { listRuleSettings } from '../storage/rule-settings.ts'
import type { TokenRecord } from '../storage/tokens.ts'
import type { EventHub } from './event-hub.ts'
import { ProblemError } from './problem.ts'

export interface AppHost extends IngestHost {
  store: Store
  events: EventHub
  metrics: ServerMetrics
  mode: 'local' | 'server'
  version: string
  /** Where agents and browsers reach the server: `https://evenkeel.example.org`. */
  publicUrl(): string
  /** Host names that requests may name; undefined allows all. */
  allowedHosts: ReadonlySet<string> | undefined
  /** It answers what is under way and no more; undefined where nobody stops it. */
  isStopping?: () => boolean
  /** Signs people in; undefined where none is configured. */
  oidc?: OidcProvider | undefined
  /** Of one caller; undefined for what is usual. */
  requestsPerMinute?: number | undefined
  /** How long an agent's credential serves; undefined for what is usual. */
  credentialMs?: number | undefined
  /** How often an open event stream is looked after; tests take less than the usual. */
  eventKeepAliveMs?: number
  /** The folder of the built web application. */
  webDir: string | undefined
}

/** The rules, clusters and exceptions of now as one caller sees them; findings are read through its `db` alone. */
export interface World extends KqlWorld {
  clusters: readonly ClusterRow[]
  ruleSettings: readonly RuleSetting[]
  settings: NonNullable<KqlWorld['settings']>
  db: ReadDatabase
  /** The caller's; null for everything. */
  reach: Reach
}

/** What the caller of a request sees; `at` turns the findings back. */
export async function readWorld(
  host: AppHost,
  { caller }: { caller: TokenRecord | undefined },
  at?: string,
): Promise<World> {
  if (!caller?.role) throw new Error('Only a caller with a role has a world to read.')
  const { reach } = caller
  const db = await openReader(host.db, { name: caller.subject ?? '', reach })
  return await describeWorld(host, { db, reach }, at)
}

/** For what the server does by itself, never for the answer to a request. */
export function readWholeWorld(host: AppHost): Promise<World> {
  return describeWorld(host, { db: readEverything(host.db), reach: null })
}

async function describeWorld(
  host: AppHost,
  seen: Pick<World, 'db' | 'reach'>,
  at?: string,
): Promise<World> {
  const [book, clusters, exceptions, attestations, settings] = await Promise.all([
    host.ruleBook.current(),
    listClusters(seen.db),
    listActiveExceptions(seen.db, host.now()),
    listAttestations(seen.db),
    listRuleSettings(seen.db),
  ])
  const now = host.now().getTime()
  const then = at === undefined ? undefined : readTime(at, now, 'at')
  return {
    ...seen,
    book,
    clusters,
    exceptions,
    attestations: openAttestations(attestations, then ?? host.now()),
    ruleSettings: settings,
    settings: new Map(
      clusters.map(({ clusterId, labels }) => [
        clusterId,
        effectiveRules(settings, { id: clusterId, labels }),
      ]),
    ),
    now,
    ...(then && { at: then }),
  }
}

/** As KQL takes dates; of a whole day its end. */
export function readTime(text: string, now: number, field: string): Date {
  const span = parseDateSpan(text, now)
  if (!span) {
    throw new ProblemError(
      400,
      `"${text}" is no time; write 2026-01-31, 2026-01-31T10:00:00Z or now-7d.`,
      field,
    )
  }
  if (span.first < now - retentionDays * 86_400_000) {
    throw new ProblemError(400, `The history reaches back ${retentionDays} days.`, field)
  }
  return new Date(span.last)
}
