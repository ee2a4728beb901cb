/** What somebody's groups may here. */

import { hasRole, type Reach, type Role } from '@evenkeel/model'
import type { OidcSettings } from './settings.ts'

export interface Grant {
  role: Role
  reach: Reach
}

/**
 * The highest role of the groups, over what the groups with that role see: an editor here and a viewer there
 * is an editor here alone, because one role over both would be more than anybody gave. Undefined for nobody's.
 */
export function grantOf(
  groups: readonly string[],
  settings: Pick<OidcSettings, 'groups' | 'default_role'>,
): Grant | undefined {
  const held = (settings.groups ?? []).filter((it) => groups.includes(it.group))
  const highest = held.find((it) => held.every((other) => hasRole(it.role, other.role)))
  if (!highest) return settings.default_role && { role: settings.default_role, reach: null }
  const { role } = highest
  const reaches = held.filter((it) => it.role === role).map((it) => it.reach ?? null)
  const isWhole = reaches.some((reach) => reach === null)
  return { role, reach: isWhole ? null : reaches.flatMap((reach) => reach ?? []) }
}

/** The claim as providers send it: a list, or one name. */
export function readGroups(claim: unknown): string[] {
  if (typeof claim === 'string') return [claim]
  if (!Array.isArray(claim)) return []
  return claim.filter((it): it is string => typeof it === 'string')
}
