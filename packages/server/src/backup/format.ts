/**
 * The file format of backups: lines of text, each block of them followed by its checksum.
 *
 *     {"evenkeel_backup":1,"migrations":[...],"created_at":"..."}
 *     {"sum":"..."}
 *     {"table":"cluster","columns":["cluster_id",...],"partitions":[]}
 *     ["...",null]
 *     {"sum":"..."}
 *     {"end":{"tables":1,"rows":1}}
 *     {"sum":"..."}
 *
 * A sum is over the lines since the last one and that one itself, so nothing can be left out or change places.
 */

import { createHash } from 'node:crypto'
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Partition } from '../storage/whole-tables.ts'

export const formatVersion = 1

export interface BackupHeader {
  /** The version of the format. */
  evenkeel_backup: number
  /** The schema of the rows, as the names of the migrations that made it. */
  migrations: string[]
  created_at: string
  version: string
}

export interface TableHead {
  table: string
  columns: string[]
  partitions: Partition[]
}

export interface BackupEnd {
  tables: number
  rows: number
}

/** A part of a backup whose checksum is right. `at` is the number of its first line. */
export type BackupPart =
  | { kind: 'header'; at: number; header: BackupHeader }
  | { kind: 'table'; at: number; head: TableHead }
  | { kind: 'rows'; at: number; lines: string[] }
  | { kind: 'end'; at: number; end: BackupEnd; sum: string }

/** What is wrong with a file; the sentence names the line. */
export class BackupError extends Error {
  override name = 'BackupError'
}

const Sum = Type.Object({ sum: Type.String() })
const Header = Type.Object({
  evenkeel_backup: Type.Integer({ minimum: 1 }),
  migrations: Type.Array(Type.String()),
  created_at: Type.String(),
  version: Type.String(),
})
const Head = Type.Object({
  table: Type.String(),
  columns: Type.Array(Type.String(), { minItems: 1 }),
  partitions: Type.Array(
    Type.Object({
      name: Type.String({ pattern: '^[a-z][a-z0-9_]{0,62}$' }),
      from: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$' }),
      to: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$' }),
    }),
  ),
})
const End = Type.Object({ end: Type.Object({ tables: Type.Integer(), rows: Type.Integer() }) })

export function createSummer() {
  let last = ''
  return (lines: readonly string[]): string => {
    const hash = createHash('sha256').update(last)
    for (const line of lines) hash.update('\n').update(line)
    last = hash.digest('hex')
    return last
  }
}

/** Yields parts as they are verified; throws BackupError where the file is damaged or ends early. */
export async function* readParts(lines: AsyncIterable<string>): AsyncGenerator<BackupPart> {
  let summer = createSummer()
  let block: string[] = []
  let number = 0
  let isDone = false
  for await (const line of lines) {
    number += 1
    if (isDone) throw new BackupError(`Line ${number}: there is more after the end of the backup.`)
    if (!line.startsWith('{"sum":')) {
      block.push(line)
      if (number === 1) refuseOther(line)
      continue
    }
    const at = number - block.length
    const sum = summer(block)
    if (parse(line, number, Sum).sum !== sum) {
      throw new BackupError(
        `Lines ${at} to ${number}: the checksum is not that of the lines, so the file was damaged there.`,
      )
    }
    for (const part of toParts(block, at, sum)) {
      // What follows the header is the same for the same rows, whenever it was written.
      if (part.kind === 'header') summer = createSummer()
      isDone = part.kind === 'end'
      yield part
    }
    block = []
  }
  if (!isDone) {
    throw new BackupError(
      `The file ends after line ${number}, before the end of the backup: it was cut off.`,
    )
  }
}

function refuseOther(line: string): void {
  if (line.startsWith('{"evenkeel_backup":')) return
  throw new BackupError('Line 1: this is no backup of Evenkeel.')
}

function* toParts(block: readonly string[], at: number, sum: string): Generator<BackupPart> {
  let lines: string[] = []
  for (const [index, line] of block.entries()) {
    const place = at + index
    if (line.startsWith('[')) {
      lines.push(line)
      continue
    }
    if (lines.length > 0) yield { kind: 'rows', at: place - lines.length, lines }
    lines = []
    if (place === 1) yield { kind: 'header', at: 1, header: parse(line, 1, Header) }
    else if (line.startsWith('{"end":')) {
      yield { kind: 'end', at: place, end: parse(line, place, End).end, sum }
    } else yield { kind: 'table', at: place, head: parse(line, place, Head) }
  }
  if (lines.length > 0) yield { kind: 'rows', at: at + block.length - lines.length, lines }
}

function parse<T extends TSchema>(line: string, number: number, schema: T): Static<T> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    throw new BackupError(`Line ${number}: this is no JSON.`, { cause: error })
  }
  if (!Value.Check(schema, value)) {
    const [first] = Value.Errors(schema, value)
    throw new BackupError(
      `Line ${number}: ${first?.instancePath || 'it'} ${first?.message ?? 'is not as expected'}.`,
    )
  }
  return value as Static<T>
}
