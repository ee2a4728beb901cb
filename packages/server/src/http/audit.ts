/** Writes every write into the audit log: in one transaction with it, and a refused one before its answer goes out. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { insertAudit } from '../storage/audit.ts'
import type { Database } from '../storage/database.ts'
import type { AppHost } from './host.ts'
import { replayedHeader } from './idempotency.ts'

/** What of a body may stand in the log: never a password, never a token. */
const shownFields = [
  'name',
  'role',
  'query',
  'rule',
  'resource',
  'cluster',
  'decision',
  'note',
  'reason',
  'owner',
  'category',
  'until',
  'expires_at',
  'labels',
  'node',
  'rule_id',
  'cluster_id',
  'verdict',
  'page',
  'visibility',
  'reach',
  'abilities',
  'severity',
  'is_enabled',
  'cluster_labels',
  'assignee',
  'permissions',
  'description',
]

/**
 * Logins and what a caller with a role or an enrolment token writes; a manifest brings a new token,
 * and a support bundle leaves the house.
 * Not the cycles of agents, which have their own log, and not what strangers try, which would fill it.
 */
function isAudited(request: FastifyRequest): boolean {
  const { url = '', config } = request.routeOptions
  if (url === '/login/oidc') return false
  if (url.startsWith('/login/') || (url === '/api/v1/session' && request.method === 'POST'))
    return true
  if (!request.caller || config.access === 'agent' || /\/(?:preview|trial)$/.test(url)) return false
  return (
    (request.method !== 'GET' && request.method !== 'HEAD') || /\/(?:manifest|bundle)$/.test(url)
  )
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What it wrote was put on record with it. */
    isOnRecord: boolean
  }
}

export interface WritingHost extends AppHost {
  /** Puts the request on record, with another status than usual where one is given; undefined for what the server does by itself. */
  record?: ((db: Database, status?: number) => Promise<void>) | undefined
}

/** A host whose writes go on record as what this request did, if it is answered with `status`. */
export function onRecord(host: AppHost, request: FastifyRequest, status: number): WritingHost {
  return {
    ...host,
    async record(db, other) {
      await insertAudit(db, entryOf(host, request, other ?? status))
      request.isOnRecord = true
    },
  }
}

/** Both the write and its line in the log are there afterwards, or neither. */
export function writeOnRecord<T>(
  { db, record }: Pick<WritingHost, 'db' | 'record'>,
  write: (transaction: Database) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    const result = await write(transaction)
    await record?.(transaction)
    return result
  })
}

export function addAudit(app: FastifyInstance, host: AppHost): void {
  app.decorateRequest('isOnRecord', false)
  app.addHook('onSend', async (request, reply, payload) => {
    // An answer that was given before is on record already.
    const isTold = request.isOnRecord && reply.statusCode < 400
    if (isAudited(request) && !isTold && !reply.hasHeader(replayedHeader)) {
      await insertAudit(host.db, entryOf(host, request, reply.statusCode))
    }
    return payload
  })
}

function entryOf(host: AppHost, request: FastifyRequest, status: number) {
  return {
    at: host.now(),
    actor: request.caller?.subject ?? request.caller?.clusterId ?? 'anonymous',
    action: `${request.method} ${request.routeOptions.url?.replace('/api/v1', '')}`,
    target: targetOf(request.params),
    status,
    address: request.ip,
    details: detailsOf(request.body),
  }
}

function detailsOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null) return {}
  return Object.fromEntries(Object.entries(body).filter(([key]) => shownFields.includes(key)))
}

/** Never the token of a login link, which is a parameter too. */
function targetOf(params: unknown): string {
  if (typeof params !== 'object' || params === null) return ''
  const { id, name } = params as { id?: unknown; name?: unknown }
  return String(id ?? name ?? '')
}
