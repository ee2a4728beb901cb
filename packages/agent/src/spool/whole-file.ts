/** Writes a file as a whole or not at all, for the agent alone to read. */

import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

const fileMode = 0o600

/** Of a file that was being written when its writer ended. */
export const unfinishedEnd = '.unfinished'

/** Holds when the power fails in between. */
export async function writeWhole(path: string, content: Buffer | string): Promise<void> {
  const unfinished = `${path}${unfinishedEnd}`
  try {
    await writeThrough(unfinished, content)
    await rename(unfinished, path)
  } catch (error) {
    // What went wrong first is what is told.
    await rm(unfinished, { force: true }).catch(() => undefined)
    throw error
  }
  const folder = await open(dirname(path))
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function writeThrough(path: string, content: Buffer | string): Promise<void> {
  const file = await open(path, 'w', fileMode)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Undefined where there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
