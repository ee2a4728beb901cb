/** A cycle as several transactions that nobody sees until all of them are there. */

import { sql } from 'kysely'
import type { Database } from './database.ts'
import { type LoadKey, nameOfPart } from './embedded/prepared.ts'

export interface PreparedLoad {
  /** Others read and write between two parts. */
  prepare(write: (transaction: Database) => Promise<void>): Promise<void>
  /** Writes the head of the scope, by which the cycle has happened, and shows the parts with it. */
  finish<T>(write: (transaction: Database) => Promise<T>): Promise<T>
  /** Takes back what was prepared. */
  abandon(): Promise<void>
}

/**
 * Of the embedded database alone, and in turn: whoever wrote a row that a part holds would wait for it on the
 * one connection that could commit it. So parts only add what was never there, and `finish` does the rest.
 */
export function openLoad(db: Database, key: LoadKey): PreparedLoad {
  const names: string[] = []
  const run = (on: Database, statement: string) => sql.raw(statement).execute(on)
  return {
    async prepare(write) {
      const name = nameOfPart(key, names.length)
      await db.transaction().execute(async (transaction) => {
        await write(transaction)
        await run(transaction, `prepare transaction '${name}'`)
      })
      names.push(name)
    },
    finish: (write) =>
      // Nobody gets in between: the connection is held until all parts are committed.
      db.connection().execute(async (connection) => {
        const result = await connection.transaction().execute(write)
        for (const name of names.splice(0)) await run(connection, `commit prepared '${name}'`)
        return result
      }),
    async abandon() {
      // A database that broke meanwhile has taken them back when it opened again.
      const { rows } = await sql<{ gid: string }>`
        select gid from pg_prepared_xacts where gid = any(${names})`.execute(db)
      for (const { gid } of rows) await run(db, `rollback prepared '${gid}'`)
    },
  }
}
