/** Users, sessions, API tokens and the audit log. */

import { type Static, Type } from 'typebox'
import { nullable, oneOf } from '../vocabulary.ts'

/** Each may what the one before may: look; operate clusters; decide what counts; decide who may. */
export const Role = oneOf('viewer', 'operator', 'editor', 'admin')
export type Role = Static<typeof Role>

const ranks: Record<Role, number> = { viewer: 0, operator: 1, editor: 2, admin: 3 }

/** What somebody may do, with the least role that may; `docs/access.md` shows it as a table. */
export const actions = {
  look: 'viewer',
  /** One's own: sessions, views, logging out. */
  'own.write': 'viewer',
  /** Adding, and the manifest with a new enrolment token. */
  'clusters.operate': 'operator',
  /** Assigning findings, and comments on them. */
  'findings.discuss': 'operator',
  'clusters.remove': 'admin',
  /** They accept nothing before somebody with `exceptions.approve` says so. */
  'exceptions.request': 'operator',
  'exceptions.approve': 'editor',
  'attestations.write': 'editor',
  'rules.write': 'editor',
  'settings.write': 'editor',
  /** Showing a saved view to others. */
  'views.share': 'editor',
  /** Users, tokens, other people's sessions, the audit log. */
  'access.manage': 'admin',
} as const satisfies Record<string, Role>
export type Action = keyof typeof actions

/** They hold for every cluster, so whoever sees only some cannot do them. */
export const installationActions: readonly Action[] = ['rules.write', 'settings.write']

export function hasRole(held: Role, needed: Role): boolean {
  return ranks[held] >= ranks[needed]
}

/** What a role of one's own may have beyond looking; not who decides who may, which would have no limit. */
export const permissions = [
  'clusters.operate',
  'clusters.remove',
  'findings.discuss',
  'exceptions.request',
  'exceptions.approve',
  'attestations.write',
  'rules.write',
  'settings.write',
  'views.share',
] as const satisfies Action[]
export const Permission = oneOf(...permissions)
export type Permission = Static<typeof Permission>

/** A role by its name; of one that people made also what it may. */
export interface HeldRole {
  role: string
  permissions?: readonly Permission[] | null | undefined
}

/** A role that is unknown may look. */
export function mayDo({ role, permissions: own }: HeldRole, action: Action): boolean {
  if (isBuiltIn(role)) return hasRole(role, actions[action])
  return hasRole('viewer', actions[action]) || (own ?? []).some((it) => it === action)
}

export function isBuiltIn(role: string): role is Role {
  return Object.hasOwn(ranks, role)
}

/** The clusters that carry all these labels, and of them these namespaces; null for all of each. */
export const ReachPart = Type.Object({
  cluster_labels: Type.Record(
    Type.String({ minLength: 1, maxLength: 100 }),
    Type.String({ maxLength: 200 }),
  ),
  namespaces: nullable(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 100 }),
  ),
})
export type ReachPart = Static<typeof ReachPart>

/** What somebody sees: the sum of the parts; null for everything. */
export const Reach = nullable(Type.Array(ReachPart, { minItems: 1, maxItems: 50 }))
export type Reach = Static<typeof Reach>

/** One of the four, or one that people made. */
const RoleName = Type.String({
  minLength: 1,
  maxLength: 60,
  pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._ -]*$',
})

const roleValues = {
  description: Type.String({ maxLength: 300 }),
  permissions: Type.Array(Permission, { maxItems: 20, uniqueItems: true }),
}

/** GET /roles: those that people made, by name. */
export const CustomRole = Type.Object({
  name: Type.String(),
  ...roleValues,
  updated_at: Type.String(),
  updated_by: Type.String(),
  /** The users, tokens and groups of the identity provider that have it. */
  held_by: Type.Array(Type.String()),
})
export type CustomRole = Static<typeof CustomRole>

/** PUT /roles/{name} */
export const RoleValues = Type.Object(roleValues)
export type RoleValues = Static<typeof RoleValues>

/** POST /roles */
export const CreateRoleRequest = Type.Object({ name: RoleName, ...roleValues })
export type CreateRoleRequest = Static<typeof CreateRoleRequest>

/** POST /oidc/trial: what somebody in these groups of the identity provider would get. */
export const GroupTrialRequest = Type.Object({
  groups: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 200 }),
})
export type GroupTrialRequest = Static<typeof GroupTrialRequest>

export const GroupTrial = Type.Object({
  /** Null for who would be refused. */
  grant: nullable(Type.Object({ role: Type.String(), reach: Reach })),
  /** Which of the groups are mapped, and to what. */
  mapped: Type.Array(Type.Object({ group: Type.String(), role: Type.String(), reach: Reach })),
  /** Mapped roles that are not there, so that their groups count for nothing. */
  unknown_roles: Type.Array(Type.String()),
})
export type GroupTrial = Static<typeof GroupTrial>

const Name = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}@._ -]*$',
})

/** Where somebody is known: by a password here, by an identity provider, or by the link that the server printed. */
export const LoginSource = oneOf('local', 'oidc', 'link')
export type LoginSource = Static<typeof LoginSource>

export const User = Type.Object({
  name: Type.String(),
  role: Type.String(),
  reach: Reach,
  source: LoginSource,
  created_at: Type.String(),
  last_login_at: nullable(Type.String()),
  /** After too many wrong passwords, until this time. */
  locked_until: nullable(Type.String()),
  /** Another one after each change of role, reach or password; a write names it in If-Match. */
  version: Type.String(),
})
export type User = Static<typeof User>

const Password = Type.String({ minLength: 12, maxLength: 200 })

/** POST /users */
export const CreateUserRequest = Type.Object({
  name: Name,
  role: RoleName,
  reach: Type.Optional(Reach),
  password: Password,
})
export type CreateUserRequest = Static<typeof CreateUserRequest>

/** PATCH /users/{name}: what is left out stays. Role and reach of a provider's users come with their groups. */
export const UpdateUserRequest = Type.Object({
  role: Type.Optional(RoleName),
  reach: Type.Optional(Reach),
  password: Type.Optional(Password),
})
export type UpdateUserRequest = Static<typeof UpdateUserRequest>

/** POST /session: the token of a login link, or a name with a password. */
export const LoginRequest = Type.Object({
  token: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  name: Type.Optional(Type.String({ maxLength: 100 })),
  password: Type.Optional(Type.String({ maxLength: 200 })),
})
export type LoginRequest = Static<typeof LoginRequest>

/** GET /login-options: what the page offers to somebody without a session. */
export const LoginOptions = Type.Object({
  /** The identity provider's name for the button; null where there is none. */
  oidc: nullable(Type.Object({ name: Type.String() })),
})
export type LoginOptions = Static<typeof LoginOptions>

/** DELETE /session: where the browser goes to end the provider's session too; null where there is none. */
export const LogoutResponse = Type.Object({ provider_logout_url: nullable(Type.String()) })
export type LogoutResponse = Static<typeof LogoutResponse>

const grant = {
  id: Type.String(),
  /** The user of a session; what a token was named. */
  name: Type.String(),
  role: Type.String(),
  reach: Reach,
  created_at: Type.String(),
  expires_at: nullable(Type.String()),
  /** To the minute; null where it was never used. */
  last_used_at: nullable(Type.String()),
}

/** GET /sessions: one's own; of everybody for those who manage access. */
export const SessionGrant = Type.Object({
  ...grant,
  source: LoginSource,
  user_agent: nullable(Type.String()),
  /** Of its last use. */
  address: nullable(Type.String()),
  /** The one that asks. */
  is_current: Type.Boolean(),
})
export type SessionGrant = Static<typeof SessionGrant>

/** What a token may at most, within its role: ask, take exports, change. */
export const Ability = oneOf('read', 'export', 'write')
export type Ability = Static<typeof Ability>

export const TokenGrant = Type.Object({ ...grant, abilities: Type.Array(Ability) })
export type TokenGrant = Static<typeof TokenGrant>

/** POST /tokens */
export const CreateTokenRequest = Type.Object({
  name: Name,
  role: RoleName,
  /** All, where nothing is said. */
  abilities: Type.Optional(Type.Array(Ability, { minItems: 1, maxItems: 3 })),
  reach: Type.Optional(Reach),
  expires_at: nullable(Type.String({ maxLength: 40 })),
})
export type CreateTokenRequest = Static<typeof CreateTokenRequest>

/** The token is shown once. */
export const CreateTokenResponse = Type.Object({ grant: TokenGrant, token: Type.String() })
export type CreateTokenResponse = Static<typeof CreateTokenResponse>

/** One write, by whom. */
export const AuditEntry = Type.Object({
  at: Type.String(),
  actor: Type.String(),
  /** `POST /exceptions`. */
  action: Type.String(),
  target: Type.String(),
  status: Type.Integer(),
  /** Where the request came from; null in entries of before it was kept. */
  address: nullable(Type.String()),
  details: Type.Record(Type.String(), Type.Unknown()),
})
export type AuditEntry = Static<typeof AuditEntry>

/** What KQL asks the audit log for: GET /audit?q=, GET /audit/export?q=&format=. */
export const auditFields = ['at', 'actor', 'action', 'target', 'status', 'address'] as const
