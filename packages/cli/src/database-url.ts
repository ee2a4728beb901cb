/** Which PostgreSQL server the database is on. */

import { readFileSync } from 'node:fs'
import { Failure } from './failure.ts'

/**
 * `DATABASE_URL`, or the content of the file that `DATABASE_URL_FILE` names, so that the password
 * stands in no environment. Undefined for the embedded database. Throws Failure with a sentence.
 */
export function readDatabaseUrl(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { DATABASE_URL: url, DATABASE_URL_FILE: file } = env
  if (!file) return url || undefined
  if (url) throw new Failure('DATABASE_URL and DATABASE_URL_FILE are both set; unset one of them.')
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure(`The file of DATABASE_URL_FILE cannot be read: ${reason}`)
  }
  if (text === '') throw new Failure(`The file of DATABASE_URL_FILE, ${file}, is empty.`)
  return text
}
