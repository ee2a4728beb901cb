/** A thin Kubernetes API client: get, paged lists, and the few writes that a Lease needs. */

import { setTimeout as sleep } from 'node:timers/promises'
import { readBody } from '../transport/body.ts'
import { createTransport, type Transport, type TransportAnswer } from '../transport/transport.ts'
import type { KubeConnection } from './connection.ts'
import { answerError, connectionError, isKubeError, KubeError } from './errors.ts'

export interface ListPage {
  /** As the API server sent them: of a typed list without apiVersion and kind. */
  items: Record<string, unknown>[]
  resourceVersion: string
  /** The first page of a list begun anew; the earlier pages no longer count. */
  isAnew: boolean
}

export interface RequestOptions {
  signal?: AbortSignal | undefined
  query?: Record<string, string>
  /** Only names, labels, annotations and owners of each object. */
  isMetadataOnly?: boolean
}

/** What a client has asked for so far. */
export interface KubeUsage {
  requests: number
  /** Of answers, as they came over the wire. */
  bytes: number
}

export interface KubeClient {
  connection: KubeConnection
  usage: KubeUsage
  /** The parsed answer. Throws KubeError. */
  get(path: string, options?: RequestOptions): Promise<unknown>
  /** Page after page; `continue` tokens that grew too old start the list anew. */
  list(path: string, options?: RequestOptions): AsyncGenerator<ListPage>
  /** A stream of lines, for a watch. The caller ends it by the signal. */
  stream(path: string, options?: RequestOptions): Promise<TransportAnswer>
  /** POST or PUT; never repeated by itself. */
  write(
    method: 'POST' | 'PUT',
    path: string,
    body: unknown,
    options?: RequestOptions,
  ): Promise<unknown>
  close(): Promise<void>
}

const pageSize = 500
/** With its repetitions. A list that never ends must not keep the other kinds waiting. */
const pageMsUsual = 120_000
/** More objects of one kind than any cluster has. */
const objectsMax = 2_000_000
const attemptsMax = 5
const backoffFirstMs = 200
const backoffMaxMs = 10_000
/** A server that asks for a longer pause is given this much. */
const retryAfterMaxMs = 30_000
const restartsMax = 2
const answerTimeoutMs = 60_000
const idleTimeoutMs = 120_000
const answerBytesMax = 512 * 1024 * 1024

const json = 'application/json'
const metadataList =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json'
/** Of each event of a watch. */
const metadataObject =
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json'

export interface KubeClientOptions {
  connectionsMax?: number
  /** For tests; usually two minutes. */
  pageMs?: number
  /** For tests; usually two millions. */
  objectsMax?: number
}

/** Each watch holds a connection, so a client for watches is given more of them. */
export function createKubeClient(
  connection: KubeConnection,
  options: KubeClientOptions = {},
): KubeClient {
  const transport = transportTo(connection, options.connectionsMax)
  const usage: KubeUsage = { requests: 0, bytes: 0 }
  const { pageMs = pageMsUsual, objectsMax: most = objectsMax } = options
  const context: Context = { connection, transport, usage, pageMs, objectsMax: most }
  return {
    connection,
    usage,
    get: (path, options = {}) => withRetries(() => ask(context, path, options), options.signal),
    list: (path, options = {}) => listPages(context, path, options),
    stream: (path, options = {}) => openStream(context, path, options),
    write: (method, path, body, options = {}) =>
      ask(context, path, { ...options, method, body: JSON.stringify(body) }),
    close: async () => transport.close(),
  }
}

/** A watch sends bookmarks about every minute, so that a longer silence is a dead connection. */
function transportTo(connection: KubeConnection, connectionsMax?: number): Transport {
  return createTransport({
    ...(connectionsMax ? { connectionsMax } : {}),
    proxyUrl: connection.proxyUrl,
    answerTimeoutMs,
    idleTimeoutMs,
    tls: {
      ...(connection.ca ? { ca: connection.ca } : {}),
      ...(connection.clientCertificate ? { cert: connection.clientCertificate } : {}),
      ...(connection.clientKey ? { key: connection.clientKey } : {}),
      ...(connection.tlsServerName ? { servername: connection.tlsServerName } : {}),
      // The kubeconfig itself says insecure-skip-tls-verify.
      ...(connection.isInsecure ? { rejectUnauthorized: false } : {}),
    },
  })
}

interface Context {
  connection: KubeConnection
  transport: Transport
  usage: KubeUsage
  pageMs: number
  objectsMax: number
}

interface Asking extends RequestOptions {
  method?: 'GET' | 'POST' | 'PUT'
  body?: string
  /** Compressed parts would come late. */
  isStream?: boolean
}

/** A list begun anew yields objects for a second time, with the same names. */
async function* listPages(
  context: Context,
  path: string,
  options: RequestOptions,
): AsyncGenerator<ListPage> {
  let next = ''
  let restarts = 0
  let isAnew = false
  let objects = 0
  do {
    const query: Record<string, string> = { limit: String(pageSize), ...options.query }
    if (next) query.continue = next
    const asking = { ...options, query }
    const wasAnew = isAnew
    isAnew = false
    try {
      const page = toPage(await askPage(context, path, asking), path)
      next = page.next
      // A page may be empty and not the last, but not for ever.
      objects = (wasAnew ? 0 : objects) + Math.max(page.items.length, 1)
      if (next && objects > context.objectsMax) throw endless(path, objects)
      yield { ...page, isAnew: wasAnew }
    } catch (error) {
      // The place in the list is kept for some minutes only; a slow reader loses it.
      if (!isKubeError(error, 'gone') || !next || restarts >= restartsMax) throw error
      restarts += 1
      next = ''
      isAnew = true
    }
  } while (next || isAnew)
}

/** Throws `too-slow` where the page is not there in time. */
async function askPage(context: Context, path: string, asking: Asking): Promise<unknown> {
  const { pageMs } = context
  const ending = new AbortController()
  const end = (): void => ending.abort()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    end()
  }, pageMs)
  if (asking.signal?.aborted) end()
  asking.signal?.addEventListener('abort', end, { once: true })
  try {
    const { signal } = ending
    return await withRetries(() => ask(context, path, { ...asking, signal }), signal)
  } catch (error) {
    if (!isLate) throw error
    throw new KubeError(
      'too-slow',
      `GET ${path} gave no whole page within ${pageMs / 1000} s; what it lists is unknown until it does. Is the API server overloaded?`,
      { cause: error },
    )
  } finally {
    clearTimeout(timer)
    asking.signal?.removeEventListener('abort', end)
  }
}

function endless(path: string, objects: number): KubeError {
  return new KubeError(
    'too-many',
    `GET ${path} goes on after ${objects} objects without an end; what it lists is unknown. Is something in between at fault?`,
  )
}

function toPage(answer: unknown, path: string): Omit<ListPage, 'isAnew'> & { next: string } {
  const { items, metadata } = isRecord(answer) ? answer : {}
  const meta = isRecord(metadata) ? metadata : {}
  if (items !== null && !Array.isArray(items))
    throw new KubeError(
      'invalid-answer',
      `GET ${path} was answered with something that is no list.`,
    )
  return {
    items: (items ?? []).filter(isRecord),
    resourceVersion: String(meta.resourceVersion ?? ''),
    next: typeof meta.continue === 'string' ? meta.continue : '',
  }
}

async function ask(context: Context, path: string, asking: Asking): Promise<unknown> {
  const answer = await send(context, path, asking)
  const { text, wireBytes } = await readBody(answer, answerBytesMax).catch((cause: unknown) => {
    throw connectionError(context.connection.server, cause)
  })
  context.usage.bytes += wireBytes
  if (answer.status >= 200 && answer.status < 300) return parseAnswer(text, asking, path)
  throw withRetryAfter(
    answerError(`${asking.method ?? 'GET'} ${path}`, answer.status, statusMessage(text)),
    answer.headers['retry-after'],
  )
}

async function send(context: Context, path: string, asking: Asking): Promise<TransportAnswer> {
  const first = await sendOnce(context, path, asking)
  if (first.status !== 401 || !(await context.connection.refresh?.())) return first
  first.body.resume()
  return sendOnce(context, path, asking)
}

async function sendOnce(
  { connection, transport, usage }: Context,
  path: string,
  asking: Asking,
): Promise<TransportAnswer> {
  const headers: Record<string, string> = {
    accept: acceptOf(asking),
    ...(asking.isStream ? {} : { 'accept-encoding': 'gzip' }),
    'user-agent': 'evenkeel-agent',
    ...(asking.body === undefined ? {} : { 'content-type': json }),
    ...(await connection.headers?.()),
  }
  usage.requests += 1
  const query = new URLSearchParams(asking.query).toString()
  try {
    return await transport.send(`${connection.server}${path}${query ? `?${query}` : ''}`, {
      method: asking.method ?? 'GET',
      headers,
      body: asking.body,
      signal: asking.signal,
    })
  } catch (cause) {
    if (asking.signal?.aborted) throw cause
    throw connectionError(connection.server, cause)
  }
}

function acceptOf({ isMetadataOnly, isStream }: Asking): string {
  if (!isMetadataOnly) return json
  return isStream ? metadataObject : metadataList
}

async function openStream(
  context: Context,
  path: string,
  options: RequestOptions,
): Promise<TransportAnswer> {
  const answer = await send(context, path, { ...options, isStream: true })
  if (answer.status === 200) return answer
  const { text } = await readBody(answer, answerBytesMax)
  throw answerError(`GET ${path}`, answer.status, statusMessage(text))
}

function parseAnswer(text: string, asking: Asking, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const what = `${asking.method ?? 'GET'} ${path}`
    throw new KubeError('invalid-answer', `${what} was answered with something that is no JSON.`, {
      cause,
    })
  }
}

/** The message of a Kubernetes Status object. */
function statusMessage(text: string): string | undefined {
  try {
    const status: unknown = JSON.parse(text)
    return isRecord(status) && typeof status.message === 'string' ? status.message : undefined
  } catch {
    // A proxy in between answers with HTML or nothing; the status code says enough.
    return undefined
  }
}

const retryAfters = new WeakMap<KubeError, number>()

function withRetryAfter(error: KubeError, header: string | string[] | undefined): KubeError {
  const seconds = Number(Array.isArray(header) ? header[0] : header)
  if (Number.isFinite(seconds) && seconds >= 0) retryAfters.set(error, seconds * 1000)
  return error
}

/** For requests without an effect only. */
async function withRetries<Answer>(
  attempt: () => Promise<Answer>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (signal?.aborted || !isKubeError(error) || !isPassing(error) || count >= attemptsMax)
        throw error
      await sleep(pauseMs(error, count), undefined, signal ? { signal } : {})
    }
  }
}

function isPassing(error: KubeError): boolean {
  if (error.kind === 'unreachable') return /reset|closed|in time|stopped/.test(error.message)
  return error.status === 429 || (error.status ?? 0) >= 500
}

function pauseMs(error: KubeError, count: number): number {
  const asked = retryAfters.get(error)
  if (asked !== undefined) return Math.min(asked, retryAfterMaxMs)
  const backoff = Math.min(backoffFirstMs * 2 ** (count - 1), backoffMaxMs)
  return backoff / 2 + (Math.random() * backoff) / 2
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
