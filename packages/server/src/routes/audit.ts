/** The audit log: pages by a query, and as a file. */

import { Readable } from 'node:stream'
import { AuditEntry, FindingsQuery, oneOf, pageOf, parseKql } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { readAuditCursor, toAuditCursor } from '../accounts/audit-cursor.ts'
import { auditFormats } from '../accounts/audit-formats.ts'
import type { AppHost } from '../http/host.ts'
import { type AuditFilter, type AuditRow, listAudit } from '../storage/audit.ts'

const config = { action: 'access.manage' } as const
const pageSize = 500
const { q } = FindingsQuery.properties

const Query = Type.Object({
  q,
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
})

export function auditRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/audit',
      {
        config,
        schema: {
          querystring: Query,
          response: { 200: Type.Omit(pageOf(AuditEntry), ['total', 'warnings']) },
        },
      },
      async (request) => {
        const { cursor, limit = 100 } = request.query
        const rows = await listAudit(host.db, {
          ...filterOf(host, request.query.q),
          before: readAuditCursor(cursor),
          limit: limit + 1,
        })
        const page = rows.slice(0, limit)
        const last = page.at(-1)
        return {
          items: page.map(toEntry),
          next_cursor: rows.length > limit && last ? toAuditCursor(last) : null,
        }
      },
    )
    app.get(
      '/audit/export',
      {
        config: { ...config, ability: 'export' },
        schema: {
          querystring: Type.Object({ q, format: Type.Optional(oneOf('csv', 'ndjson')) }),
        },
      },
      async (request, reply) => {
        const { format = 'csv' } = request.query
        const filter = filterOf(host, request.query.q)
        // Asked for before the answer begins, so that a mistake in the query is still a problem.
        const first = await listAudit(host.db, { ...filter, before: undefined, limit: pageSize })
        const { type, open, row } = auditFormats[format]
        async function* print() {
          yield open
          for await (const page of pages(host, filter, first)) {
            for (const it of page) yield row(toEntry(it))
          }
        }
        const name = `evenkeel-audit-${host.now().toISOString().slice(0, 10)}.${format}`
        return await reply
          .type(type)
          .header('content-disposition', `attachment; filename="${name}"`)
          .send(Readable.from(print()))
      },
    )
  }
}

type Asked = Pick<AuditFilter, 'where' | 'now'>

function filterOf(host: AppHost, query = ''): Asked {
  return { where: parseKql(query), now: host.now().getTime() }
}

async function* pages(host: AppHost, filter: Asked, first: AuditRow[]) {
  let page = first
  while (page.length > 0) {
    yield page
    const last = page.at(-1)
    if (!last || page.length < pageSize) return
    page = await listAudit(host.db, { ...filter, before: last, limit: pageSize })
  }
}

function toEntry({ at, actor, action, target, status, address, details }: AuditRow): AuditEntry {
  return { at: at.toISOString(), actor, action, target, status, address, details }
}
