/** What has to happen by itself: checkpoints, vacuum, retention, expired tokens. */

import { type AppHost, readWorld } from '../http/host.ts'
import { applyToAll, hasOverdue } from '../ingest/accept.ts'
import { dropMonthsBefore, ensureMonth, retentionDays } from '../storage/partitions.ts'
import { deleteExpiredTokens } from '../storage/tokens.ts'

export interface Maintenance {
  stop(): Promise<void>
}

interface Log {
  warn(details: object, message: string): void
}

/** The embedded database neither vacuums nor checkpoints by itself. */
const checkpointMs = 5 * 60_000
const retentionMs = 6 * 3_600_000
const expiryMs = 60_000

export function startMaintenance(host: AppHost, log: Log): Maintenance {
  let isDirty = false
  let running = Promise.resolve()
  const stopListening = host.events.subscribe(() => {
    isDirty = true
  })
  const run = (job: () => Promise<unknown>) => {
    running = running.then(job).then(
      () => undefined,
      (err: unknown) => log.warn({ err }, 'Maintenance failed and is tried again.'),
    )
  }
  const checkpoint = setInterval(() => {
    if (!isDirty) return
    isDirty = false
    run(() => host.store.checkpoint())
  }, checkpointMs)
  const retention = setInterval(() => run(() => keepRetention(host)), retentionMs)
  const expiry = setInterval(() => run(() => endOverdue(host)), expiryMs)
  run(() => keepRetention(host))
  run(() => endOverdue(host))
  return {
    async stop() {
      clearInterval(checkpoint)
      clearInterval(retention)
      clearInterval(expiry)
      stopListening()
      await running
    },
  }
}

async function keepRetention(host: AppHost): Promise<void> {
  const now = host.now()
  await ensureMonth(host.db, now)
  await ensureMonth(host.db, new Date(now.getTime() + 15 * 86_400_000))
  await dropMonthsBefore(host.db, new Date(now.getTime() - retentionDays * 86_400_000))
  await deleteExpiredTokens(host.db, now)
}

/** Findings whose exception ran out count again. */
async function endOverdue(host: AppHost): Promise<void> {
  if (!(await hasOverdue(host.db, host.now()))) return
  await applyToAll(host.db, await readWorld(host))
  host.events.publish({ kind: 'exception', cluster: '' })
}
