/** Brings the findings of clusters in step with what people set for the rules: at once, and exactly back again. */

import { findCluster, listClusters } from '../storage/clusters.ts'
import { disabledCode } from '../storage/codes.ts'
import { type CycleContext, insertChanges } from '../storage/cycle-rows.ts'
import type { Database } from '../storage/database.ts'
import { ensureMonth } from '../storage/partitions.ts'
import { readEverything } from '../storage/reach.ts'
import type { RuleBook } from '../storage/rule-book.ts'
import { changeCluster } from '../storage/scope-state.ts'
import { insertClusterEvent } from '../storage/score-events.ts'
import {
  listUnsettled,
  type RuleNumbers,
  recordSettled,
  type SettledFinding,
  settleFindings,
  type UnsettledFinding,
} from '../storage/unsettled.ts'
import { openAcceptance, recountAccepted } from './accept.ts'
import { readClusterSettings, toNumbers } from './cluster-settings.ts'
import type { IngestHost } from './ingest.ts'
import { timeOfChange, writeRollups } from './rollups.ts'
import { recordScores } from './scores.ts'
import { createTally } from './tally.ts'

/** All clusters, one transaction each; answers those of which findings changed. */
export async function settleAll(host: IngestHost, why: string): Promise<string[]> {
  await ensureMonth(host.db, host.now())
  const changed: string[] = []
  for (const { clusterId } of await listClusters(readEverything(host.db))) {
    if ((await settleCluster(host, clusterId, why)) > 0) changed.push(clusterId)
  }
  return changed
}

/** Answers how many findings changed. `why` stands in the story of the score. */
async function settleCluster(host: IngestHost, clusterId: string, why: string): Promise<number> {
  // Read beforehand: the embedded database has one connection, which the transaction needs.
  const book = await host.ruleBook.current()
  return await changeCluster(host.db, clusterId, async (transaction) => {
    const cluster = await findCluster(transaction, clusterId)
    if (!cluster) return 0
    const settings = await readClusterSettings(transaction, cluster)
    const numbers = toNumbers(settings, book)
    const found = await listUnsettled(transaction, clusterId, numbers)
    if (found.length === 0) return 0
    const at = timeOfChange(cluster, host.now())
    await write(
      transaction,
      { clusterId, scope: '', at },
      { found, numbers, book, now: host.now() },
    )
    const text = `${cluster.name}: ${why}`
    await insertClusterEvent(transaction, { clusterId, at, kind: 'rules-set', subject: '', text })
    return found.length
  })
}

interface Settling {
  found: readonly UnsettledFinding[]
  numbers: RuleNumbers
  book: RuleBook
  now: Date
}

async function write(
  db: Database,
  context: CycleContext,
  { found, numbers, book, now }: Settling,
): Promise<void> {
  const { clusterId } = context
  const tally = createTally()
  const set: SetNumbers = {
    disabled: new Set(numbers.disabled),
    severities: new Map(numbers.severities.map((it) => [it.rule_no, it.severity])),
  }
  const settled = found.map((it) => ({ it, after: settle(it, set) }))
  for (const { it, after } of settled) {
    const { resourceId, placeNo, evaluation } = it
    const counted = { resourceId, placeNo, evaluation, severity: after.severity }
    tally.move(it, it, after.lifecycle === disabledCode ? undefined : counted)
  }
  const changes = settled.map(({ it, after }) => ({
    id: it.id,
    kind: kindOf(it, after),
    evaluation: after.lifecycle === disabledCode ? null : it.evaluation,
  }))
  await insertChanges(db, context, changes)
  await settleFindings(
    db,
    context,
    settled.map(({ after }) => after),
  )
  await writeRollups(db, context, tally)
  const acceptance = await openAcceptance(db, { book, now })
  await acceptance?.markAnew(
    db,
    clusterId,
    found.map((it) => it.id),
  )
  await recountAccepted(db, clusterId)
  await recordSettled(db, context)
  await recordScores(db, context, book)
}

interface SetNumbers {
  disabled: ReadonlySet<number>
  severities: ReadonlyMap<number, number>
}

function settle(it: UnsettledFinding, { disabled, severities }: SetNumbers): SettledFinding {
  const set = severities.get(it.ruleNo)
  const own = it.ownSeverity ?? it.severity
  const wasOff = it.lifecycle === disabledCode
  const story = wasOff ? it.heldLifecycle : it.lifecycle
  const isOff = disabled.has(it.ruleNo)
  return {
    id: it.id,
    severity: set ?? own,
    own_severity: set === undefined ? null : own,
    lifecycle: isOff ? disabledCode : story,
    held_lifecycle: isOff ? story : null,
  }
}

function kindOf(before: UnsettledFinding, after: SettledFinding): 'disabled' | 'enabled' | 'rated' {
  const isOff = after.lifecycle === disabledCode
  if (isOff === (before.lifecycle === disabledCode)) return 'rated'
  return isOff ? 'disabled' : 'enabled'
}
