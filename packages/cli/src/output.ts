/** Where a result goes: standard output, or a file that is whole or not there. */

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { Failure } from './failure.ts'

/** Writes the pieces to the file, or to standard output when none is given. */
export async function writeOutput(
  pieces: Iterable<string>,
  file: string | undefined,
): Promise<void> {
  if (file === undefined || file === '-') {
    await writePieces(pieces, process.stdout)
    return
  }
  // Written beside and renamed, so that an interrupted scan leaves no half file.
  const partial = `${file}.${process.pid}.partial`
  try {
    const stream = createWriteStream(partial, { mode: 0o600 })
    await once(stream, 'open')
    await writePieces(pieces, stream)
    stream.end()
    await once(stream, 'close')
    await rename(partial, file)
  } catch (error) {
    // What cannot even be removed was never made; the first error is the one to tell.
    await rm(partial, { force: true }).catch(() => undefined)
    throw new Failure(`${file} could not be written: ${explain(error)}.`, undefined, error)
  }
}

/** Puts the text in place of a file, whole or not at all; its mode stays, and a link stays one. */
export async function replaceFile(file: string, text: string): Promise<void> {
  let partial = file
  try {
    const target = await realpath(file)
    partial = `${target}.${process.pid}.partial`
    const { mode } = await stat(target)
    await writeFile(partial, text)
    // Not left to the umask.
    await chmod(partial, mode)
    await rename(partial, target)
  } catch (error) {
    if (partial !== file) await rm(partial, { force: true }).catch(() => undefined)
    throw new Failure(`${file} could not be written: ${explain(error)}.`, undefined, error)
  }
}

/** A reader that goes away (`| head`) ends the writing quietly. */
async function writePieces(pieces: Iterable<string>, stream: Writable): Promise<void> {
  let failure: Error | undefined
  let wake: (() => void) | undefined
  const goOn = () => wake?.()
  const fail = (error: Error) => {
    failure = error
    goOn()
  }
  stream.on('error', fail).on('drain', goOn).on('close', goOn)
  try {
    for (const piece of pieces) {
      if (failure || stream.destroyed) break
      if (stream.write(piece)) continue
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  } finally {
    stream.off('error', fail).off('drain', goOn).off('close', goOn)
  }
  if (failure && !isCode(failure, 'EPIPE')) throw failure
}

function explain(error: unknown): string {
  if (isCode(error, 'ENOSPC')) return 'the disk is full'
  if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return 'its folder does not exist'
  if (isCode(error, 'EACCES') || isCode(error, 'EPERM')) return 'permission is denied'
  return error instanceof Error ? error.message : String(error)
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
