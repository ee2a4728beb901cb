/** Users, sessions, API tokens and the audit log. */

import { type Static, Type } from 'typebox'
import { nullable, oneOf } from '../vocabulary.ts'

/** Each may what the one before may: look; write exceptions and clusters; decide who may. */
export const Role = oneOf('viewer', 'editor', 'admin')
export type Role = Static<typeof Role>

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
