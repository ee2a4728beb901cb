/** Follows the changes of one kind after a list, over broken connections and restarts of the server. */

import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { KubeClient } from './client.ts'
import { isKubeError } from './errors.ts'

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED'
  object: Record<string, unknown>
}

export interface WatchOptions {
  path: string
  resourceVersion: string
  /** What the list asked for beside the path. */
  query?: Record<string, string> | undefined
  isMetadataOnly?: boolean | undefined
  onEvent(event: WatchEvent): void
  /** Something that is tried again: a broken connection, a server that is away. */
  onTrouble(error: unknown): void
  signal: AbortSignal
}

/**
 * How a watch ended: `gone` when the version is too old, so that the kind must be listed anew;
 * `forbidden` when it never was allowed, `withdrawn` when it no longer is.
 */
export type WatchEnd = 'gone' | 'forbidden' | 'withdrawn' | 'stopped'

const watchSeconds = 300
const backoffFirstMs = 200
const backoffMaxMs = 30_000
/** A watch that lives this long was a good one. */
const healthyMs = 5_000

/** Goes on from the latest version seen, until one of the ends. */
export async function watchKind(kube: KubeClient, options: WatchOptions): Promise<WatchEnd> {
  let version = options.resourceVersion
  let failures = 0
  let isOpened = false
  const onOpened = (): void => {
    isOpened = true
  }
  while (!options.signal.aborted) {
    const startedAt = performance.now()
    try {
      const next = await watchOnce(kube, version, { ...options, onOpened })
      if (next === 'gone') return 'gone'
      version = next
    } catch (error) {
      if (options.signal.aborted) break
      if (isKubeError(error, 'gone')) return 'gone'
      if (isKubeError(error, 'forbidden') || isKubeError(error, 'not-found'))
        return isOpened ? 'withdrawn' : 'forbidden'
      options.onTrouble(error)
    }
    // A server that ends every watch at once must not be asked without a pause.
    failures = performance.now() - startedAt > healthyMs ? 0 : failures + 1
    if (failures > 0) await pause(failures, options.signal)
  }
  return 'stopped'
}

async function pause(failures: number, signal: AbortSignal): Promise<void> {
  const backoff = Math.min(backoffFirstMs * 2 ** (failures - 1), backoffMaxMs)
  // The signal ends the pause early; the loop sees it.
  await sleep(backoff * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined)
}

/** The version to go on from. */
async function watchOnce(
  kube: KubeClient,
  from: string,
  options: WatchOptions & { onOpened(): void },
): Promise<string | 'gone'> {
  let version = from
  const answer = await kube.stream(options.path, {
    signal: options.signal,
    isMetadataOnly: options.isMetadataOnly ?? false,
    query: {
      ...options.query,
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: from,
      timeoutSeconds: String(Math.round(watchSeconds * (1 + Math.random()))),
    },
  })
  options.onOpened()
  const lines = createInterface({ input: answer.body, crlfDelay: Number.POSITIVE_INFINITY })
  try {
    for await (const line of lines) {
      const event = parseEvent(line)
      if (!event) continue
      if (event.type === 'ERROR') return isTooOld(event.object) ? 'gone' : version
      version = versionOf(event.object) ?? version
      if (event.type !== 'BOOKMARK') options.onEvent({ type: event.type, object: event.object })
    }
  } finally {
    lines.close()
    answer.body.destroy()
  }
  return version
}

interface RawEvent {
  type: WatchEvent['type'] | 'BOOKMARK' | 'ERROR'
  object: Record<string, unknown>
}

const types: readonly string[] = ['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']

/** Undefined for the rest of a line that a broken connection cut off. */
function parseEvent(line: string): RawEvent | undefined {
  let event: unknown
  try {
    event = JSON.parse(line)
  } catch {
    return undefined
  }
  if (!isRecord(event) || !isRecord(event.object) || !isType(event.type)) return undefined
  return { type: event.type, object: event.object }
}

function isType(value: unknown): value is RawEvent['type'] {
  return typeof value === 'string' && types.includes(value)
}

function isTooOld(status: Record<string, unknown>): boolean {
  return status.code === 410 || status.reason === 'Expired' || status.reason === 'Gone'
}

function versionOf({ metadata }: Record<string, unknown>): string | undefined {
  const version = isRecord(metadata) ? metadata.resourceVersion : undefined
  return typeof version === 'string' ? version : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
