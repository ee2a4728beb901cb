/** Writes every write into the audit log, before its answer goes out. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { insertAudit } from '../storage/audit.ts'
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
]

/**
 * Logins and what a caller with a role or an enrolment token writes; a manifest brings a new token.
 * Not the cycles of agents, which have their own log, and not what strangers try, which would fill it.
 */
function isAudited(request: FastifyRequest): boolean {
  const { url = '', config } = request.routeOptions
  if (url === '/login/oidc') return false
  if (url.startsWith('/login/') || (url === '/api/v1/session' && request.method === 'POST'))
    return true
  if (!request.caller || config.access === 'agent' || url.endsWith('/preview')) return false
  return (request.method !== 'GET' && request.method !== 'HEAD') || url.endsWith('/manifest')
}

export function addAudit(app: FastifyInstance, host: AppHost): void {
  app.addHook('onSend', async (request, reply, payload) => {
    // An answer that was given before is on record already.
    if (isAudited(request) && !reply.hasHeader(replayedHeader)) {
      await insertAudit(host.db, {
        at: host.now(),
        actor: request.caller?.subject ?? request.caller?.clusterId ?? 'anonymous',
        action: `${request.method} ${request.routeOptions.url?.replace('/api/v1', '')}`,
        target: targetOf(request.params),
        status: reply.statusCode,
        address: request.ip,
        details: detailsOf(request.body),
      })
    }
    return payload
  })
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
