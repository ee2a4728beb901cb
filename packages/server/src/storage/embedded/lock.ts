/** Keeps a second process off a data directory: PGlite itself would let both write and lose rows. */

import { randomUUID } from 'node:crypto'
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

interface Holder {
  pid: number
  /** When the process started, as the system counts it; null where that cannot be told. */
  startedAt: string | null
  host: string
  /** Differs after the machine has been started anew. */
  bootId: string | null
}

export interface FolderLock {
  release(): Promise<void>
}

/** The folder must be there. Rejects with a sentence that names it and the process that holds it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, 'lock')
  const mine = JSON.stringify(await describeSelf())
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, mine, { flag: 'wx', mode: 0o600 })
  try {
    await take(folder, path, draft)
  } finally {
    await unlink(draft)
  }
  return {
    async release() {
      if ((await readText(path)) === mine) await unlink(path)
    },
  }
}

const attemptsMax = 5

/** A hard link appears with its whole content or not at all, and never replaces another. */
async function take(folder: string, path: string, draft: string): Promise<void> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    try {
      await link(draft, path)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const held = await readText(path)
    if (held === undefined) continue
    const holder = parseHolder(held)
    if (!holder || (await isAlive(holder))) throw new Error(refusal(folder, path, holder))
    await removeStale(path, held)
  }
  throw new Error(`The folder ${folder} is being opened by several processes at once; try again.`)
}

/** Moves the stale lock away; if another process was faster, its fresh lock is put back. */
async function removeStale(path: string, held: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if ((await readText(aside)) !== held) await link(aside, path)
  await unlink(aside)
}

function refusal(folder: string, path: string, holder: Holder | undefined): string {
  if (!holder)
    return `The lock ${path} cannot be read; if no Evenkeel runs on ${folder}, remove it.`
  if (holder.host !== hostname()) {
    return `The data directory ${folder} is in use by process ${holder.pid} on ${holder.host}. If that one has ended, remove ${path}.`
  }
  return `The data directory ${folder} is in use by process ${holder.pid}. End that one first, or choose another folder with --data-dir.`
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    const { pid, startedAt, host, bootId } = value as Partial<Holder>
    if (typeof pid !== 'number' || typeof host !== 'string') return undefined
    return { pid, host, startedAt: startedAt ?? null, bootId: bootId ?? null }
  } catch {
    // Not JSON: the caller says so.
    return undefined
  }
}

async function describeSelf(): Promise<Holder> {
  return {
    pid: process.pid,
    startedAt: await startOf(process.pid),
    host: hostname(),
    bootId: (await readText('/proc/sys/kernel/random/boot_id'))?.trim() ?? null,
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return true
  const bootId = (await readText('/proc/sys/kernel/random/boot_id'))?.trim() ?? null
  if (holder.bootId !== null && bootId !== null && holder.bootId !== bootId) return false
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it is there and belongs to someone else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const startedAt = await startOf(holder.pid)
  return holder.startedAt === null || startedAt === null || startedAt === holder.startedAt
}

/** Field 22 of /proc/<pid>/stat, counted behind the name in parentheses; null off Linux. */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readText(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw error
  }
}
