/** Passwords: hashed with argon2id; too many wrong ones lock the account for a while. */

import { hash, verify } from '@node-rs/argon2'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { type AccountRow, findAccount, updateAccount } from '../storage/accounts.ts'

const failuresMax = 5
const lockMs = 15 * 60_000

export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

/** Rejects with the same sentence for an unknown name and a wrong password. */
export async function verifyLogin(
  host: AppHost,
  name: string,
  password: string,
): Promise<AccountRow> {
  const refusal = new ProblemError(401, 'The name or the password is wrong.')
  const account = await findAccount(host.db, name.replaceAll('\0', ''))
  if (!account?.passwordHash) {
    // As much work as for a name that exists, so that the time says nothing.
    await hash(password)
    throw refusal
  }
  const now = host.now()
  if (account.lockedUntil && account.lockedUntil > now) {
    throw new ProblemError(429, 'Too many wrong passwords; the account is locked for some minutes.')
  }
  if (await verify(account.passwordHash, password)) {
    const change = { failedLogins: 0, lockedUntil: null, lastLoginAt: now }
    await updateAccount(host.db, account.name, change)
    return account
  }
  const failedLogins = account.failedLogins + 1
  const isLocked = failedLogins >= failuresMax
  await updateAccount(host.db, account.name, {
    failedLogins: isLocked ? 0 : failedLogins,
    lockedUntil: isLocked ? new Date(now.getTime() + lockMs) : null,
  })
  throw refusal
}
