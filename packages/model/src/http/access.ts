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
  /** Adding, labels, manifest with a new enrolment token, evaluating now. */
  'clusters.operate': 'operator',
  'clusters.remove': 'admin',
  /** They accept nothing before somebody with `exceptions.approve` says so. */
  'exceptions.request': 'operator',
  'exceptions.approve': 'editor',
  'attestations.write': 'editor',
  'rules.write': 'editor',
  'settings.write': 'editor',
  /** Users, tokens, other people's sessions, the audit log. */
  'access.manage': 'admin',
} as const satisfies Record<string, Role>
export type Action = keyof typeof actions

export function hasRole(held: Role, needed: Role): boolean {
  return ranks[held] >= ranks[needed]
}

export function mayDo(held: Role, action: Action): boolean {
  return hasRole(held, actions[action])
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

const Name = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}@._ -]*$',
})

export const User = Type.Object({
  name: Type.String(),
  role: Role,
  created_at: Type.String(),
  /** After too many wrong passwords, until this time. */
  locked_until: nullable(Type.String()),
})
export type User = Static<typeof User>

/** POST /users */
export const CreateUserRequest = Type.Object({
  name: Name,
  role: Role,
  password: Type.String({ minLength: 12, maxLength: 200 }),
})
export type CreateUserRequest = Static<typeof CreateUserRequest>

/** POST /session: the token of a login link, or a name with a password. */
export const LoginRequest = Type.Object({
  token: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  name: Type.Optional(Type.String({ maxLength: 100 })),
  password: Type.Optional(Type.String({ maxLength: 200 })),
})
export type LoginRequest = Static<typeof LoginRequest>

/** A session of a browser or a token of a script. */
export const AccessGrant = Type.Object({
  id: Type.String(),
  /** The user of a session; what a token was named. */
  name: Type.String(),
  role: Role,
  created_at: Type.String(),
  expires_at: nullable(Type.String()),
})
export type AccessGrant = Static<typeof AccessGrant>

/** POST /tokens */
export const CreateTokenRequest = Type.Object({
  name: Name,
  role: Role,
  expires_at: nullable(Type.String({ maxLength: 40 })),
})
export type CreateTokenRequest = Static<typeof CreateTokenRequest>

/** The token is shown once. */
export const CreateTokenResponse = Type.Object({ grant: AccessGrant, token: Type.String() })
export type CreateTokenResponse = Static<typeof CreateTokenResponse>

/** One write, by whom. */
export const AuditEntry = Type.Object({
  at: Type.String(),
  actor: Type.String(),
  /** `POST /exceptions`. */
  action: Type.String(),
  target: Type.String(),
  status: Type.Integer(),
  details: Type.Record(Type.String(), Type.Unknown()),
})
export type AuditEntry = Static<typeof AuditEntry>
