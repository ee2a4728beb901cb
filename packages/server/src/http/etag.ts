/** Entity tags: an answer that the caller has already is not sent again, and nobody writes over what they have not seen. */

import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ProblemError } from './problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer is small and made of what the database holds now, so that a tag is cheap. */
    hasEtag?: boolean
    /** A write that is held against If-Match and answers with no tag of its own. */
    holdsMatch?: boolean
  }
}

/** Made of the answer's own text, so it never says that something is as it was when it is not. */
export function addEtags(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const isTagged = request.routeOptions.config.hasEtag && reply.statusCode < 300
    if (!isTagged || typeof payload !== 'string') return payload
    const tag = tagOf(payload)
    reply.header('etag', tag).header('cache-control', 'private, no-cache')
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (!isRead || !listsTag(request.headers['if-none-match'], tag)) return payload
    reply.status(304).removeHeader('content-length').removeHeader('content-type')
    return ''
  })
}

/** Refuses a write of somebody who has not seen what stands there now; without If-Match nothing is held. */
export function requireMatch(reply: FastifyReply, current: object): void {
  const wanted = reply.request.headers['if-match']
  // As the answer would be written, because the schema orders its fields; a list stays one.
  const plain = Array.isArray(current) ? current : { ...current }
  const text = () => String(reply.serializeInput(plain, '200'))
  if (wanted === undefined || listsTag(wanted, tagOf(text()))) return
  if ('updated_at' in current && listsTag(wanted, `"${current.updated_at}"`)) return
  throw changedMeanwhile()
}

/** The same for what names its version itself, which lists show too. */
export function requireVersion({ headers }: FastifyRequest, version: string): void {
  const wanted = headers['if-match']
  if (wanted !== undefined && !listsTag(wanted, `"${version}"`)) throw changedMeanwhile()
}

/** Another one for other parts; it tells nothing of them. */
export function versionOf(parts: readonly unknown[]): string {
  return digest(JSON.stringify(parts))
}

function changedMeanwhile(): ProblemError {
  return new ProblemError(
    412,
    'It was changed by somebody since you read it; read it again and then write.',
    'if-match',
  )
}

/** Weak, because the answer may travel packed. */
function tagOf(text: string): string {
  return `W/"${digest(text)}"`
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 27)
}

function listsTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  const plain = (it: string) => it.trim().replace(/^W\//, '')
  return header.split(',').some((it) => it.trim() === '*' || plain(it) === plain(tag))
}
