/** Creates, previews, lists and revokes exceptions. */

import { randomUUID } from 'node:crypto'
import {
  type CreateExceptionRequest,
  computeScore,
  type Exception,
  type ExceptionPreview,
  findKqlWarnings,
  type KqlNode,
  parseKql,
  type SeverityTally,
} from '@evenkeel/model'
import { type AppHost, readWorld } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { applyToAll } from '../ingest/accept.ts'
import { addToTally, addUnaccepted } from '../scores/tally.ts'
import { failedCode } from '../storage/codes.ts'
import {
  type CoverRow,
  type ExceptionRow,
  insertException,
  listCover,
  listExceptions,
  previewAccepted,
  revokeException,
} from '../storage/exceptions.ts'
import { compileKql } from '../storage/kql-sql.ts'
import { listCounts } from '../storage/score-points.ts'

export async function describeExceptions(host: AppHost): Promise<Exception[]> {
  const covers = new Map((await listCover(host.db)).map((cover) => [cover.exceptionId, cover]))
  const rows = await listExceptions(host.db)
  return rows.map((row) => describe(row, covers.get(row.exceptionId), host.now()))
}

export async function createException(
  host: AppHost,
  request: CreateExceptionRequest,
  by: string,
): Promise<Exception> {
  const world = await readWorld(host)
  // Says at once where a date field is asked for something else.
  compileKql(readScope(request.query), world)
  const now = host.now()
  const row: ExceptionRow = {
    exceptionId: randomUUID(),
    query: request.query,
    reason: request.reason,
    category: request.category,
    owner: request.owner,
    until: readUntil(request.until, now),
    createdAt: now,
    createdBy: by,
    revokedAt: null,
    revokedBy: null,
  }
  await insertException(host.db, row)
  await applyToAll(host.db, await readWorld(host))
  announce(host)
  const cover = (await listCover(host.db)).find((it) => it.exceptionId === row.exceptionId)
  return describe(row, cover, now)
}

export async function endException(host: AppHost, exceptionId: string, by: string): Promise<void> {
  const isRevoked = await revokeException(host.db, exceptionId, { at: host.now(), name: by })
  if (!isRevoked)
    throw new ProblemError(404, `There is no exception ${exceptionId} that could be revoked.`)
  await applyToAll(host.db, await readWorld(host))
  announce(host)
}

export async function previewException(host: AppHost, query: string): Promise<ExceptionPreview> {
  const world = await readWorld(host)
  const where = readScope(query)
  const rows = await previewAccepted(host.db, world, where)
  const tally: SeverityTally = {}
  const after: SeverityTally = {}
  for (const row of await listCounts(host.db)) {
    addUnaccepted(tally, row)
    addUnaccepted(after, row)
  }
  const failed = rows.filter((row) => row.evaluation === failedCode)
  for (const row of failed) addToTally(after, { ...row, n: -row.n })
  return {
    findings: sum(rows),
    failed: sum(failed),
    score: computeScore(tally),
    score_after: computeScore(after),
    warnings: findKqlWarnings(where),
  }
}

function sum(rows: readonly { n: number }[]): number {
  return rows.reduce((total, row) => total + row.n, 0)
}

/** An exception for everything would be a mistake with no way to see it. */
function readScope(query: string): KqlNode {
  const node = parseKql(query)
  if (node.kind === 'all') {
    throw new ProblemError(400, 'An exception needs a query that says what it accepts.', '/query')
  }
  return node
}

function readUntil(until: string | null, now: Date): Date | null {
  if (until === null) return null
  const time = Date.parse(until)
  if (Number.isNaN(time) || time <= now.getTime() || time > Date.UTC(9999, 0, 1)) {
    throw new ProblemError(
      400,
      'The end of an exception is a time in the future, such as 2030-01-31T00:00:00Z.',
      '/until',
    )
  }
  return new Date(time)
}

function describe(row: ExceptionRow, cover: CoverRow | undefined, now: Date): Exception {
  const isExpired = row.until !== null && row.until <= now
  return {
    id: row.exceptionId,
    query: row.query,
    reason: row.reason,
    category: row.category,
    owner: row.owner,
    until: row.until?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
    state: row.revokedAt ? 'revoked' : isExpired ? 'expired' : 'active',
    findings: cover?.findings ?? 0,
    failed: cover?.failed ?? 0,
  }
}

function announce(host: AppHost): void {
  host.events.publish({ kind: 'exception', cluster: '' })
}
