/** The thread that PGlite runs in: it has one connection and blocks while it works. */

import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { DurableFs, durableStartParams, preparingStartParams } from './durable-fs.ts'
import type {
  WorkerFailure,
  WorkerGreeting,
  WorkerOptions,
  WorkerRequest,
  WorkerResponse,
} from './messages.ts'

const port = parentPort
if (!port) throw new Error('This module runs in a worker thread only.')

const { folder } = workerData as WorkerOptions
const fs = folder === undefined ? undefined : new DurableFs(folder)

const send = (message: WorkerResponse | WorkerGreeting) => port.postMessage(message)

async function open(): Promise<PGlite> {
  const defaults = PGlite.defaultStartParams
  const startParams = preparingStartParams(fs ? durableStartParams(defaults) : defaults)
  return await PGlite.create({ ...(fs && { fs }), startParams })
}

async function answer(pg: PGlite, request: WorkerRequest): Promise<WorkerResponse> {
  const { id } = request
  const response = await run(pg, request)
  return { id, syncs: fs?.syncs ?? 0, ...response }
}

type Outcome = { rows: unknown[]; rowCount: number; command: string } | { failure: WorkerFailure }

async function run(pg: PGlite, { kind, sql, parameters }: WorkerRequest): Promise<Outcome> {
  try {
    if (kind === 'close') await pg.close()
    if (kind !== 'query') return { rows: [], rowCount: 0, command: '' }
    const result = await pg.query(sql, parameters)
    const rowCount = result.affectedRows || result.rows.length
    return { rows: result.rows, rowCount, command: result.command ?? '' }
  } catch (error) {
    return { failure: toFailure(error) }
  }
}

function toFailure(error: unknown): WorkerFailure {
  const fields = error as { message?: string; code?: string; constraint?: string }
  return {
    message: fields.message ?? String(error),
    code: fields.code,
    constraint: fields.constraint,
  }
}

try {
  const pg = await open()
  port.on('message', async (request: WorkerRequest) => {
    send(await answer(pg, request))
    if (request.kind === 'close') port.close()
  })
  send({ ready: true })
} catch (error) {
  send({ ready: false, message: error instanceof Error ? error.message : String(error) })
}
