/** Takes a file of exceptions in: all of it, or nothing and what is wrong with which line. */

import {
  type FileException,
  type FileMistake,
  type ImportExceptionsResponse,
  KqlError,
} from '@evenkeel/model'
import type { WritingHost } from '../http/audit.ts'
import type { AppHost, World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { type ExceptionRow, listExceptions } from '../storage/exceptions.ts'
import { type Author, addExceptions, planException, stateOf } from './exceptions.ts'
import { parseExceptionsYaml, printExceptionsYaml } from './exceptions-file.ts'

const mistakesShownMax = 10

export async function importExceptions(
  host: WritingHost,
  world: World,
  { text, by, isDryRun }: { text: string; by: Author; isDryRun: boolean },
): Promise<ImportExceptionsResponse> {
  const { exceptions, mistakes } = parseExceptionsYaml(text)
  refuseMistakes(mistakes)
  const now = host.now()
  const planned = exceptions.map((it) => planLine(world, it, { by, now }))
  refuseMistakes(planned.flatMap((it) => ('message' in it ? [it] : [])))
  const rows = planned.flatMap((it) => ('message' in it ? [] : [it]))
  const standing = new Set((await listStanding(host, world)).map(wordsOf))
  const fresh = rows.filter((row) => {
    const words = wordsOf(row)
    const isNew = !standing.has(words)
    standing.add(words)
    return isNew
  })
  if (!isDryRun && fresh.length > 0) await addExceptions(host, fresh)
  return {
    created: fresh.length,
    unchanged: rows.length - fresh.length,
    warnings:
      by.mayApprove || fresh.length === 0
        ? []
        : ['With your role they are asked for, and wait until somebody approves them.'],
  }
}

/** Those in force, as a scan reads them. */
export async function exportExceptions(host: AppHost, world: World): Promise<string> {
  const rows = (await listStanding(host, world)).filter(
    (row) => stateOf(row, host.now()) === 'active',
  )
  return printExceptionsYaml(
    rows.map(({ query, reason, category, owner, until }) => {
      return { query, reason, category, owner, until: until?.toISOString() ?? null }
    }),
  )
}

async function listStanding(host: AppHost, world: World): Promise<ExceptionRow[]> {
  const rows = await listExceptions(world.db)
  return rows.filter((row) => ['active', 'requested'].includes(stateOf(row, host.now())))
}

function planLine(
  world: World,
  { line, ...request }: FileException,
  at: { by: Author; now: Date },
): ExceptionRow | FileMistake {
  try {
    return planException(world, request, at)
  } catch (error) {
    if (error instanceof ProblemError && error.status === 400) {
      return { line, field: error.field ?? '', message: error.message }
    }
    if (error instanceof KqlError) return { line, field: '/query', message: error.message }
    throw error
  }
}

function refuseMistakes(mistakes: readonly FileMistake[]): void {
  const [first] = mistakes
  if (!first) return
  const shown = mistakes.slice(0, mistakesShownMax)
  const more = mistakes.length - shown.length
  const sentences = shown.map(({ line, field, message }) =>
    `Line ${line}: ${field} ${message}`.replace(/\s+/g, ' '),
  )
  const rest = more > 0 ? [`There are ${more} more mistakes.`] : []
  throw new ProblemError(
    400,
    [...sentences.map((it) => it.replace(/\s+/g, ' ')), ...rest].join(' '),
    // The pointer to the whole file is empty.
    first.field || '/',
  )
}

/** What makes two of them the same. */
function wordsOf({ query, reason, category, owner, until }: ExceptionRow): string {
  return JSON.stringify([query, reason, category, owner, until?.getTime() ?? null])
}
