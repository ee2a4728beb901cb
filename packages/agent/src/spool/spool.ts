/**
 * Keeps finished cycles of one scope while the server is away, within a bound, over restarts.
 *
 * A whole cycle takes the place of all that was kept before it; parts are merged. Each waits in a file
 * of its own, or in memory where the disk takes none.
 */

import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../kube/errors.ts'
import { packCycle, unpackCycle } from './cycle-file.ts'
import { type Losses, openLosses } from './losses.ts'
import { mergeParts, type SpooledCycle } from './spooled-cycle.ts'
import { readIfThere, unfinishedEnd, writeWhole } from './whole-file.ts'

export interface SpoolOptions {
  /** Undefined: nothing outlives this process. */
  folder: string | undefined
  bytesMax: number
  /** What may be kept in memory where the disk takes none; 0 for a process that ends soon. */
  memoryBytesMax: number
}

export interface Spool {
  /** False where it could not be kept, which is counted as a loss. */
  put(cycle: SpooledCycle, options?: PutOptions): Promise<boolean>
  /** The oldest that waits. One that is damaged is dropped, counted, and never answered. */
  next(): Promise<WaitingCycle | undefined>
  /** After the server took it. */
  remove(name: string): Promise<void>
  /** After the server took a whole cycle: what is older says nothing more. */
  removeBefore(sequence: number): Promise<void>
  isEmpty(): Promise<boolean>
  state(): SpoolState
  losses: Losses
}

export interface PutOptions {
  /** A whole cycle whose rows went before it in parts: the sequence of the first of them. */
  since?: number | undefined
}

export interface WaitingCycle {
  name: string
  cycle: SpooledCycle
}

export interface SpoolState {
  waiting: number
  bytes: number
  /** Why the disk takes nothing, as a sentence. */
  trouble: string | undefined
}

interface Entry {
  sequence: number
  isWhole: boolean
  bytes: number
  /** Where the disk took none. */
  content?: Buffer | undefined
}

/** More parts than these are merged, as long as they are small. */
const partsMax = 8
const mergedBytesMax = 2 * 1024 * 1024

export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const losses = await openLosses(options.folder)
  const it: Waiting = { options, losses, entries: new Map(), done: new Set(), trouble: undefined }
  await readFolder(it)
  let turn: Promise<unknown> = Promise.resolve()
  /** One thing after another: what is sent and what is merged are the same files. */
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const mine = turn.then(run)
    // Whoever asked for it is told what went wrong.
    turn = mine.catch(() => undefined)
    return mine
  }
  return {
    put: (cycle, given = {}) => inTurn(() => put(it, cycle, given)),
    next: () => inTurn(() => next(it)),
    remove: (name) => inTurn(() => drop(it, name)),
    removeBefore: (sequence) => inTurn(() => dropBefore(it, sequence)),
    isEmpty: async () => {
      await inTurn(() => readFolder(it))
      return it.entries.size === 0
    },
    state: () => ({ waiting: it.entries.size, bytes: bytesOf(it), trouble: it.trouble }),
    losses,
  }
}

interface Waiting {
  options: SpoolOptions
  losses: Losses
  entries: Map<string, Entry>
  /** Sent or replaced, but on a disk that lets nothing be removed. */
  done: Set<string>
  trouble: string | undefined
}

async function put(it: Waiting, cycle: SpooledCycle, { since }: PutOptions): Promise<boolean> {
  await dropUnfinished(it)
  await readFolder(it)
  const { sequence, is_complete: isWhole } = cycle.head
  const content = await packCycle(cycle)
  if (content.length > it.options.bytesMax) {
    await it.losses.add('full')
    return false
  }
  const before = isWhole ? (since ?? sequence) : 0
  if (!(await keep(it, { sequence, isWhole, before }, content))) return false
  // Only now, so that there is always something to send.
  await dropBefore(it, before)
  if (!isWhole) await mergeSmall(it)
  await keepBound(it)
  return true
}

async function keep(
  it: Waiting,
  { sequence, isWhole, before }: Pick<Entry, 'sequence' | 'isWhole'> & { before: number },
  content: Buffer,
): Promise<boolean> {
  const name = nameOf(sequence, isWhole)
  const entry: Entry = { sequence, isWhole, bytes: content.length }
  const isOnDisk = await writeOrTell(it, name, content)
  if (!isOnDisk && bytesInMemory(it, before) + content.length > it.options.memoryBytesMax) {
    await it.losses.add('full')
    return false
  }
  it.entries.set(name, isOnDisk ? entry : { ...entry, content })
  return true
}

async function writeOrTell(it: Waiting, name: string, content: Buffer): Promise<boolean> {
  const { folder } = it.options
  if (!folder) return false
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeWhole(join(folder, name), content)
    it.trouble = undefined
    return true
  } catch (error) {
    it.trouble = `The spool ${folder} takes nothing (${reasonOf(error)}); what waits for the server is kept in memory alone.`
    return false
  }
}

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EROFS: 'it is mounted read-only',
  EACCES: 'it may not be written',
  EPERM: 'it may not be written',
}

function reasonOf(error: unknown): string {
  const code = codeOf(error)
  return reasons[code] ?? (code || String(error))
}

/** What another process of the agent kept or sent meanwhile counts as well. */
async function readFolder(it: Waiting): Promise<void> {
  const { folder } = it.options
  if (!folder) return
  const names = new Set(await listNames(it, folder))
  for (const [name, { content }] of it.entries)
    if (!content && !names.has(name)) it.entries.delete(name)
  for (const name of names) {
    const entry = entryOf(name)
    if (!entry || it.entries.has(name) || it.done.has(name)) continue
    // The other process may have sent it meanwhile.
    const size = await stat(join(folder, name)).then(
      (found) => found.size,
      () => undefined,
    )
    if (size !== undefined) it.entries.set(name, { ...entry, bytes: size })
  }
}

/** Of a writer that ended in between. Only who writes may do it, since there is one writer at a time. */
async function dropUnfinished(it: Waiting): Promise<void> {
  const { folder } = it.options
  if (!folder) return
  for (const name of await listNames(it, folder)) {
    if (!name.endsWith(unfinishedEnd)) continue
    await rm(join(folder, name), { force: true })
    await it.losses.add('damaged')
  }
}

async function listNames(it: Waiting, folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    // Before the first cycle is kept there is no folder.
    if (codeOf(error) !== 'ENOENT')
      it.trouble = `The spool ${folder} cannot be read (${reasonOf(error)}).`
    return []
  }
}

async function next(it: Waiting): Promise<WaitingCycle | undefined> {
  await readFolder(it)
  for (const name of namesOf(it)) {
    const cycle = await unpack(it, name)
    if (cycle) return { name, cycle }
    await drop(it, name)
    await it.losses.add('damaged')
  }
  return undefined
}

async function unpack({ options, entries }: Waiting, name: string) {
  const inMemory = entries.get(name)?.content
  const content =
    inMemory ?? (options.folder ? await readIfThere(join(options.folder, name)) : undefined)
  return content && (await unpackCycle(content))
}

async function drop(it: Waiting, name: string): Promise<void> {
  const { folder } = it.options
  const entry = it.entries.get(name)
  it.entries.delete(name)
  if (!folder || entry?.content) return
  try {
    await rm(join(folder, name), { force: true })
  } catch (error) {
    it.done.add(name)
    it.trouble = `Nothing can be removed from the spool ${folder} (${reasonOf(error)}).`
  }
}

async function dropBefore(it: Waiting, sequence: number): Promise<void> {
  for (const [name, entry] of it.entries) if (entry.sequence < sequence) await drop(it, name)
}

/** The small parts after the last whole cycle become one, under the sequence of the last. */
async function mergeSmall(it: Waiting): Promise<void> {
  const small: string[] = []
  for (const name of namesOf(it).reverse()) {
    const entry = it.entries.get(name)
    if (!entry || entry.isWhole || entry.bytes > mergedBytesMax) break
    small.unshift(name)
  }
  if (small.length <= partsMax) return
  let merged: SpooledCycle | undefined
  for (const name of small) {
    const part = await unpack(it, name)
    if (part) merged = merged ? mergeParts(merged, part) : part
    else await it.losses.add('damaged')
  }
  const last = small.at(-1)
  if (!merged) return
  const isKept = await keep(
    it,
    { sequence: merged.head.sequence, isWhole: false, before: 0 },
    await packCycle(merged),
  )
  if (isKept) for (const name of small) if (name !== last) await drop(it, name)
}

/** The oldest go first. What is missing then is said to the server, and a whole cycle follows. */
async function keepBound(it: Waiting): Promise<void> {
  for (const name of namesOf(it)) {
    if (bytesOf(it) <= it.options.bytesMax) return
    await drop(it, name)
    await it.losses.add('full')
  }
}

function namesOf({ entries }: Waiting): string[] {
  return [...entries.keys()].sort()
}

function bytesOf({ entries }: Waiting): number {
  return [...entries.values()].reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Without what is replaced. */
function bytesInMemory({ entries }: Waiting, before: number): number {
  return [...entries.values()]
    .filter(({ sequence }) => sequence >= before)
    .reduce((sum, { content }) => sum + (content?.length ?? 0), 0)
}

const sequenceDigits = 16
const namePattern = /^(\d{16})-(whole|part)\.cycle$/

/** Names sort in the order in which the server must be told. */
function nameOf(sequence: number, isWhole: boolean): string {
  return `${String(sequence).padStart(sequenceDigits, '0')}-${isWhole ? 'whole' : 'part'}.cycle`
}

function entryOf(name: string): Omit<Entry, 'bytes'> | undefined {
  const [, digits, kind] = namePattern.exec(name) ?? []
  return digits ? { sequence: Number(digits), isWhole: kind === 'whole' } : undefined
}
