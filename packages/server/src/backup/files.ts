/** Backups as files: packed, written whole or not at all, read line by line. */

import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip, createGzip } from 'node:zlib'
import { BackupError } from './format.ts'

/** Under a name of its own until it is complete and on the disk. Refuses to write over a file. */
export async function writeFile(path: string, chunks: AsyncIterable<string>): Promise<void> {
  if (existsSync(path)) {
    throw new BackupError(`${path} exists already; choose another name or remove it first.`)
  }
  const draft = `${path}.partial`
  try {
    await pipeline(chunks, createGzip(), createWriteStream(draft, { mode: 0o600 }))
    const file = await open(draft, 'r+')
    await file.sync()
    await file.close()
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** The largest value that there is, a document of an attestation, is far smaller. */
const lineCharsMax = 256 * 1024 * 1024

export async function* readLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path)
  const gunzip = createGunzip()
  file.once('error', (error) => gunzip.destroy(error))
  let rest = ''
  let number = 0
  try {
    const decoder = new StringDecoder('utf8')
    for await (const chunk of file.pipe(gunzip)) {
      const lines = (rest + decoder.write(chunk as Buffer)).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > lineCharsMax) {
        throw new BackupError(`Line ${number + 1} is too long to be one of a backup.`)
      }
      number += lines.length
      yield* lines
    }
  } catch (error) {
    if (error instanceof BackupError) throw error
    throw describe(error, path, number)
  } finally {
    file.destroy()
  }
  if (rest !== '') yield rest
}

function describe(error: unknown, path: string, number: number): Error {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new BackupError(`There is no file ${path}.`, { cause: error })
  if (code?.startsWith('Z_')) {
    const place = number === 0 ? 'at its beginning' : `after line ${number}`
    return new BackupError(
      `${path} is damaged or cut off ${place}, or is no backup (${message}). Nothing of it was kept.`,
      { cause: error },
    )
  }
  return new BackupError(`${path} cannot be read: ${message}`, { cause: error })
}
