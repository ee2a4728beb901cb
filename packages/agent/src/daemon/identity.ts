/** Which cluster the agent belongs to and with which credential, kept over restarts where there is a place. */

import type { Cluster } from '@evenkeel/model'
import { nullable } from '@evenkeel/model'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { readIfThere, writeWhole } from '../spool/whole-file.ts'

const Identity = Type.Object({
  cluster: Type.Object({ id: Type.String(), name: Type.String() }),
  credential: Type.String(),
  /** Milliseconds since the epoch, by this machine's clock. */
  issuedAt: Type.Number(),
  /** Null for a credential without an end. */
  expiresAt: nullable(Type.Number()),
})
export type Identity = Static<typeof Identity>

/** Undefined before the first enrolment, and for a file that is damaged or of an older version. */
export async function readIdentity(path: string): Promise<Identity | undefined> {
  const content = await readIfThere(path).catch(() => undefined)
  if (!content) return undefined
  try {
    const value: unknown = JSON.parse(content.toString('utf8'))
    return Value.Check(Identity, value) ? value : undefined
  } catch {
    // Then the agent enrols anew.
    return undefined
  }
}

export async function writeIdentity(path: string, identity: Identity): Promise<void> {
  await writeWhole(path, JSON.stringify(identity))
}

export function identityOf(
  enrolled: { cluster: Cluster; credential: string; expires_at?: string | null },
  now: number,
): Identity {
  const { cluster, credential, expires_at } = enrolled
  return {
    cluster,
    credential,
    issuedAt: now,
    expiresAt: expires_at ? Date.parse(expires_at) : null,
  }
}

/** Of its time; the rest is for a server that is away. */
const renewAfter = 2 / 3

/** Milliseconds until the credential is to be renewed; undefined for one without an end. */
export function renewalIn(
  { issuedAt, expiresAt }: Identity,
  now: number,
  random = Math.random,
): number | undefined {
  if (expiresAt === null) return undefined
  // Up to a tenth earlier, so that the agents of a cluster do not all come at once.
  const due = issuedAt + (expiresAt - issuedAt) * (renewAfter - random() / 10)
  return Math.max(due - now, 0)
}
