/** Saved views: one's own, and those that others share. */

import { randomUUID } from 'node:crypto'
import {
  type HeldRole,
  mayDo,
  type Reach,
  type SaveViewRequest,
  type View,
  type ViewPage,
} from '@evenkeel/model'
import { type WritingHost, writeOnRecord } from '../http/audit.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { openReader } from '../storage/reach.ts'
import { deleteView, findView, listViews, saveView, type ViewRow } from '../storage/views.ts'

/** Views are of people: a token that has the name of a user is that user's. */
export interface Person extends HeldRole {
  name: string
  reach: Reach
}

const viewsMax = 200

export async function describeViews(
  host: AppHost,
  person: Person,
  page?: ViewPage,
): Promise<View[]> {
  const rows = await listViews(await openReader(host.db, person), person.name, page)
  return rows.map((row) => describe(row, person))
}

export async function readView(host: AppHost, person: Person, id: string): Promise<View> {
  return describe(await findVisible(host, person, id), person)
}

export async function createView(
  host: WritingHost,
  person: Person,
  request: SaveViewRequest,
): Promise<View> {
  return await write(host, person, { request, viewId: randomUUID() })
}

/** `current` is what the caller's If-Match is held against, before anything is written. */
export async function changeView(
  host: WritingHost,
  person: Person,
  { id, request, verify }: { id: string; request: SaveViewRequest; verify(current: View): void },
): Promise<View> {
  const row = await findVisible(host, person, id)
  if (row.owner !== person.name) {
    throw new ProblemError(403, `The view "${row.name}" is ${row.owner}'s; save a copy instead.`)
  }
  verify(describe(row, person))
  return await write(host, person, { request, viewId: row.viewId })
}

/** The owner's right, and for a shared one an admin's. */
export async function removeView(
  host: WritingHost,
  person: Person,
  { id, verify }: { id: string; verify(current: View): void },
): Promise<void> {
  const row = await findVisible(host, person, id)
  if (row.owner !== person.name && !mayDo(person, 'access.manage')) {
    throw new ProblemError(403, `The view "${row.name}" is ${row.owner}'s, who alone removes it.`)
  }
  verify(describe(row, person))
  await writeOnRecord(host, (db) => deleteView(db, row.viewId))
}

/** A private view of somebody else is not there. */
async function findVisible(host: AppHost, person: Person, id: string): Promise<ViewRow> {
  const row = await findView(await openReader(host.db, person), id)
  if (!row || (row.owner !== person.name && !row.isShared)) {
    throw new ProblemError(404, `There is no view ${id}.`)
  }
  return row
}

async function write(
  host: WritingHost,
  person: Person,
  { request, viewId }: { request: SaveViewRequest; viewId: string },
): Promise<View> {
  const name = request.name.replaceAll('\0', '').trim()
  if (name === '') throw new ProblemError(400, 'A view needs a name.', '/name')
  const own = (await listViews(await openReader(host.db, person), person.name, undefined)).filter(
    (it) => it.owner === person.name && it.viewId !== viewId,
  )
  if (own.some((it) => it.page === request.page && it.name === name)) {
    throw new ProblemError(409, `You have a view "${name}" already.`, '/name')
  }
  if (own.length >= viewsMax) {
    throw new ProblemError(409, `One person keeps at most ${viewsMax} views; remove one first.`)
  }
  const row: ViewRow = {
    viewId,
    owner: person.name,
    page: request.page,
    name,
    search: request.search.replaceAll('\0', ''),
    isShared: request.visibility === 'shared',
    isDefault: request.is_default,
    updatedAt: host.now(),
  }
  await writeOnRecord(host, (db) => saveView(db, row))
  return describe(row, person)
}

/** The default is each person's own: a shared view is nobody else's default. */
function describe(row: ViewRow, person: Person): View {
  return {
    id: row.viewId,
    name: row.name,
    page: row.page,
    search: row.search,
    visibility: row.isShared ? 'shared' : 'private',
    is_default: row.isDefault && row.owner === person.name,
    owner: row.owner,
    updated_at: row.updatedAt.toISOString(),
  }
}
