/** What has to happen by itself: checkpoints, vacuum, retention, exceptions that run out. */

import { endExpired, releaseOverdue } from '../exceptions/expire.ts'
import type { AppHost } from '../http/host.ts'
import { remakeLinks } from '../relations/write-links.ts'
import { deleteKeysBefore } from '../storage/idempotency.ts'
import { deleteOldLoginAttempts } from '../storage/login-attempts.ts'
import { dropMonthsBefore, ensureMonth, retentionDays } from '../storage/partitions.ts'
import { deleteBefore, listEvaluationTimes } from '../storage/retention.ts'
import { thinScorePoints } from '../storage/score-thinning.ts'
import { deleteExpiredTokens } from '../storage/tokens.ts'

export interface Maintenance {
  stop(): Promise<void>
}

interface Log {
  warn(details: object, message: string): void
}

const dayMs = 86_400_000
/** How long the answer to a write is kept for when it is sent again. */
const idempotencyMs = dayMs
const retentionMs = 6 * 3_600_000
/** Looks at one small table, so it may be often. */
const expiryMs = 5000
const overdueMs = 60_000
/** How soon a page of one process hears of a cycle that another took. */
const watchMs = 3000
/** The embedded database neither vacuums nor checkpoints by itself: soon after a first load, then seldom. */
const checkpointLookMs = 20_000
const checkpointMs = 5 * 60_000

type Run = (name: string, job: () => Promise<unknown>) => void

/** The jobs of several processes do the same again without harm. */
export function startMaintenance(host: AppHost, log: Log): Maintenance {
  let running = Promise.resolve()
  const run: Run = (name, job) => {
    running = running.then(async () => {
      const startedAt = performance.now()
      let failure: { hasFailed: boolean; error?: string } = { hasFailed: false }
      try {
        await job()
      } catch (err) {
        failure = { hasFailed: true, error: err instanceof Error ? err.message : String(err) }
        log.warn({ err, job: name }, 'Maintenance failed and is tried again.')
      }
      const seconds = (performance.now() - startedAt) / 1000
      host.metrics.observeJob({ name, seconds, ...failure })
    })
  }
  const timers = [
    setInterval(() => run('retention', () => keepRetention(host)), retentionMs),
    setInterval(() => run('expiry', () => endExpired(host)), expiryMs),
    setInterval(() => run('overdue', () => releaseOverdue(host)), overdueMs),
  ]
  const stopCheckpoints = startCheckpoints(host, run)
  if (host.store.kind === 'postgresql') timers.push(startWatch(host, run))
  run('retention', () => keepRetention(host))
  run('links', () => remakeLinks(host.db))
  run('expiry', () => endExpired(host))
  run('overdue', () => releaseOverdue(host))
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer)
      stopCheckpoints()
      await running
    },
  }
}

function startCheckpoints(host: AppHost, run: Run): () => void {
  let isDirty = false
  let lastAt = 0
  const stopListening = host.events.subscribe(() => {
    isDirty = true
  })
  const timer = setInterval(() => {
    if (!isDirty || Date.now() - lastAt < checkpointMs) return
    isDirty = false
    lastAt = Date.now()
    run('checkpoint', () => host.store.checkpoint())
  }, checkpointLookMs)
  return () => {
    clearInterval(timer)
    stopListening()
  }
}

/** Tells the pages of this process what the cycles of other processes changed. */
function startWatch(host: AppHost, run: Run): NodeJS.Timeout {
  let known: Map<string, number> | undefined
  return setInterval(() => {
    run('watch', async () => {
      const times = await listEvaluationTimes(host.db)
      for (const [cluster, time] of times) {
        if (known && known.get(cluster) !== time) host.events.publish({ kind: 'cycle', cluster })
      }
      known = times
    })
  }, watchMs)
}

async function keepRetention(host: AppHost): Promise<void> {
  const now = host.now()
  const before = new Date(now.getTime() - retentionDays * dayMs)
  await ensureMonth(host.db, now)
  await ensureMonth(host.db, new Date(now.getTime() + 31 * dayMs))
  await dropMonthsBefore(host.db, before)
  await deleteBefore(host.db, before)
  for (const clusterId of (await listEvaluationTimes(host.db)).keys()) {
    await thinScorePoints(host.db, clusterId, now)
  }
  await deleteExpiredTokens(host.db, now)
  await deleteKeysBefore(host.db, new Date(now.getTime() - idempotencyMs))
  await deleteOldLoginAttempts(host.db, now)
}
