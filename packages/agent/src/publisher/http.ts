/** Requests to the Evenkeel server: compressed, with retries, errors as sentences. */

import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
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
}

export interface ServerAnswer {
  status: number
  body: unknown
}

export type PublishErrorKind = 'unreachable' | 'unauthorized' | 'refused' | 'busy' | 'too-large'

/** Its message is a sentence that names the server and what to do. */
export class PublishError extends Error {
  readonly kind: PublishErrorKind

  constructor(kind: PublishErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.name = 'PublishError'
    this.kind = kind
  }
}

export interface ServerClient {
  /** 2xx and 409 are answers; 401 is a PublishError. Passing troubles are tried again for a while. */
  post(path: string, options: PostOptions): Promise<ServerAnswer>
  close(): Promise<void>
}

/** JSON that is made part by part, anew for each attempt. */
export type JsonParts = () => Iterable<string>

export interface PostOptions {
  /** A value, or its JSON in parts. */
  body: unknown | JsonParts
  token: string
  signal?: AbortSignal | undefined
}

const compress = promisify(gzip)
const compressFromBytes = 1024
const answerBytesMax = 64 * 1024 * 1024
const attemptsMax = 5
const backoffFirstMs = 500
const backoffMaxMs = 30_000
const retryAfterMaxMs = 120_000
const answerTimeoutMs = 120_000

export function createServerClient(connection: ServerConnection): ServerClient {
  const transport = createTransport({
    proxyUrl: connection.proxyUrl,
    tls: connection.ca ? { ca: connection.ca } : {},
    answerTimeoutMs,
    idleTimeoutMs: answerTimeoutMs,
  })
  return {
    async post(path, options) {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await postOnce(connection, transport, { path, ...options })
        if ('answer' in outcome) return outcome.answer
        if (!outcome.isPassing || attempt >= attemptsMax || options.signal?.aborted)
          throw outcome.error
        const { signal } = options
        await sleep(pauseMs(attempt, outcome.retryAfterMs), undefined, signal ? { signal } : {})
      }
    },
    close: async () => transport.close(),
  }
}

/** Full jitter, so that many agents do not come back at the same moment. */
function pauseMs(attempt: number, retryAfterMs: number | undefined): number {
  const backoff = Math.min(backoffFirstMs * 2 ** attempt, backoffMaxMs)
  return (retryAfterMs ?? 0) + Math.random() * backoff
}

type Outcome =
  | { answer: ServerAnswer }
  | { error: PublishError; isPassing: boolean; retryAfterMs?: number | undefined }

async function postOnce(
  { url }: ServerConnection,
  transport: Transport,
  { path, body, token, signal }: PostOptions & { path: string },
): Promise<Outcome> {
  try {
    const { content, isCompressed } = await encode(body)
    const answer = await transport.send(`${url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'accept-encoding': 'gzip',
        'user-agent': 'evenkeel-agent',
        ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
      },
      body: content,
      signal,
    })
    const read = await readBody(answer, answerBytesMax)
    return outcomeOf(url, answer.status, {
      body: parseBody(read.text),
      retryAfter: answer.headers['retry-after'],
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    const reason = codeOf(cause) || (cause instanceof Error ? cause.message : String(cause))
    const message = `The Evenkeel server ${url} cannot be reached (${reason}); findings are kept and sent later.`
    return { error: new PublishError('unreachable', message, cause), isPassing: true }
  }
}

async function encode(
  body: unknown | JsonParts,
): Promise<{ content: string | Buffer; isCompressed: boolean }> {
  if (isParts(body)) return { content: await compressParts(body()), isCompressed: true }
  const text = JSON.stringify(body)
  if (text.length < compressFromBytes) return { content: text, isCompressed: false }
  return { content: await compress(text), isCompressed: true }
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
    return { error: new PublishError('refused', message), isPassing: false }
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
  const isPassing = status === 408 || status === 429 || status >= 500
  const kind = isPassing ? 'busy' : 'refused'
  const error = new PublishError(
    kind,
    `The Evenkeel server ${url} answered with status ${status}${said}.`,
  )
  return { error, isPassing, retryAfterMs: retryAfterMs(retryAfter) }
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

/** The detail of a problem+json answer. */
function detailOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('detail' in body)) return ''
  return typeof body.detail === 'string' ? ` (${body.detail})` : ''
}
