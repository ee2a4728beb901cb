/** What somebody's groups may here. */

import {
  actions,
  type CustomRole,
  type GroupTrial,
  hasRole,
  isBuiltIn,
  type Reach,
} from '@evenkeel/model'
import type { OidcSettings } from './settings.ts'

export interface Grant {
  role: string
  reach: Reach
}

/** Roles that people made. */
export type OwnRoles = readonly Pick<CustomRole, 'name' | 'permissions'>[]
type Mapping = Pick<OidcSettings, 'groups' | 'default_role'>

/**
 * The role of the groups that may most, over what the groups with that role see: an editor here and a viewer there
 * is an editor here alone, because one role over both would be more than anybody gave. Undefined for nobody's.
 * Of two that may as much it is the one that the mapping names first.
 */
export function grantOf(
  groups: readonly string[],
  settings: Mapping,
  roles: OwnRoles = [],
): Grant | undefined {
  const held = (settings.groups ?? []).filter(
    (it) => groups.includes(it.group) && isKnown(it.role, roles),
  )
  const most = Math.max(...held.map((it) => breadthOf(it.role, roles)))
  const highest = held.find((it) => breadthOf(it.role, roles) === most)
  if (!highest) {
    const role = settings.default_role
    return role !== undefined && isKnown(role, roles) ? { role, reach: null } : undefined
  }
  const { role } = highest
  const reaches = held.filter((it) => it.role === role).map((it) => it.reach ?? null)
  const isWhole = reaches.some((reach) => reach === null)
  return { role, reach: isWhole ? null : reaches.flatMap((reach) => reach ?? []) }
}

/** The same, with what it was made of. */
export function tryGroups(
  groups: readonly string[],
  settings: Mapping,
  roles: OwnRoles,
): GroupTrial {
  const mapped = settings.groups ?? []
  const named = [...mapped.map((it) => it.role), settings.default_role ?? 'viewer']
  return {
    grant: grantOf(groups, settings, roles) ?? null,
    mapped: mapped
      .filter((it) => groups.includes(it.group))
      .map(({ group, role, reach = null }) => ({ group, role, reach })),
    unknown_roles: [...new Set(named)].filter((it) => !isKnown(it, roles)),
  }
}

function isKnown(role: string, roles: OwnRoles): boolean {
  return isBuiltIn(role) || roles.some((it) => it.name === role)
}

/** How many things a role may; one that people made may what viewers may, too. */
function breadthOf(role: string, roles: OwnRoles): number {
  const needed = Object.values(actions)
  if (isBuiltIn(role)) return needed.filter((it) => hasRole(role, it)).length
  const own = roles.find((it) => it.name === role)?.permissions.length ?? 0
  return needed.filter((it) => it === 'viewer').length + own
}

/** The claim as providers send it: a list, or one name. */
export function readGroups(claim: unknown): string[] {
  if (typeof claim === 'string') return [claim]
  if (!Array.isArray(claim)) return []
  return claim.filter((it): it is string => typeof it === 'string')
}
