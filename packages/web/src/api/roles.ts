/** Asks for roles that people made, makes, changes and removes them; and tries groups of the identity provider. */

import { type CreateRoleRequest, CustomRole, GroupTrial, type RoleValues } from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson } from './request.ts'

export function fetchRoles(signal?: AbortSignal) {
  return fetchJson(Type.Array(CustomRole), '/roles', { signal })
}

export function createRole(body: CreateRoleRequest) {
  return fetchJson(CustomRole, '/roles', { method: 'POST', body })
}

/** Refused where it is not any more what was seen. */
export function updateRole(seen: CustomRole, body: RoleValues) {
  return fetchJson(CustomRole, pathOf(seen), { method: 'PUT', body, ifMatch: tagOf(seen) })
}

export function deleteRole(seen: CustomRole) {
  return fetchJson(Type.Undefined(), pathOf(seen), { method: 'DELETE', ifMatch: tagOf(seen) })
}

export function tryGroups(groups: string[]) {
  return fetchJson(GroupTrial, '/oidc/trial', { method: 'POST', body: { groups } })
}

const pathOf = ({ name }: CustomRole) => `/roles/${encodeURIComponent(name)}`
const tagOf = ({ updated_at }: CustomRole) => `"${updated_at}"`
