/**
 * What a database answered since anything was last written: pages ask for the same lists and sums again and again.
 *
 * The embedded one belongs to one process and has one connection, so nothing changes that does not come through it;
 * of a server it is asked each time (`server-pool.ts`).
 */

export interface Answer {
  rows: unknown[]
  rowCount: number
  command: string
}

export interface ReadCache {
  /** A copy of its own for every caller. */
  find(sql: string, parameters: readonly unknown[]): Answer | undefined
  keep(sql: string, parameters: readonly unknown[], answer: Answer): void
  clear(): void
}

/** Together, some megabytes. */
const rowsMax = 6000
const answersMax = 1000

export function createReadCache(): ReadCache {
  const answers = new Map<string, Answer>()
  let rows = 0
  const clear = () => {
    answers.clear()
    rows = 0
  }
  return {
    find(sql, parameters) {
      const answer = answers.get(keyOf(sql, parameters))
      return answer && structuredClone(answer)
    },
    keep(sql, parameters, answer) {
      if (answer.rows.length > rowsMax) return
      if (answers.size >= answersMax || rows + answer.rows.length > rowsMax) clear()
      rows += answer.rows.length
      answers.set(keyOf(sql, parameters), structuredClone(answer))
    },
    clear,
  }
}

function keyOf(sql: string, parameters: readonly unknown[]): string {
  return `${sql}\0${JSON.stringify(parameters)}`
}

/** It changes nothing, and says the same again as long as nothing is written; catalogues say more than that. */
export function isRead(sql: string): boolean {
  return (
    /^\s*(?:select|with|\()/i.test(sql) &&
    !/\b(?:insert|update|delete|into|setval|nextval|for share)\b|\bpg_|\btxid|\bclock_timestamp|\brandom\b/i.test(
      sql,
    )
  )
}
