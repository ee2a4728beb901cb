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
import { type AppHost, readWholeWorld, type World } from '../http/host.ts'
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
import { withinReach } from './within-reach.ts'

export async function describeExceptions(host: AppHost, world: World): Promise<Exception[]> {
  const covers = new Map((await listCover(world.db)).map((cover) => [cover.exceptionId, cover]))
  const rows = await listExceptions(world.db)
  return rows.map((row) => describe(row, covers.get(row.exceptionId), host.now()))
}

export async function createException(
  host: AppHost,
  world: World,
  { request, by }: { request: CreateExceptionRequest; by: string },
): Promise<Exception> {
  // Says at once where a date field is asked for something else.
  compileKql(readScope(request.query), world)
  const now = host.now()
  const row: ExceptionRow = {
    exceptionId: randomUUID(),
    query: withinReach(request.query, world),
    reason: request.reason,
    category: request.category,
    owner: request.owner,
    until: readUntil(request.until, now),
    createdAt: now,
    createdBy: by,
    revokedAt: null,
    revokedBy: null,
    decidedAt: now,
    decidedBy: by,
    isDenied: false,
    decision: null,
  }
  await insertException(host.db, row)
  await applyToAll(host.db, await readWholeWorld(host))
  announce(host)
  const cover = (await listCover(world.db)).find((it) => it.exceptionId === row.exceptionId)
  return describe(row, cover, now)
}

export async function endException(
  host: AppHost,
  world: World,
  { exceptionId, by }: { exceptionId: string; by: string },
): Promise<void> {
  await refuseBeyondReach(world, exceptionId, by)
  const isRevoked = await revokeException(host.db, exceptionId, { at: host.now(), name: by })
  if (!isRevoked)
    throw new ProblemError(404, `There is no exception ${exceptionId} that could be revoked.`)
  await applyToAll(host.db, await readWholeWorld(host))
  announce(host)
}

/** Somebody who sees a part ends what somebody made for that part, not what holds for others too. */
async function refuseBeyondReach(world: World, exceptionId: string, by: string): Promise<void> {
  if (world.reach === null) return
  const row = (await listExceptions(world.db)).find((it) => it.exceptionId === exceptionId)
  if (!row || row.createdBy === by) return
  throw new ProblemError(403, 'This exception may reach beyond what you see; an admin can end it.')
}

export async function previewException(world: World, query: string): Promise<ExceptionPreview> {
  const where = readScope(query)
  const rows = await previewAccepted(world.db, world, where)
  const tally: SeverityTally = {}
  const after: SeverityTally = {}
  for (const row of await listCounts(world.db)) {
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
