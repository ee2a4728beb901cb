/** Keeps an account of everybody whom the identity provider sent. */

import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import type { Identity } from '../oidc/provider.ts'
import { findAccount, insertAccount, updateAccount } from '../storage/accounts.ts'
import { updateSessionsOf } from '../storage/tokens.ts'
import { linkName } from './link-name.ts'
import { reachChange } from './reach.ts'

/** Refuses a name that belongs to somebody else here: names stand in the audit log and on exceptions. */
export async function recordIdentity(host: AppHost, identity: Identity): Promise<void> {
  const { name, subject, role, reach } = identity
  const createdAt = host.now()
  const account = { name, subject, role, reach, source: 'oidc', passwordHash: null } as const
  const isNew = name !== linkName && (await insertAccount(host.db, { ...account, createdAt }))
  const known = isNew ? undefined : await findAccount(host.db, name)
  if (!isNew && known?.subject !== subject) {
    throw new ProblemError(409, `The name "${name}" belongs to another user of this server.`)
  }
  const change = known ? reachChange(known, reach, createdAt) : {}
  await updateAccount(host.db, name, { role, ...change, lastLoginAt: createdAt })
  await updateSessionsOf(host.db, name, { role, reach })
}
