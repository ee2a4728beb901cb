/** PGlite's Node file system with a working fsync: without this a power cut loses acknowledged writes. */

import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { preparedMax } from './prepared.ts'

/** Of emscripten's internals, only what is used; PGlite's version is pinned and a test counts syncs. */
interface EmscriptenStream {
  /** The descriptor of the real file; directories have none. */
  nfd?: number
  node: unknown
}

interface EmscriptenModule {
  NODEFS: {
    realPath(node: unknown): string
    stream_ops: { fsync?: (stream: EmscriptenStream) => number }
  }
}

/** PostgreSQL's own 128 MB would be most of the process; the system caches the files once more anyway. */
const sharedBuffers = '32MB'

/** Start parameters in place of PGlite's own, which turn fsync off with `-F`. */
export function durableStartParams(defaults: readonly string[]): string[] {
  const kept = defaults.filter((it) => it !== '-F')
  const settings = [
    'fsync=on',
    'wal_sync_method=fsync',
    `shared_buffers=${sharedBuffers}`,
    // What is not in the buffers is mostly in the system's memory, where one page is as near as the next.
    'random_page_cost=1.1',
  ]
  return [...kept, ...settings.flatMap((it) => ['-c', it])]
}

const locksPerTransaction = 32

/** Large cycles are written as transactions that are prepared one by one and committed together. */
export function preparingStartParams(startParams: readonly string[]): string[] {
  const settings = [
    `max_prepared_transactions=${preparedMax}`,
    // There is one connection, and a part holds some forty locks; memory is set aside by the product.
    'max_connections=8',
    `max_locks_per_transaction=${locksPerTransaction}`,
  ]
  return [...startParams, ...settings.flatMap((it) => ['-c', it])]
}

export class DurableFs extends NodeFS {
  /** How often something was really synced, for tests and metrics. */
  syncs = 0

  override async init(...[pg, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options)
    const preRun = [...asList(emscriptenOpts.preRun), (mod: unknown) => this.#install(mod)]
    return { emscriptenOpts: { ...emscriptenOpts, preRun } }
  }

  #install(mod: unknown): void {
    const { NODEFS } = mod as EmscriptenModule
    NODEFS.stream_ops.fsync = (stream) => {
      this.syncs += 1
      if (stream.nfd !== undefined) {
        fdatasyncSync(stream.nfd)
        return 0
      }
      const descriptor = openSync(NODEFS.realPath(stream.node), 'r')
      try {
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
      return 0
    }
  }
}

function asList<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}
