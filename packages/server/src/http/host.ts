/** What every route is given. */

import type { IngestHost } from '../ingest/ingest.ts'
import { listClusters } from '../storage/clusters.ts'
import type { Store } from '../storage/database.ts'
import type { KqlWorld } from '../storage/kql-sql.ts'
import type { EventHub } from './event-hub.ts'

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

/** The rules and clusters of now, which queries are compiled with. */
export async function readWorld(host: AppHost): Promise<KqlWorld> {
  const [book, clusters] = await Promise.all([host.ruleBook.current(), listClusters(host.db)])
  return { book, clusters, now: host.now().getTime() }
}
