/**
 * The names of prepared transactions, and what becomes of those that a process left behind.
 *
 * The embedded database has one connection, so a long transaction keeps every reader out. A large cycle is
 * written as several transactions that are prepared: on disk, seen by nobody. One more writes the head of the
 * scope, and with it the cycle has happened: the prepared ones are committed, by the next process if need be.
 */

import { createHash } from 'node:crypto'

/** Of one process; a cycle takes them all but a few. */
export const preparedMax = 512

/** What a cycle is known by. */
export interface LoadKey {
  clusterId: string
  scope: string
  sequence: number
}

/** Plain letters, digits and blanks, so that it can stand in a statement. */
export function nameOfPart({ clusterId, scope, sequence }: LoadKey, part: number): string {
  return `${clusterId} ${createHash('md5').update(scope).digest('hex')} ${sequence} ${part}`
}

type Run = (statement: string) => Promise<unknown[]>

/** Commits the parts of cycles that happened and takes back the others, before anybody reads. */
export async function settlePrepared(run: Run): Promise<void> {
  const left = namesOf(await run('select gid as name from pg_prepared_xacts'))
  if (left.length === 0) return
  const happened = new Set(namesOf(await run(happenedSql)))
  for (const name of left) {
    await run(`${happened.has(name) ? 'commit' : 'rollback'} prepared '${name}'`)
  }
}

const happenedSql = `
  select p.gid as name from pg_prepared_xacts p join scope s
    on s.cluster_id::text = split_part(p.gid, ' ', 1) and md5(s.scope) = split_part(p.gid, ' ', 2)
      and s.sequence >= split_part(p.gid, ' ', 3)::bigint`

function namesOf(rows: unknown[]): string[] {
  return rows.flatMap((row) => {
    const { name } = row as { name?: unknown }
    return typeof name === 'string' ? [name] : []
  })
}
