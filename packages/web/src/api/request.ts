/** Speaks with the server: every answer is held against the shared schema before a page sees it. */

import { Problem } from '@evenkeel/model'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'

const timeoutMs = 30_000
const fileTimeoutMs = 150_000

/** The server, or the way to it, said no. `problem` is null when no answer of ours came back. */
export class RequestError extends Error {
  readonly status: number
  readonly problem: Problem | null

  constructor(message: string, status: number, problem: Problem | null) {
    super(message)
    this.name = 'RequestError'
    this.status = status
    this.problem = problem
  }
}

/** Somebody changed it since it was read, so nothing was written. */
export function isConflict(error: unknown): error is RequestError {
  return error instanceof RequestError && error.status === 412
}

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON; a blob as what it is. */
  body?: unknown
  signal?: AbortSignal | undefined
  /** The tag of what was read: the server refuses a write over anything else with 412. */
  ifMatch?: string | null | undefined
}

/** An answer with its entity tag; null where a proxy took that away. */
export interface Tagged<T> {
  body: T
  etag: string | null
}

/** Calls `/api/v1{path}` and gives the answer as the schema says it is; throws RequestError. */
export async function fetchJson<T extends TSchema>(
  schema: T,
  path: string,
  options: RequestOptions = {},
): Promise<Static<T>> {
  return (await fetchTagged(schema, path, options)).body
}

/** The same with the tag that a write over it has to name. */
export async function fetchTagged<T extends TSchema>(
  schema: T,
  path: string,
  options: RequestOptions = {},
): Promise<Tagged<Static<T>>> {
  const response = await call(path, options)
  const body = await readJson(response)
  if (!response.ok) throw toError(response, body)
  if (!Value.Check(schema, body)) {
    const [first] = Value.Errors(schema, body)
    const place = first ? ` at "${first.instancePath}": ${first.message}` : ''
    throw new RequestError(
      `The server's answer to ${path} has another shape than this page expects${place}.`,
      response.status,
      null,
    )
  }
  return { body, etag: response.headers.get('etag') }
}

export interface FetchedFile {
  content: Blob
  /** As the server names it. */
  name: string
}

/** Gives the answer to a GET as a file, which may take minutes to make; throws RequestError. */
export async function fetchFile(path: string): Promise<FetchedFile> {
  const response = await call(path, {}, fileTimeoutMs)
  if (!response.ok) throw toError(response, await readJson(response))
  const disposition = response.headers.get('content-disposition') ?? ''
  const name = /filename="([^"]+)"/.exec(disposition)?.[1] ?? 'download'
  return { content: await response.blob(), name }
}

/** `?a=1&b=2` of what is set; empty text and undefined are left out. */
export function searchOf(values: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

async function call(
  path: string,
  { method = 'GET', body, signal, ifMatch }: RequestOptions,
  waitMs = timeoutMs,
) {
  const timeout = AbortSignal.timeout(waitMs)
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined
          ? {}
          : { 'content-type': body instanceof Blob ? body.type : 'application/json' }),
        ...(ifMatch && { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    const message = timeout.aborted
      ? `The server did not answer within ${waitMs / 1000} seconds.`
      : 'The server cannot be reached. Is it still running?'
    throw new RequestError(message, 0, null)
  }
}

/** The body as JSON, or undefined where it is none: a proxy's HTML page, say. */
async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  if (response.status === 204) return undefined
  try {
    return JSON.parse(text)
  } catch {
    if (!response.ok) return undefined
    throw new RequestError(
      'The server answered with something that is not JSON.',
      response.status,
      null,
    )
  }
}

function toError(response: Response, body: unknown): RequestError {
  if (Value.Check(Problem, body)) return new RequestError(body.detail, response.status, body)
  return new RequestError(
    `The server answered with status ${response.status}.`,
    response.status,
    null,
  )
}
