/** Snapshots: what collectors yielded, redacted, as gzipped NDJSON with a header and an end. */

import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { Cluster, Gap, Observation, Resource } from '@evenkeel/model'

export interface SnapshotHeader {
  evenkeel_snapshot: 1
  /** RFC 3339. */
  created_at: string
  cluster: Cluster
  kubernetes_version?: string
}

export interface Snapshot {
  header: SnapshotHeader
  /** Throws SnapshotError at the place where the file ends too early. */
  observations: AsyncIterable<Observation>
}

export interface SnapshotCounts {
  resources: number
  gaps: number
}

/** Its message says how much of the file can be read. */
export class SnapshotError extends Error {
  readonly resourcesReadable: number

  constructor(message: string, resourcesReadable: number, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.name = 'SnapshotError'
    this.resourcesReadable = resourcesReadable
  }
}

const gzipLevel = 6

/** Written beside the path and moved there when whole, so that a half one never has the name. */
export async function writeSnapshot(
  path: string,
  observations: AsyncIterable<Observation> | Iterable<Observation>,
  header: Omit<SnapshotHeader, 'evenkeel_snapshot' | 'created_at'> & { created_at?: string },
): Promise<SnapshotCounts> {
  const counts: SnapshotCounts = { resources: 0, gaps: 0 }
  const temporary = `${path}.${process.pid}.part`
  async function* lines(): AsyncGenerator<string> {
    const created_at = header.created_at ?? new Date().toISOString()
    yield `${JSON.stringify({ evenkeel_snapshot: 1, ...header, created_at })}\n`
    for await (const observation of observations) {
      if ('resource' in observation) counts.resources += 1
      else counts.gaps += 1
      yield `${JSON.stringify(observation)}\n`
    }
    yield `${JSON.stringify({ end: counts })}\n`
  }
  try {
    const output = createWriteStream(temporary, { mode: 0o600 })
    await pipeline(Readable.from(lines()), createGzip({ level: gzipLevel }), output)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw writeError(path, error)
  }
  return counts
}

function writeError(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOSPC')
    return new Error(`The snapshot ${path} was not written: the disk is full.`, { cause })
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOENT')
    return new Error(
      `The snapshot ${path} was not written: its folder is not there or not writable.`,
      {
        cause,
      },
    )
  return cause
}

/** True when the file is gzip and begins like a snapshot; false for everything else, also when unreadable. */
export async function isSnapshot(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'r')
    try {
      const start = Buffer.alloc(2)
      await handle.read(start, 0, 2, 0)
      if (start[0] !== 0x1f || start[1] !== 0x8b) return false
    } finally {
      await handle.close()
    }
    for await (const line of linesOf(path)) return line.startsWith('{"evenkeel_snapshot":')
    return false
  } catch {
    // Whoever reads the file next says what is wrong with it.
    return false
  }
}

/** Throws SnapshotError when the file is no snapshot or of another version. */
export async function readSnapshot(path: string): Promise<Snapshot> {
  const lines = linesOf(path)
  const first = await lines.next().catch((cause: unknown) => {
    throw readError(path, cause, 0)
  })
  const header = toHeader(first.done ? '' : first.value, path)
  return { header, observations: readObservations(path, lines) }
}

async function* readObservations(
  path: string,
  lines: AsyncGenerator<string>,
): AsyncGenerator<Observation> {
  const counts: SnapshotCounts = { resources: 0, gaps: 0 }
  try {
    for await (const line of lines) {
      const value: unknown = JSON.parse(line)
      if (isEnd(value)) {
        if (value.end.resources === counts.resources && value.end.gaps === counts.gaps) return
        break
      }
      if (!isObservation(value)) throw new Error('A line is neither a resource nor a gap.')
      if ('resource' in value) counts.resources += 1
      else counts.gaps += 1
      yield value
    }
  } catch (cause) {
    throw readError(path, cause, counts.resources)
  }
  throw readError(path, undefined, counts.resources)
}

function readError(path: string, cause: unknown, readable: number): Error {
  if (cause instanceof SnapshotError) return cause
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOENT') return new SnapshotError(`The snapshot ${path} is not there.`, 0, cause)
  if (code === 'EACCES')
    return new SnapshotError(`The snapshot ${path} may not be read: permission denied.`, 0, cause)
  return new SnapshotError(
    `The snapshot ${path} ends too early or is damaged: ${readable} resources of it can be read; collect it again.`,
    readable,
    cause,
  )
}

function toHeader(line: string, path: string): SnapshotHeader {
  let header: unknown
  try {
    header = JSON.parse(line)
  } catch (cause) {
    throw new SnapshotError(
      `${path} is not a snapshot; make one with "evenkeel collect".`,
      0,
      cause,
    )
  }
  if (!isRecord(header) || !('evenkeel_snapshot' in header))
    throw new SnapshotError(`${path} is not a snapshot; make one with "evenkeel collect".`, 0)
  if (!isHeader(header))
    throw new SnapshotError(
      `${path} is a snapshot of version ${String(header.evenkeel_snapshot)}; this Evenkeel reads version 1.`,
      0,
    )
  return header
}

function isHeader(value: object): value is SnapshotHeader {
  return (
    'evenkeel_snapshot' in value &&
    value.evenkeel_snapshot === 1 &&
    'cluster' in value &&
    isRecord(value.cluster)
  )
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const input = createReadStream(path)
  const gunzip = createGunzip()
  const done = pipeline(input, gunzip)
  // Its error comes out of the reading as well.
  done.catch(() => undefined)
  // Who stops reading early may leave a chunk behind whose end is missing; nobody waits for that error.
  gunzip.on('error', () => undefined)
  const reader = createInterface({ input: gunzip, crlfDelay: Number.POSITIVE_INFINITY })
  try {
    yield* reader
    await done
  } finally {
    reader.close()
    input.destroy()
    gunzip.destroy()
  }
}

function isEnd(value: unknown): value is { end: SnapshotCounts } {
  return isRecord(value) && 'end' in value && isRecord(value.end)
}

function isObservation(value: unknown): value is Observation {
  if (!isRecord(value)) return false
  if ('resource' in value) return isResource(value.resource)
  return 'gap' in value && isGap(value.gap)
}

function isResource(value: unknown): value is Resource {
  return isRecord(value) && typeof value.id === 'string' && typeof value.type === 'string'
}

function isGap(value: unknown): value is Gap {
  return isRecord(value) && typeof value.source === 'string' && typeof value.reason === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
