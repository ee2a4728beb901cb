/** Verifies a database, says what is wrong and what to do, and puts right what can be. */

import { knownMigrations, type Store } from '../storage/database.ts'
import { type Broken, findBroken, forgetKeys, recountAll } from '../storage/invariants.ts'
import { changeCluster } from '../storage/scope-state.ts'

export interface Problem {
  /** What is wrong, in a sentence. */
  message: string
  examples: string[]
  /** What to do about it, in a sentence. */
  advice: string
}

export interface CheckResult {
  /** How many things were looked at. */
  checked: number
  problems: Problem[]
}

/** The store must not have been migrated by who opened it. With `repair`, what was put right is told as a problem too. */
export async function checkDatabase(
  store: Store,
  { repair = false }: { repair?: boolean } = {},
): Promise<CheckResult> {
  const schema = checkSchema(await store.listMigrations())
  if (schema) return { checked: 1, problems: [schema] }
  const problems: Problem[] = []
  let checked = 1
  for await (const found of findBroken(store.db)) {
    checked += 1
    if (!('count' in found)) continue
    if (repair) await putRight(store, found)
    problems.push(describe(found, repair))
  }
  return { checked, problems }
}

function checkSchema(there: readonly string[]): Problem | undefined {
  const foreign = there.filter((name) => !knownMigrations.includes(name))
  if (foreign.length > 0) {
    return {
      message: `The database has the schema ${there.at(-1)}, which this Evenkeel does not know.`,
      examples: foreign,
      advice: 'Use the version of Evenkeel that last served it, or a newer one.',
    }
  }
  if (there.length === knownMigrations.length) return undefined
  return {
    message: `The database has the schema ${there.at(-1) ?? 'of nothing'}, older than ${knownMigrations.at(-1)}.`,
    examples: [],
    advice: 'Start the server once, which brings it up to date, and look again.',
  }
}

function describe({ invariant, count, examples, repair }: Broken, isRepaired: boolean): Problem {
  const message = `It does not hold that ${invariant}: ${count} ${count === 1 ? 'case' : 'cases'}.`
  return { message, examples, advice: (isRepaired ? repaired : advices)[repair] }
}

const restoring =
  'This can only come from a fault of the disk or of Evenkeel: restore a backup, or remove the cluster and let its agents report anew.'

const advices: Readonly<Record<Broken['repair'], string>> = {
  recount: '`evenkeel db check --repair` counts it anew.',
  resend: '`evenkeel db check --repair` makes the agents send everything again.',
  none: restoring,
}

const repaired: Readonly<Record<Broken['repair'], string>> = {
  recount: 'It was counted anew.',
  resend: 'The agents send everything again with their next cycle.',
  none: restoring,
}

async function putRight({ db }: Store, { repair, clusterIds }: Broken): Promise<void> {
  if (repair === 'none') return
  for (const clusterId of clusterIds) {
    await changeCluster(db, clusterId, (transaction) =>
      repair === 'recount'
        ? recountAll(transaction, clusterId)
        : forgetKeys(transaction, clusterId),
    )
  }
}
