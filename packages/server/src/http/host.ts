/** What every route is given. */

import { parseDateSpan } from '@evenkeel/model'
import type { IngestHost } from '../ingest/ingest.ts'
import { listClusters } from '../storage/clusters.ts'
import type { Store } from '../storage/database.ts'
import { listActiveExceptions } from '../storage/exceptions.ts'
import type { KqlWorld } from '../storage/kql-sql.ts'
import { retentionDays } from '../storage/partitions.ts'
import type { EventHub } from './event-hub.ts'
import { ProblemError } from './problem.ts'

export interface AppHost extends IngestHost {
  store: Store
  events: EventHub
  mode: 'local' | 'server'
  version: string
  /** Where agents and browsers reach the server: `https://evenkeel.example.org`. */
  publicUrl(): string
  /** Host names that requests may name; undefined allows all. */
  allowedHosts: ReadonlySet<string> | undefined
  /** The folder of the built web application. */
  webDir: string | undefined
}

/** The rules and clusters of now, which queries are compiled with; `at` turns the findings back. */
export async function readWorld(host: AppHost, at?: string): Promise<KqlWorld> {
  const [book, clusters, exceptions] = await Promise.all([
    host.ruleBook.current(),
    listClusters(host.db),
    listActiveExceptions(host.db, host.now()),
  ])
  const now = host.now().getTime()
  return {
    book,
    clusters,
    exceptions,
    now,
    ...(at !== undefined && { at: readTime(at, now, 'at') }),
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
