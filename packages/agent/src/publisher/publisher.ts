/** Publishes cycles to the server: enrols once, then sends only what the server lacks. */

import { AgentSettings, CycleResponse, DiffResponse, EnrolResponse } from '@evenkeel/model'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { CycleResult } from '../cycle/run-cycle.ts'
import type { CycleHead, CycleRows } from './cycle-request.ts'
import {
  createServerClient,
  type GetOptions,
  PublishError,
  type ServerAnswer,
  type ServerConnection,
} from './http.ts'
import { lacksAll, lacksNothing } from './lacking.ts'
import { sendInPieces } from './pieces.ts'
import { requestParts } from './request-parts.ts'

export interface PublisherOptions extends ServerConnection {
  /** The enrolment token; asked anew each time, since its file may be replaced. */
  token?: (() => Promise<string>) | undefined
  /** A credential that an earlier enrolment gave. */
  credential?: string | undefined
  /** Called with each new enrolment, to keep its credential. */
  onEnrolled?: ((enrolled: EnrolResponse) => Promise<void>) | undefined
  node?: string | null | undefined
  version: string
}

export type PublishedCycle = Pick<CycleResult, 'resources' | 'findings'>

export interface Publisher {
  /** Exchanges the enrolment token for a credential and tells which cluster this is. */
  enrol(signal?: AbortSignal): Promise<EnrolResponse>
  /** Exchanges the credential for a new one; the old one serves a little longer. */
  renew(signal?: AbortSignal): Promise<EnrolResponse>
  /** Of another process of this agent, which renewed it. */
  useCredential(credential: string): void
  /** Throws PublishError. Sending the same cycle twice does no harm. */
  publish(cycle: PublishedCycle, head: CycleHead, signal?: AbortSignal): Promise<CycleResponse>
  /** The same with rows that are made when they are asked for. */
  publishRows(rows: CycleRows, head: CycleHead, options: PublishRowsOptions): Promise<CycleResponse>
  /**
   * What people set for the rules of the cluster; undefined where it is what the tag stands for, or
   * the server is of before there were settings. Throws PublishError.
   */
  fetchSettings(
    etag: string | undefined,
    signal?: AbortSignal,
  ): Promise<FetchedSettings | undefined>
  /** How far this clock is before the server's, as far as seconds tell; undefined before an answer. */
  clockSkewMs(): number | undefined
  close(): Promise<void>
}

export interface FetchedSettings {
  etag: string
  settings: AgentSettings
}

export interface PublishRowsOptions {
  signal?: AbortSignal | undefined
  /**
   * What is sent at first: what the server says it lacks when it is asked, everything at once, which
   * spares the question for a few rows, or nothing, when all of it was sent before.
   */
  first?: 'ask' | 'everything' | 'nothing' | undefined
  /** Send nothing where the server, asked first, has all of it, which only a delta allows. */
  isOnlyIfLacking?: boolean
  /** How often passing troubles are tried again at once; for a while where nothing is said. */
  attemptsMax?: number | undefined
}

const nothingNew: CycleResponse = { applied: true, findings_changed: 0, resources_changed: 0 }

/** Between the diff and the cycle another agent may have changed what the server has. */
const roundsMax = 4

export function createPublisher(options: PublisherOptions): Publisher {
  const client = createServerClient({ ...options, url: options.url.replace(/\/+$/, '') })
  const post = createPost(client, options)

  const send = createSend(post, options.url)

  async function publishRows(
    rows: CycleRows,
    head: CycleHead,
    given: PublishRowsOptions,
  ): Promise<CycleResponse> {
    try {
      return await send(rows, head, given)
    } catch (error) {
      if (!(error instanceof PublishError) || error.kind !== 'too-large') throw error
    }
    const { signal, attemptsMax } = given
    await sendInPieces({ rows, head }, (piece) =>
      send(piece.rows, piece.head, { signal, attemptsMax }),
    )
    // Their keys alone complete the scope.
    const completing = { signal, attemptsMax, first: 'nothing' } as const
    return head.is_complete ? await send(rows, head, completing) : nothingNew
  }

  const { enrol, renew, useCredential } = post
  return {
    enrol,
    renew,
    useCredential,
    publishRows,
    async publish(cycle, head, signal) {
      // Hashing loads the rules' package, which an agent that only enrols does without.
      const { createCycleRows } = await import('./cycle-request.ts')
      return publishRows(createCycleRows(cycle), head, { signal })
    },
    async fetchSettings(etag, signal) {
      const answer = await post.get('/api/v1/agent/settings', { etag, signal, attemptsMax: 1 })
      if (answer.status === 304 || answer.status === 404) return undefined
      return { etag: answer.etag ?? '', settings: read(AgentSettings, answer, options.url) }
    },
    clockSkewMs: client.clockSkewMs,
    close: () => client.close(),
  }
}

type Post = Pick<Publisher, 'enrol' | 'renew' | 'useCredential'> & {
  post(path: string, options: PostBody): Promise<ServerAnswer>
  get(path: string, options: Omit<GetOptions, 'token'>): Promise<ServerAnswer>
}

interface PostBody {
  body: unknown
  signal?: AbortSignal | undefined
  attemptsMax?: number | undefined
}

/** What holds the credential. */
function createPost(
  client: ReturnType<typeof createServerClient>,
  options: PublisherOptions,
): Post {
  let credential = options.credential

  async function exchange(path: string, token: string, signal: AbortSignal | undefined) {
    const body = { node: options.node ?? null, version: options.version }
    const answer = await client.post(path, { body, token, signal })
    const enrolled = read(EnrolResponse, answer, options.url)
    credential = enrolled.credential
    await options.onEnrolled?.(enrolled)
    return enrolled
  }

  async function enrol(signal?: AbortSignal): Promise<EnrolResponse> {
    if (!options.token) throw new PublishError('unauthorized', noToken(options.url))
    return await exchange('/api/v1/agent/enrol', await options.token(), signal)
  }

  /** A credential that has expired or was lost is replaced once by a new enrolment. */
  async function asMember<T>(
    ask: (token: string) => Promise<T>,
    { signal }: { signal?: AbortSignal | undefined },
  ): Promise<T> {
    if (!credential) await enrol(signal)
    try {
      return await ask(credential ?? '')
    } catch (error) {
      const isRefused = error instanceof PublishError && error.kind === 'unauthorized'
      if (!isRefused || !options.token) throw error
      await enrol(signal)
      return await ask(credential ?? '')
    }
  }

  return {
    enrol,
    async renew(signal) {
      if (!credential) return await enrol(signal)
      return await exchange('/api/v1/agent/credential', credential, signal)
    },
    useCredential(given) {
      credential = given
    },
    post: (path, given) => asMember((token) => client.post(path, { ...given, token }), given),
    get: (path, given) => asMember((token) => client.get(path, { ...given, token }), given),
  }
}

/** What the server asks for beyond what this cycle holds makes it useless: a whole one must follow. */
function rowsOrRefuse(rows: CycleRows, lacking: DiffResponse, url: string) {
  const found = rows.rowsFor(lacking)
  const isAll =
    found.resources.length >= lacking.resources.length &&
    found.findings.length >= lacking.findings.length
  if (isAll) return found
  throw new PublishError(
    'refused',
    `The Evenkeel server ${url} asks for rows that this cycle no longer holds; a whole cycle follows.`,
  )
}

type Send = (
  rows: CycleRows,
  head: CycleHead,
  options: PublishRowsOptions,
) => Promise<CycleResponse>

/** Sends a cycle, and what the server asks for then. */
function createSend(post: Post, url: string): Send {
  return async function send(
    givenRows: CycleRows,
    givenHead: CycleHead,
    { isOnlyIfLacking, first = 'ask', ...given }: PublishRowsOptions,
  ): Promise<CycleResponse> {
    let [rows, head] = [givenRows, givenHead]
    const { scope, sequence } = head
    const ask = async (): Promise<DiffResponse> => {
      const asked = () => requestParts({ scope, sequence }, rows.keys)
      const answer = await post.post('/api/v1/agent/diff', { ...given, body: asked })
      return read(DiffResponse, answer, url)
    }
    let lacking =
      first === 'ask' ? await ask() : first === 'nothing' ? lacksNothing : lacksAll(rows.keys)
    if (
      first === 'ask' &&
      isOnlyIfLacking &&
      lacking.resources.length + lacking.findings.length === 0
    )
      return nothingNew
    for (let round = 0; round < roundsMax; round += 1) {
      const body = { ...head, ...rowsOrRefuse(rows, lacking, url), rules: [] }
      const sent = () => requestParts(body, rows.keys)
      const answer = await post.post('/api/v1/agent/cycles', { ...given, body: sent })
      if (answer.status !== 409) return read(CycleResponse, answer, url)
      const asked = read(DiffResponse, answer, url)
      const lost = lostOf(head, asked)
      if (lost.size > 0 && rows.again) {
        rows = rows.again(lost)
        head = { ...head, present: (head.present ?? []).filter((id) => !lost.has(id)) }
        lacking = lacksAll(rows.keys)
      } else lacking = merge(lacking, asked)
    }
    throw new PublishError(
      'busy',
      `The Evenkeel server ${url} kept asking for other rows; the cycle is sent again later.`,
    )
  }
}

/** What parts before this cycle brought, and the server has no more. */
function lostOf({ present }: CycleHead, { resources }: DiffResponse): Set<string> {
  const known = new Set(present)
  return new Set(resources.filter((id) => known.has(id)))
}

function merge(a: DiffResponse, b: DiffResponse): DiffResponse {
  const findings = new Map([...a.findings, ...b.findings].map((pair) => [pair.join('\0'), pair]))
  return {
    resources: [...new Set([...a.resources, ...b.resources])],
    findings: [...findings.values()],
  }
}

function read<Schema extends TSchema>(
  schema: Schema,
  { body }: ServerAnswer,
  url: string,
): Static<Schema> {
  if (Value.Check(schema, body)) return body
  throw new PublishError(
    'unreadable',
    `The Evenkeel server ${url} answered in a form that this agent does not know; do their versions fit?`,
  )
}

function noToken(url: string): string {
  return `The agent has neither a credential nor an enrolment token for ${url}; set EVENKEEL_TOKEN_FILE.`
}
