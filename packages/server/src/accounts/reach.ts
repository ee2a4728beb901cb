/** What a role demands of what its holder sees. */

import type { Reach } from '@evenkeel/model'
import { ProblemError } from '../http/problem.ts'
import type { AccountChange, AccountRow } from '../storage/accounts.ts'

/** Admins decide who sees what, so a limit on them would be one that they can lift. */
export function refuseLimitedAdmin(role: string, reach: Reach): void {
  if (role !== 'admin' || reach === null) return
  throw new ProblemError(
    400,
    'An admin sees everything; choose another role or no limit.',
    '/reach',
  )
}

/** Says since when, where it becomes another. */
export function reachChange(account: AccountRow, reach: Reach, now: Date): AccountChange {
  const isSame = JSON.stringify(account.reach) === JSON.stringify(reach)
  return isSame ? {} : { reach, reachSince: now }
}
