/** PGlite in its thread, behind the few methods of pg's pool that Kysely calls. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { workerEntry } from '@evenkeel/benchmarks'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type { WorkerGreeting, WorkerOptions, WorkerRequest, WorkerResponse } from './messages.ts'

export interface EmbeddedPool extends PostgresPool {
  /** How often the database synced a file since it was opened. */
  countSyncs(): Promise<number>
}

interface Waiting {
  resolve(value: WorkerResponse & { rows: unknown[] }): void
  reject(error: Error): void
}

/** Opens the database in the folder, or one in memory. Rejects with a sentence where that fails. */
export async function openEmbedded(folder: string | undefined): Promise<EmbeddedPool> {
  if (folder !== undefined && !existsSync(join(folder, 'PG_VERSION'))) await initialize(folder)
  const worker = await startWorker({ folder })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let broken: Error | undefined

  worker.on('message', (response: WorkerResponse) => {
    const it = waiting.get(response.id)
    waiting.delete(response.id)
    if ('failure' in response)
      it?.reject(Object.assign(new Error(response.failure.message), response.failure))
    else it?.resolve(response)
  })
  const fail = (error: Error) => {
    broken = error
    for (const it of waiting.values()) it.reject(error)
    waiting.clear()
  }
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('The embedded database has been closed.')))

  const call = (kind: WorkerRequest['kind'], sql = '', parameters: unknown[] = []) =>
    new Promise<WorkerResponse & { rows: unknown[] }>((resolve, reject) => {
      if (broken) {
        reject(broken)
        return
      }
      lastId += 1
      waiting.set(lastId, { resolve, reject })
      const request: WorkerRequest = { id: lastId, kind, sql, parameters }
      worker.postMessage(request)
    })

  const connection = createMutex()
  const client: PostgresPoolClient = {
    // Kysely calls with text and parameters only; its cursor form needs pg and is not used here.
    query: (async (sql: string, parameters: readonly unknown[]) => {
      const { rows, rowCount, command } = (await call('query', sql, [...parameters])) as {
        rows: unknown[]
        rowCount: number
        command: string
      }
      return { rows, rowCount, command }
    }) as PostgresPoolClient['query'],
    release: () => connection.release(),
  }
  return {
    async connect() {
      await connection.acquire()
      return client
    },
    async end() {
      if (broken) return
      await call('close')
      await worker.terminate()
    },
    async countSyncs() {
      const { rows } = await call('syncs')
      const [row] = rows as { syncs: number }[]
      return row?.syncs ?? 0
    },
  }
}

/** A thread of its own makes the files, so that what that takes (some 450 MB) is given back. */
async function initialize(folder: string): Promise<void> {
  // It runs once, so compiling its code quickly counts for more than quick code.
  setFlagsFromString('--liftoff-only')
  try {
    await makeFiles(folder)
  } finally {
    setFlagsFromString('--no-liftoff-only')
  }
}

async function makeFiles(folder: string): Promise<void> {
  const worker = await startWorker({ folder })
  const request: WorkerRequest = { id: 0, kind: 'close', sql: '', parameters: [] }
  const isDone = new Promise<void>((resolve, reject) => {
    worker.once('exit', () => resolve())
    worker.once('error', reject)
  })
  worker.postMessage(request)
  await isDone
}

function startWorker(options: WorkerOptions): Promise<Worker> {
  const worker = new Worker(workerEntry(import.meta.url, 'evenkeel-database.mjs'), {
    workerData: options,
  })
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', (greeting: WorkerGreeting) => {
      worker.off('error', reject)
      if (greeting.ready) resolve(worker)
      else reject(new Error(greeting.message))
    })
  })
}

/** One holder at a time, first come, first served. */
function createMutex() {
  let isHeld = false
  const queue: (() => void)[] = []
  return {
    acquire(): Promise<void> {
      if (!isHeld) {
        isHeld = true
        return Promise.resolve()
      }
      return new Promise((resolve) => queue.push(resolve))
    },
    release(): void {
      const next = queue.shift()
      if (next) next()
      else isHeld = false
    },
  }
}
