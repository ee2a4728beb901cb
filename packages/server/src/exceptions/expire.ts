/** Lets findings go whose exception ran out, and puts that on record. */

import { type AppHost, readWholeWorld } from '../http/host.ts'
import { applyToAll, hasOverdue } from '../ingest/accept.ts'
import { insertAudit } from '../storage/audit.ts'
import { takeExpired } from '../storage/exceptions.ts'

/** Answers how many ended. Several processes do this side by side; each end is on record once. */
export async function endExpired(host: AppHost): Promise<number> {
  const now = host.now()
  const ended = await takeExpired(host.db, now)
  for (const { exceptionId, query, owner, until, decidedAt } of ended) {
    await insertAudit(host.db, {
      at: now,
      actor: 'evenkeel',
      action: decidedAt ? 'an exception expired' : 'a request for an exception expired',
      target: exceptionId,
      status: 200,
      address: null,
      details: { query, owner, until: until?.toISOString() ?? null },
    })
  }
  if (ended.length > 0) await release(host)
  return ended.length
}

/** For a process that ended between the record and the findings. */
export async function releaseOverdue(host: AppHost): Promise<void> {
  if (await hasOverdue(host.db, host.now())) await release(host)
}

async function release(host: AppHost): Promise<void> {
  await applyToAll(host.db, await readWholeWorld(host))
  host.events.publish({ kind: 'exception', cluster: '' })
}
