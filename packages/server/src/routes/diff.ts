/** GET /diff: what moved between two times. */

import {
  DifferenceKind,
  FindingDifferencePage,
  FindingsQuery,
  findKqlWarnings,
  parseKql,
} from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type AppHost, readTime, readWorld } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { type DifferencePlace, listDifferences } from '../storage/finding-differences.ts'
import { toFinding } from '../storage/findings.ts'

const limitDefault = 100

const Query = Type.Object({
  q: FindingsQuery.properties.q,
  from: Type.String({ maxLength: 100 }),
  /** Now, where it is not given. */
  to: Type.Optional(Type.String({ maxLength: 100 })),
  kind: Type.Optional(DifferenceKind),
  cursor: FindingsQuery.properties.cursor,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: limitDefault })),
})

export function diffRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/diff',
      { schema: { querystring: Query, response: { 200: FindingDifferencePage } } },
      async (request) => {
        const { q = '', kind, cursor, limit = limitDefault } = request.query
        const now = host.now().getTime()
        const asked = cursor === undefined ? undefined : readCursor(cursor)
        const from = asked?.from ?? readTime(request.query.from, now, 'from')
        const at = asked?.to ?? readTime(request.query.to ?? 'now', now, 'to')
        if (from >= at) {
          throw new ProblemError(400, 'The time "from" is before the time "to".', 'from')
        }
        const world = { ...(await readWorld(host, request)), at }
        const where = parseKql(q)
        const after = asked?.after
        const found = await listDifferences(world.db, world, { where, from, kind, after, limit })
        return {
          items: found.items.map(({ record, ...move }) => ({
            ...move,
            finding: toFinding(record, world),
          })),
          total: found.moves.reduce((sum, move) => sum + move.count, 0),
          next_cursor: found.next ? toCursor({ from, to: at, after: found.next }) : null,
          warnings: findKqlWarnings(where),
          from: from.toISOString(),
          to: at.toISOString(),
          moves: found.moves,
        }
      },
    )
  }
}

/** Holds both times: `now` is another one with every page. */
interface Cursor {
  from: Date
  to: Date
  after: DifferencePlace
}

function toCursor({ from, to, after }: Cursor): string {
  const values = [from.getTime(), to.getTime(), after.changedAt.getTime(), after.id]
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function readCursor(cursor: string): Cursor {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw refusal()
  }
  if (!Array.isArray(value) || value.length !== 4) throw refusal()
  const [from, to, changedAt, id] = value
  if (![from, to, changedAt].every(isTime) || !uuid.test(String(id))) throw refusal()
  return {
    from: new Date(from),
    to: new Date(to),
    after: { changedAt: new Date(changedAt), id: String(id) },
  }
}

function isTime(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(Number(value)) < Date.UTC(9999, 0, 1)
}

function refusal(): ProblemError {
  const detail = 'The cursor is not one of this comparison; start from the first page.'
  return new ProblemError(400, detail, 'cursor')
}
