/** Exceptions of a scan: from files, from the server, from annotations of the objects themselves. */

import { readFile } from 'node:fs/promises'
import type { FileException } from '@evenkeel/model'
import { parseExceptionsYaml } from '@evenkeel/server/exceptions-file'
import { Failure } from '../failure.ts'

export interface ScanException extends FileException {
  /** What to call it: `exceptions.yaml:12`, the object with the annotation. */
  origin: string
}

const fetchMilliseconds = 30_000
const fetchBytesMax = 8 * 1024 * 1024

/** All or nothing: a mistake in one entry stops the scan, since it would change what a gate says. */
export async function readExceptions(file: string): Promise<ScanException[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Failure(`The exceptions ${file} cannot be read: ${why}.`, undefined, error)
  }
  return parse(text, file)
}

/** The exceptions of the server at the address; the API token is in $EVENKEEL_API_TOKEN. */
export async function fetchExceptions(server: string, token: string): Promise<ScanException[]> {
  if (!URL.canParse(server)) throw new Failure(`${server} is no address of a server.`)
  const url = new URL('api/v1/exceptions.yaml', server.endsWith('/') ? server : `${server}/`)
  let response: Response
  try {
    response = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(fetchMilliseconds),
    })
  } catch (error) {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const reason = why instanceof Error ? why.message : String(why)
    throw new Failure(`${server} did not give its exceptions: ${reason}.`, undefined, error)
  }
  if (!response.ok) {
    const hint = response.status === 401 ? '; is $EVENKEEL_API_TOKEN right?' : '.'
    throw new Failure(
      `${server} did not give its exceptions: it answered ${response.status}${hint}`,
    )
  }
  const text = await response.text()
  if (text.length > fetchBytesMax) throw new Failure(`${server} gave more than 8 MB of exceptions.`)
  return parse(text, server)
}

function parse(text: string, origin: string): ScanException[] {
  const { exceptions, mistakes } = parseExceptionsYaml(text)
  const [first] = mistakes
  if (first) {
    const rest = mistakes.length > 1 ? ` (and ${mistakes.length - 1} more mistakes)` : ''
    throw new Failure(
      `${origin}:${first.line}: ${first.field ? `${first.field}: ` : ''}${first.message}${rest}`,
    )
  }
  return exceptions.map((it) => ({ ...it, origin: `${origin}:${it.line}` }))
}
