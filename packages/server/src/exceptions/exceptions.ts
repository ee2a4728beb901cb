/** Creates, previews, decides on, lists and revokes exceptions. */

import { randomUUID } from 'node:crypto'
import {
  type CreateExceptionRequest,
  computeScore,
  type DecideExceptionRequest,
  type Exception,
  type ExceptionPreview,
  type ExceptionScope,
  exceptionQuery,
  findKqlWarnings,
  parseKql,
  type SeverityTally,
  scopeMistake,
} from '@evenkeel/model'
import { type WritingHost, writeOnRecord } from '../http/audit.ts'
import { type AppHost, readWholeWorld, type World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { applyToAll } from '../ingest/accept.ts'
import { addToTally, addUnaccepted } from '../scores/tally.ts'
import { failedCode } from '../storage/codes.ts'
import {
  type CoverRow,
  decideException,
  type ExceptionRow,
  insertExceptions,
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

/** Who makes one, and whether it holds at once or waits for somebody's word. */
export interface Author {
  name: string
  mayApprove: boolean
}

export async function createException(
  host: WritingHost,
  world: World,
  { request, by }: { request: CreateExceptionRequest; by: Author },
): Promise<Exception> {
  const row = planException(world, request, { by, now: host.now() })
  await addExceptions(host, [row])
  const cover = (await listCover(world.db)).find((it) => it.exceptionId === row.exceptionId)
  return describe(row, cover, row.createdAt)
}

/** The row that a request stands for; nothing is written. Throws ProblemError and KqlError. */
export function planException(
  world: World,
  request: CreateExceptionRequest,
  { by, now }: { by: Author; now: Date },
): ExceptionRow {
  const query = readScope(request)
  // Says at once where a date field is asked for something else.
  compileKql(parseKql(query), world)
  const decided = by.mayApprove ? { decidedAt: now, decidedBy: by.name } : undecided
  return {
    exceptionId: randomUUID(),
    query: withinReach(storable(query), world),
    reason: storable(request.reason),
    category: request.category,
    owner: storable(request.owner),
    until: readUntil(request.until, now),
    createdAt: now,
    createdBy: by.name,
    revokedAt: null,
    revokedBy: null,
    ...decided,
    isDenied: false,
    note: null,
    expiredAt: null,
  }
}

const undecided = { decidedAt: null, decidedBy: null }

/** All of them or none. */
export async function addExceptions(
  host: WritingHost,
  rows: readonly ExceptionRow[],
): Promise<void> {
  await writeOnRecord(host, (db) => insertExceptions(db, rows))
  if (rows.some((row) => row.decidedAt !== null)) await apply(host)
  announce(host)
}

/** Somebody's word on one that waits. */
export async function settleException(
  host: WritingHost,
  world: World,
  {
    exceptionId,
    request,
    by,
  }: { exceptionId: string; request: DecideExceptionRequest; by: string },
): Promise<Exception> {
  const isDenied = request.decision === 'denied'
  const note = storable(request.note).trim()
  if (isDenied && note === '') {
    throw new ProblemError(400, 'Say why it is denied, for who asked.', '/note')
  }
  const waiting = await readException(world, exceptionId)
  if (stateOf(waiting, host.now()) !== 'requested') {
    throw new ProblemError(409, `The exception ${exceptionId} does not wait for a decision.`)
  }
  const decision = { at: host.now(), name: by, isDenied, note: note || null }
  await writeOnRecord(host, async (db) => {
    if (await decideException(db, exceptionId, decision)) return
    throw new ProblemError(409, `Somebody decided on the exception ${exceptionId} meanwhile.`)
  })
  if (!isDenied) await apply(host)
  announce(host)
  const row = await readException(world, exceptionId)
  const cover = (await listCover(world.db)).find((it) => it.exceptionId === exceptionId)
  return describe(row, cover, host.now())
}

/** Who may not approve withdraws what they asked for themselves, as long as it waits. */
export async function endException(
  host: WritingHost,
  world: World,
  { exceptionId, by }: { exceptionId: string; by: Author },
): Promise<void> {
  const row = await readException(world, exceptionId)
  if (!by.mayApprove && (row.createdBy !== by.name || row.decidedAt !== null)) {
    throw new ProblemError(
      403,
      'With your role you withdraw what you asked for and nobody decided.',
    )
  }
  refuseBeyondReach(world, row, by.name)
  await writeOnRecord(host, async (db) => {
    if (await revokeException(db, exceptionId, { at: host.now(), name: by.name })) return
    throw new ProblemError(404, `The exception ${exceptionId} was revoked before.`)
  })
  await apply(host)
  announce(host)
}

async function readException(world: World, exceptionId: string): Promise<ExceptionRow> {
  const row = (await listExceptions(world.db)).find((it) => it.exceptionId === exceptionId)
  if (!row) throw new ProblemError(404, `There is no exception ${exceptionId}.`)
  return row
}

async function apply(host: AppHost): Promise<void> {
  await applyToAll(host.db, await readWholeWorld(host))
}

/** Somebody who sees a part ends what somebody made for that part, not what holds for others too. */
function refuseBeyondReach(world: World, row: ExceptionRow, by: string): void {
  if (world.reach === null || row.createdBy === by) return
  throw new ProblemError(403, 'This exception may reach beyond what you see; an admin can end it.')
}

/** An exception that covers more than this is pointed out. */
const manyFindings = 100

export async function previewException(
  world: World,
  scope: ExceptionScope,
): Promise<ExceptionPreview> {
  const where = parseKql(readScope(scope))
  const rows = await previewAccepted(world.db, world, where)
  const tally: SeverityTally = {}
  const after: SeverityTally = {}
  for (const row of await listCounts(world.db)) {
    addUnaccepted(tally, row)
    addUnaccepted(after, row)
  }
  const failed = rows.filter((row) => row.evaluation === failedCode)
  for (const row of failed) addToTally(after, { ...row, n: -row.n })
  const findings = sum(rows)
  const breadth =
    findings > manyFindings
      ? [`It covers ${findings} findings, more than ${manyFindings}: is the query narrow enough?`]
      : []
  return {
    findings,
    failed: sum(failed),
    score: computeScore(tally),
    score_after: computeScore(after),
    warnings: [...breadth, ...findKqlWarnings(where)],
  }
}

function sum(rows: readonly { n: number }[]): number {
  return rows.reduce((total, row) => total + row.n, 0)
}

/** An exception for everything would be a mistake with no way to see it. */
function readScope(scope: ExceptionScope): string {
  const mistake = scopeMistake(scope)
  // Of a query that does not parse the parser says more, with its place.
  if (mistake && scope.query !== undefined) parseKql(scope.query)
  if (mistake) throw new ProblemError(400, mistake.message, mistake.field)
  return exceptionQuery(scope)
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

export function stateOf(row: ExceptionRow, now: Date): Exception['state'] {
  if (row.isDenied) return 'denied'
  if (row.revokedAt) return 'revoked'
  if (row.until !== null && row.until <= now) return 'expired'
  return row.decidedAt === null ? 'requested' : 'active'
}

function describe(row: ExceptionRow, cover: CoverRow | undefined, now: Date): Exception {
  return {
    id: row.exceptionId,
    query: row.query,
    reason: row.reason,
    category: row.category,
    owner: row.owner,
    until: row.until?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
    state: stateOf(row, now),
    decided_by: row.decidedBy,
    decided_at: row.decidedAt?.toISOString() ?? null,
    note: row.note,
    findings: cover?.findings ?? 0,
    failed: cover?.failed ?? 0,
  }
}

/** PostgreSQL knows no NUL in text. */
function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd')
}

function announce(host: AppHost): void {
  host.events.publish({ kind: 'exception', cluster: '' })
}
