/** GET /export: exactly what the query finds, streamed page by page. */

import { Readable } from 'node:stream'
import { FindingsQuery, oneOf, parseKql } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { createFormat } from '../export/formats.ts'
import { readSelection } from '../export/selection.ts'
import { type AppHost, readWorld, type World } from '../http/host.ts'
import { parseSort } from '../storage/finding-sort.ts'
import { type FindingFilter, listFindings, toFinding } from '../storage/findings.ts'

const pageSize = 500
/** Each reads everything that the query finds. */
const exportsPerMinute = 60
const config = {
  ability: 'export',
  rateLimit: { max: exportsPerMinute, timeWindow: '1 minute' },
} as const

const Query = Type.Object({
  q: FindingsQuery.properties.q,
  sort: FindingsQuery.properties.sort,
  at: FindingsQuery.properties.at,
  fields: FindingsQuery.properties.fields,
  format: Type.Optional(oneOf('json', 'ndjson', 'csv')),
})

export function exportRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/export', { config, schema: { querystring: Query } }, async (request, reply) => {
      const { q = '', sort, at, format = 'json' } = request.query
      const world = await readWorld(host, request, at)
      const filter = {
        where: parseKql(q),
        sort: parseSort(sort),
        cursor: undefined,
        limit: pageSize,
      }
      // Asked for before the answer begins, so that a mistake in the query is still a problem.
      const first = await listFindings(world.db, world, filter)
      const { type, open, row, close } = createFormat(format, readSelection(request.query.fields))
      const name = `evenkeel-findings-${host.now().toISOString().slice(0, 10)}.${format}`
      async function* print() {
        yield open
        let isFirst = true
        for await (const page of pages(world, filter, first)) {
          for (const record of page) {
            yield row(toFinding(record, world), isFirst)
            isFirst = false
          }
        }
        yield close
      }
      return await reply
        .type(type)
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(Readable.from(print()))
    })
  }
}

type Page = Awaited<ReturnType<typeof listFindings>>

async function* pages(world: World, filter: FindingFilter, first: Page) {
  let page = first
  yield page.rows
  while (page.nextCursor !== null) {
    page = await listFindings(world.db, world, { ...filter, cursor: page.nextCursor })
    yield page.rows
  }
}
