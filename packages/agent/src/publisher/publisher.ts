/** Publishes cycles to the server: enrols once, then sends only what the server lacks. */

import { type Cluster, CycleResponse, DiffResponse, EnrolResponse } from '@evenkeel/model'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { CycleResult } from '../cycle/run-cycle.ts'
import type { CycleHead, CycleRows } from './cycle-request.ts'
import {
  createServerClient,
  PublishError,
  type ServerAnswer,
  type ServerConnection,
} from './http.ts'

export interface PublisherOptions extends ServerConnection {
  /** The enrolment token; asked anew each time, since its file may be replaced. */
  token?: (() => Promise<string>) | undefined
  /** A credential that an earlier enrolment gave. */
  credential?: string | undefined
  /** Called with each new credential, to keep it. */
  onCredential?: ((credential: string) => Promise<void>) | undefined
  node?: string | null | undefined
  version: string
}

export type PublishedCycle = Pick<CycleResult, 'resources' | 'findings'>

export interface Publisher {
  /** Exchanges the enrolment token for a credential and tells which cluster this is. */
  enrol(signal?: AbortSignal): Promise<Cluster>
  /** Throws PublishError. Sending the same cycle twice does no harm. */
  publish(cycle: PublishedCycle, head: CycleHead, signal?: AbortSignal): Promise<CycleResponse>
  /** The same with rows that are made when they are asked for. */
  publishRows(rows: CycleRows, head: CycleHead, options: PublishRowsOptions): Promise<CycleResponse>
  close(): Promise<void>
}

export interface PublishRowsOptions {
  signal?: AbortSignal | undefined
  /** Send nothing where the server has all of it, which only a delta allows. */
  isOnlyIfLacking?: boolean
}

const nothingNew: CycleResponse = { applied: true, findings_changed: 0, resources_changed: 0 }

/** Between the diff and the cycle another agent may have changed what the server has. */
const roundsMax = 4

export function createPublisher(options: PublisherOptions): Publisher {
  const client = createServerClient({ ...options, url: options.url.replace(/\/+$/, '') })
  let credential = options.credential

  async function enrol(signal?: AbortSignal): Promise<Cluster> {
    if (!options.token) throw new PublishError('unauthorized', noToken(options.url))
    const token = await options.token()
    const body = { node: options.node ?? null, version: options.version }
    const answer = await client.post('/api/v1/agent/enrol', { body, token, signal })
    const enrolled = read(EnrolResponse, answer, options.url)
    credential = enrolled.credential
    await options.onCredential?.(enrolled.credential)
    return enrolled.cluster
  }

  /** A credential that was revoked or lost is replaced once by a new enrolment. */
  async function post(path: string, body: unknown, signal?: AbortSignal): Promise<ServerAnswer> {
    if (!credential) await enrol(signal)
    try {
      return await client.post(path, { body, token: credential ?? '', signal })
    } catch (error) {
      const isRefused = error instanceof PublishError && error.kind === 'unauthorized'
      if (!isRefused || !options.token) throw error
      await enrol(signal)
      return client.post(path, { body, token: credential ?? '', signal })
    }
  }

  async function publishRows(
    rows: CycleRows,
    head: CycleHead,
    { signal, isOnlyIfLacking }: PublishRowsOptions,
  ): Promise<CycleResponse> {
    const { requestParts } = await import('./cycle-request.ts')
    const { scope, sequence } = head
    const asked = () => requestParts({ scope, sequence }, rows.keys)
    let lacking = read(DiffResponse, await post('/api/v1/agent/diff', asked, signal), options.url)
    if (isOnlyIfLacking && lacking.resources.length + lacking.findings.length === 0)
      return nothingNew
    for (let round = 0; round < roundsMax; round += 1) {
      const body = { ...head, ...rows.rowsFor(lacking), rules: [] }
      const sent = () => requestParts(body, rows.keys)
      const answer = await post('/api/v1/agent/cycles', sent, signal)
      if (answer.status !== 409) return read(CycleResponse, answer, options.url)
      lacking = merge(lacking, read(DiffResponse, answer, options.url))
    }
    throw new PublishError(
      'busy',
      `The Evenkeel server ${options.url} kept asking for other rows; the cycle is sent again later.`,
    )
  }

  return {
    enrol,
    publishRows,
    async publish(cycle, head, signal) {
      // Hashing loads the rules' package, which an agent that only enrols does without.
      const { createCycleRows } = await import('./cycle-request.ts')
      return publishRows(createCycleRows(cycle), head, { signal })
    },
    close: () => client.close(),
  }
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
    'refused',
    `The Evenkeel server ${url} answered in a form that this agent does not know; do their versions fit?`,
  )
}

function noToken(url: string): string {
  return `The agent has neither a credential nor an enrolment token for ${url}; set EVENKEEL_TOKEN_FILE.`
}
