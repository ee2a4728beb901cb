/** Requests to the Evenkeel server: compressed, with retries, errors as sentences. */

import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { damagedBodyType, digestHeader, printDigest, readDigest } from '@evenkeel/model'
import { codeOf } from '../kube/errors.ts'
import { readBody } from '../transport/body.ts'
import { createTransport, type Transport } from '../transport/transport.ts'
import { compressParts } from './compress.ts'

export interface ServerConnection {
  /** `https://evenkeel.example.com`, without a slash at the end. */
  url: string
  /** PEM; then only certificates signed by it are trusted. */
  ca?: string | undefined
  proxyUrl?: string | undefined
  /** For tests; usually two minutes. */
  answerTimeoutMs?: number | undefined
}

export interface ServerAnswer {
  status: number
  etag?: string | undefined
  body: unknown
}

/** `refused`: the request itself is wrong; `unreadable`: what answers speaks something else. */
export type PublishErrorKind =
  | 'unreachable'
  | 'unauthorized'
  | 'refused'
  | 'unreadable'
  | 'busy'
  | 'too-large'

/** Its message is a sentence that names the server and what to do. */
export class PublishError extends Error {
  readonly kind: PublishErrorKind
  /** When the server wants to be asked again. */
  readonly retryAfterMs: number | undefined

  constructor(
    kind: PublishErrorKind,
    message: string,
    { cause, retryAfterMs }: { cause?: unknown; retryAfterMs?: number | undefined } = {},
  ) {
    super(message, cause === undefined ? {} : { cause })
    this.name = 'PublishError'
    this.kind = kind
    this.retryAfterMs = retryAfterMs
  }
}

export interface ServerClient {
  /** 2xx and 409 are answers; 401 is a PublishError. Passing troubles are tried again for a while. */
  post(path: string, options: PostOptions): Promise<ServerAnswer>
  /** The same; 304 and 404 are answers, without a body. */
  get(path: string, options: GetOptions): Promise<ServerAnswer>
  /** By the last answer; undefined before the first. */
  clockSkewMs(): number | undefined
  close(): Promise<void>
}

/** JSON that is made part by part, anew for each attempt. */
export type JsonParts = () => Iterable<string>

export interface PostOptions {
  /** A value, or its JSON in parts. */
  body: unknown | JsonParts
  token: string
  signal?: AbortSignal | undefined
  attemptsMax?: number | undefined
}

export interface GetOptions {
  token: string
  /** Of what is known already. */
  etag?: string | undefined
  signal?: AbortSignal | undefined
  attemptsMax?: number | undefined
}

const compress = promisify(gzip)
const compressFromBytes = 1024
const answerBytesMax = 64 * 1024 * 1024
const attemptsUsual = 5
const backoffFirstMs = 500
const backoffMaxMs = 30_000
const retryAfterMaxMs = 120_000
const answerTimeoutMs = 120_000

export function createServerClient(connection: ServerConnection): ServerClient {
  const transport = createTransport({
    proxyUrl: connection.proxyUrl,
    tls: connection.ca ? { ca: connection.ca } : {},
    answerTimeoutMs: connection.answerTimeoutMs ?? answerTimeoutMs,
    idleTimeoutMs: connection.answerTimeoutMs ?? answerTimeoutMs,
  })
  let skewMs: number | undefined

  async function ask({ attemptsMax = attemptsUsual, ...options }: Asked): Promise<ServerAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await askOnce(connection, transport, options)
      skewMs = outcome.skewMs ?? skewMs
      if ('answer' in outcome) return outcome.answer
      const { error, isPassing } = outcome
      // What was garbled on its way is refused too.
      const isFirstRefusal = error.kind === 'refused' && attempt === 1
      const isOver = isPassing ? attempt >= attemptsMax : !isFirstRefusal
      if (isOver || options.signal?.aborted) throw error
      const { signal } = options
      const pause = pauseMs(attempt, error.retryAfterMs)
      await sleep(pause, undefined, signal ? { signal } : {})
    }
  }

  return {
    clockSkewMs: () => skewMs,
    post: (path, options) => ask({ method: 'POST', path, ...options }),
    get: (path, options) => ask({ method: 'GET', path, ...options }),
    close: async () => transport.close(),
  }
}

/** Full jitter, so that many agents do not come back at the same moment. */
function pauseMs(attempt: number, retryAfterMs: number | undefined): number {
  const backoff = Math.min(backoffFirstMs * 2 ** attempt, backoffMaxMs)
  return (retryAfterMs ?? 0) + Math.random() * backoff
}

type Outcome = ({ answer: ServerAnswer } | { error: PublishError; isPassing: boolean }) & {
  skewMs?: number | undefined
}

interface Asked extends GetOptions {
  method: 'GET' | 'POST'
  path: string
  body?: unknown
}

async function askOnce(
  { url }: ServerConnection,
  transport: Transport,
  { method, path, body, token, etag, signal }: Asked,
): Promise<Outcome> {
  try {
    const { content, sha256, isCompressed } = method === 'GET' ? none : await encode(body)
    const answer = await transport.send(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        ...(etag === undefined ? {} : { 'if-none-match': etag }),
        'accept-encoding': 'gzip',
        'user-agent': 'evenkeel-agent',
        ...(sha256 === undefined ? {} : { [digestHeader]: printDigest(sha256) }),
        ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
      },
      body: content,
      signal,
    })
    const read = await readBody(answer, answerBytesMax)
    if (isDamaged(read.text, answer.headers[digestHeader])) return damagedAnswer(url)
    if (method === 'GET' && (answer.status === 304 || answer.status === 404)) {
      return { answer: { status: answer.status, body: null } }
    }
    const outcome = outcomeOf(url, answer.status, {
      body: parseBody(read.text),
      retryAfter: answer.headers['retry-after'],
    })
    if ('answer' in outcome) outcome.answer.etag = answer.headers.etag
    return { ...outcome, skewMs: skewOf(answer.headers.date) }
  } catch (cause) {
    if (signal?.aborted) throw cause
    const message = `The Evenkeel server ${url} cannot be reached (${reasonOf(cause)}); findings are kept and sent later.`
    return { error: new PublishError('unreachable', message, { cause }), isPassing: true }
  }
}

const ownReasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is not known',
  ECONNRESET: 'the connection broke',
  ETIMEDOUT: 'it does not answer in time',
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted('is signed by itself'),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted('is signed by an authority that is not trusted'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted('is signed by an authority that is not trusted'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted('is signed by an authority that is not trusted'),
  CERT_SIGNATURE_FAILURE: untrusted('is signed by another authority of the same name'),
  CERT_HAS_EXPIRED: 'its certificate has expired, or the clock of this machine is wrong',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet, or the clock of this machine is wrong',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}

function untrusted(how: string): string {
  return `its certificate ${how}; set EVENKEEL_SERVER_CA_FILE to the right authority`
}

function reasonOf(cause: unknown): string {
  const code = codeOf(cause)
  return ownReasons[code] ?? (code || (cause instanceof Error ? cause.message : String(cause)))
}

/** The date of an answer has no parts of seconds, so half of one is added. */
function skewOf(date: string | undefined): number | undefined {
  const theirs = Date.parse(date ?? '')
  return Number.isNaN(theirs) ? undefined : Date.now() - theirs - 500
}

/** Servers of before there were digests give none. */
function isDamaged(text: string, given: string | string[] | undefined): boolean {
  const wanted = readDigest(given)
  return wanted !== undefined && wanted !== hash('sha256', text, 'base64')
}

function damagedAnswer(url: string): Outcome {
  const message = `The answer of the Evenkeel server ${url} was damaged on its way; is a proxy or the network at fault?`
  return { error: new PublishError('unreadable', message), isPassing: true }
}

interface Encoded {
  content: string | Buffer
  sha256: string
  isCompressed: boolean
}

const none = { content: undefined, sha256: undefined, isCompressed: false }

async function encode(body: unknown | JsonParts): Promise<Encoded> {
  if (isParts(body)) return { ...(await compressParts(body())), isCompressed: true }
  const text = JSON.stringify(body)
  const sha256 = hash('sha256', text, 'base64')
  if (text.length < compressFromBytes) return { content: text, sha256, isCompressed: false }
  return { content: await compress(text), sha256, isCompressed: true }
}

function isParts(body: unknown): body is JsonParts {
  return typeof body === 'function'
}

function outcomeOf(
  url: string,
  status: number,
  { body, retryAfter }: { body: unknown; retryAfter: string | string[] | undefined },
): Outcome {
  if ((status >= 200 && status < 300) || status === 409) {
    if (typeof body === 'object' && body !== null) return { answer: { status, body } }
    const message = `The Evenkeel server ${url} answered with something that is no JSON; is the address right?`
    return { error: new PublishError('unreadable', message), isPassing: false }
  }
  const said = detailOf(body)
  if (status === 401 || status === 403)
    return {
      error: new PublishError(
        'unauthorized',
        `The Evenkeel server ${url} does not accept the agent's token${said}; create a new one with "Add cluster".`,
      ),
      isPassing: false,
    }
  if (status === 413)
    return {
      error: new PublishError(
        'too-large',
        `The Evenkeel server ${url} takes no cycle of this size${said}; raise its limit.`,
      ),
      isPassing: false,
    }
  const isPassing = status === 408 || status === 429 || status >= 500 || isDamagedBody(body)
  const kind = isPassing ? 'busy' : 'refused'
  const error = new PublishError(
    kind,
    `The Evenkeel server ${url} answered with status ${status}${said}.`,
    { retryAfterMs: retryAfterMs(retryAfter) },
  )
  return { error, isPassing }
}

function retryAfterMs(header: string | string[] | undefined): number | undefined {
  const seconds = Number(Array.isArray(header) ? header[0] : (header ?? Number.NaN))
  return Number.isFinite(seconds) && seconds >= 0
    ? Math.min(seconds * 1000, retryAfterMaxMs)
    : undefined
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A proxy's page; the status says what it is.
    return undefined
  }
}

/** The server says that the request is not what its digest says. */
function isDamagedBody(body: unknown): boolean {
  return (
    typeof body === 'object' && body !== null && 'type' in body && body.type === damagedBodyType
  )
}

/** The detail of a problem+json answer. */
function detailOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('detail' in body)) return ''
  return typeof body.detail === 'string' ? ` (${body.detail})` : ''
}
