/** What people say of findings: assigning them, and comments. */

import { randomUUID } from 'node:crypto'
import {
  AssignRequest,
  AssignResponse,
  assignedMax,
  CommentRequest,
  commentsMax,
  FindingNote,
  parseKql,
} from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { onRecord, writeOnRecord } from '../http/audit.ts'
import { type AppHost, readWorld, type World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import {
  assignFindings,
  countComments,
  insertNote,
  listNotes,
  type NoteRow,
} from '../storage/finding-notes.ts'
import { parseSort } from '../storage/finding-sort.ts'
import {
  countFindings,
  type FindingRecord,
  findFindingRecord,
  listFindingKeys,
} from '../storage/findings.ts'

const FindingId = Type.Object({
  id: Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
})
const discusses = { action: 'findings.discuss' } as const
/** Comments and the latest assignments. */
const notesMax = 2 * commentsMax

type RoutesApp = Parameters<FastifyPluginAsyncTypebox>[0]

export function noteRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/assignments',
      { config: discusses, schema: { body: AssignRequest, response: { 200: AssignResponse } } },
      async (request) => {
        const { query, assignee } = request.body
        const keys = await findKeys(await readWorld(host, request), query)
        const at = host.now()
        const author = request.caller?.subject ?? ''
        const changed = await writeOnRecord(onRecord(host, request, 200), (db) =>
          assignFindings(db, {
            clusterIds: keys.map(({ clusterId }) => clusterId),
            ids: keys.map(({ id }) => id),
            assignee: assignee === null ? null : trimmed(assignee, '/assignee'),
            at,
            author,
          }),
        )
        return { changed, unchanged: keys.length - changed }
      },
    )
    app.get(
      '/findings/:id/notes',
      { schema: { params: FindingId, response: { 200: Type.Array(FindingNote) } } },
      async (request) => {
        const world = await readWorld(host, request)
        const record = await findRecord(world, request.params.id)
        return (await listNotes(world.db, record, notesMax)).map(toNote)
      },
    )
    addComments(app, host)
  }
}

function addComments(app: RoutesApp, host: AppHost): void {
  app.post(
    '/findings/:id/comments',
    {
      config: discusses,
      schema: { params: FindingId, body: CommentRequest, response: { 201: FindingNote } },
    },
    async (request, reply) => {
      const { clusterId, id } = await findRecord(await readWorld(host, request), request.params.id)
      const note: NoteRow = {
        clusterId,
        id,
        noteId: randomUUID(),
        at: host.now(),
        author: request.caller?.subject ?? '',
        kind: 'comment',
        body: trimmed(request.body.text, '/text'),
        assignee: null,
      }
      await writeOnRecord(onRecord(host, request, 201), async (db) => {
        if ((await countComments(db, note)) >= commentsMax) {
          throw new ProblemError(409, `A finding takes ${commentsMax} comments; it has them.`)
        }
        await insertNote(db, note)
      })
      return await reply.status(201).send(toNote(note))
    },
  )
}

function trimmed(text: string, field: string): string {
  const trim = text.trim()
  if (trim === '') throw new ProblemError(400, 'There is nothing but spaces in it.', field)
  return trim
}

async function findRecord(world: World, id: string): Promise<FindingRecord> {
  const record = await findFindingRecord(world.db, world, id.toLowerCase())
  if (!record) throw new ProblemError(404, `There is no finding ${id}.`)
  return record
}

/** Only what the caller sees. */
async function findKeys(world: World, query: string) {
  const where = parseKql(query)
  const total = await countFindings(world.db, world, where)
  if (total > assignedMax) {
    throw new ProblemError(
      400,
      `The query finds ${total} findings; at most ${assignedMax} are assigned at once.`,
      '/query',
    )
  }
  const sort = parseSort(undefined)
  const filter = { where, sort, cursor: undefined, limit: assignedMax }
  return await listFindingKeys(world.db, world, filter)
}

function toNote({ noteId, at, author, kind, body, assignee }: NoteRow): FindingNote {
  return { id: noteId, at: at.toISOString(), by: author, kind, text: body, assignee }
}
