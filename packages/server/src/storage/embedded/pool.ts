/** PGlite in its thread, behind the few methods of pg's pool that Kysely calls. */

import { existsSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { workerEntry } from '@evenkeel/benchmarks'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import { createReadCache, isRead, type ReadCache } from '../answers/read-cache.ts'
import { stateAfter, type TransactionState } from '../answers/transaction-state.ts'
import type { WorkerGreeting, WorkerOptions, WorkerRequest, WorkerResponse } from './messages.ts'
import { settlePrepared } from './prepared.ts'

export interface EmbeddedPool extends PostgresPool {
  /** How often the database synced a file since it was opened. */
  countSyncs(): Promise<number>
  countWaiting(): { isHeld: boolean; waiting: number }
  /** When nobody has asked for a moment; after a while in any case. True where others asked since the last time. */
  quiet(): Promise<boolean>
}

interface Waiting {
  resolve(value: WorkerAnswer): void
  reject(error: Error): void
}

/** Opens the database in the folder, or one in memory. Rejects with a sentence where that fails. */
export async function openEmbedded(folder: string | undefined): Promise<EmbeddedPool> {
  if (folder !== undefined && !existsSync(join(folder, 'PG_VERSION'))) await initialize(folder)
  let session = await openSession(folder)
  let syncsBefore = 0
  const connection = createMutex()
  const cache = createReadCache()

  /** What broke a database on disk is over with its thread: the next one recovers from the log. */
  async function renew(): Promise<void> {
    const error = session.broken()
    if (!error) return
    if (folder === undefined || session.isClosed()) throw error
    syncsBefore += session.syncs()
    cache.clear()
    try {
      session = await openSession(folder)
    } catch (cause) {
      refuseFullDisk(folder)
      throw Object.assign(new Error('The embedded database does not open again.', { cause }), {
        code: crashedCode,
      })
    }
  }

  return {
    connect() {
      const take = async () => {
        await connection.acquire()
        try {
          await renew()
        } catch (error) {
          connection.release()
          throw error
        }
        return session
      }
      return Promise.resolve(createClient(take, cache, folder, () => connection.release()))
    },
    async end() {
      await session.close()
    },
    quiet: () => connection.quiet(),
    countWaiting: () => connection.countWaiting(),
    async countSyncs() {
      await session.call('syncs')
      return syncsBefore + session.syncs()
    },
  }
}

/** Takes the connection when it has something to ask that is not known. */
function createClient(
  take: () => Promise<Session>,
  cache: ReadCache,
  folder: string | undefined,
  release: () => void,
): PostgresPoolClient {
  let session: Session | undefined
  let state: TransactionState = 'none'
  const query = async (sql: string, parameters: readonly unknown[]) => {
    const isKept = state === 'none' && isRead(sql)
    const known = isKept ? cache.find(sql, parameters) : undefined
    if (known) return known
    session ??= await take()
    // The transaction ended with the thread that it was in.
    if (session.broken() && /^rollback$/i.test(sql)) return { rows: [], rowCount: 0, command: '' }
    if (folder !== undefined && isWriting(sql)) refuseFullDisk(folder)
    // Before it is written: until then others may be told what was, and afterwards they wait for the connection.
    if (changesWhatIsSeen(sql, state)) cache.clear()
    state = stateAfter(sql, state)
    const { rows, rowCount, command } = await session.call('query', sql, [...parameters])
    const answer = { rows, rowCount, command }
    if (isKept) cache.keep(sql, parameters, answer)
    return answer
  }
  return {
    // Kysely calls with text and parameters only; its cursor form needs pg and is not used here.
    query: query as PostgresPoolClient['query'],
    release() {
      if (session) release()
    },
  }
}

/** Within a transaction nothing is seen until it is committed. */
function changesWhatIsSeen(sql: string, state: TransactionState): boolean {
  if (state === 'none') return !isRead(sql) && stateAfter(sql, state) === 'none'
  return state === 'open' && /^commit$/i.test(sql)
}

/** Writes of several statements begin so; single ones are small. */
function isWriting(sql: string): boolean {
  return /^(?:begin|start transaction)/i.test(sql) && !/read only/i.test(sql)
}

/** With less than this, and a log that cannot grow, PostgreSQL ends itself. */
const freeBytesMin = 32 * 1024 * 1024

function refuseFullDisk(folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  if (free >= freeBytesMin) return
  const message = `Only ${Math.floor(free / 1048576)} MiB are free on the disk of ${folder}, and nothing is written until there are ${freeBytesMin / 1048576}.`
  throw Object.assign(new Error(message), { code: diskFullCode })
}

const diskFullCode = '53100'

interface Session {
  call(kind: WorkerRequest['kind'], sql?: string, parameters?: unknown[]): Promise<WorkerAnswer>
  /** Why it answers no more. */
  broken(): Error | undefined
  isClosed(): boolean
  syncs(): number
  close(): Promise<void>
}

type WorkerAnswer = Extract<WorkerResponse, { rows: unknown[] }>

/** One life of the thread that PGlite runs in. */
async function openSession(folder: string | undefined): Promise<Session> {
  const worker = await startWorker({ folder })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let syncs = 0
  let isClosed = false
  let broken: Error | undefined

  const fail = (error: Error) => {
    broken ??= error
    for (const it of waiting.values()) it.reject(broken)
    waiting.clear()
  }
  worker.on('message', (response: WorkerResponse) => {
    const it = waiting.get(response.id)
    waiting.delete(response.id)
    syncs = response.syncs
    if (!('failure' in response)) {
      it?.resolve(response)
      return
    }
    const error = Object.assign(new Error(response.failure.message), response.failure)
    const isOver = isFatal(response.failure.code) && folder !== undefined
    it?.reject(isOver ? describeFatal(error, response.failure.code, folder) : error)
    if (!isOver) return
    fail(error)
    void worker.terminate()
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('The embedded database has been closed.')))

  const call: Session['call'] = (kind, sql = '', parameters = []) =>
    new Promise((resolve, reject) => {
      if (broken) {
        reject(broken)
        return
      }
      lastId += 1
      waiting.set(lastId, { resolve, reject })
      const request: WorkerRequest = { id: lastId, kind, sql, parameters }
      worker.postMessage(request)
    })
  try {
    await settlePrepared(async (statement) => (await call('query', statement)).rows)
  } catch (error) {
    await worker.terminate()
    throw error
  }
  return {
    call,
    broken: () => broken,
    isClosed: () => isClosed,
    syncs: () => syncs,
    async close() {
      isClosed = true
      if (broken) return
      await call('close')
      await worker.terminate()
    },
  }
}

/**
 * After these PGlite does not answer rightly any more: a full disk or one that fails (53, 58), what is
 * wrong within (XX), a portal that an error left open (24000), and what is no error of PostgreSQL at all.
 */
function isFatal(code: string | undefined): boolean {
  return code === undefined || code === '24000' || /^(?:53|58|XX|57P)/.test(code)
}

/** Whoever asked is told of the disk, where that is what it was; by then the transaction may have freed some. */
function describeFatal(error: Error, code: string | undefined, folder: string): Error {
  const { bavail, bsize } = statfsSync(folder)
  const isFull = code === diskFullCode || bavail * bsize < freeBytesMin
  return Object.assign(new Error(error.message, { cause: error }), {
    code: isFull ? diskFullCode : crashedCode,
  })
}

/** As a server of PostgreSQL says that it was ended and comes again. */
const crashedCode = '57P02'

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

/** A request reads several times with little in between. */
const quietMs = 3
/** With readers one after another what writes gets its turn all the same. */
const quietWaitMaxMs = 200

/** One holder at a time, first come, first served. */
function createMutex() {
  let isHeld = false
  let releasedAt = 0
  let takes = 0
  const queue: (() => void)[] = []
  return {
    async quiet(): Promise<boolean> {
      const end = performance.now() + quietWaitMaxMs
      while (performance.now() < end) {
        await new Promise((go) => setTimeout(go, quietMs))
        if (!isHeld && performance.now() - releasedAt >= quietMs) break
      }
      // Whoever asks has taken it once itself.
      const areOthers = takes > 1
      takes = 0
      return areOthers
    },
    countWaiting: () => ({ isHeld, waiting: queue.length }),
    acquire(): Promise<void> {
      takes += 1
      if (!isHeld) {
        isHeld = true
        return Promise.resolve()
      }
      return new Promise((resolve) => queue.push(resolve))
    },
    release(): void {
      releasedAt = performance.now()
      const next = queue.shift()
      if (next) next()
      else isHeld = false
    },
  }
}
