/** How a resource hangs together with others, and what it was before. */

import { type Static, Type } from 'typebox'
import { Evaluation, nullable, oneOf } from '../vocabulary.ts'
import { pageOf } from './api.ts'

export const RelationKind = oneOf(
  'owns',
  'runs-as',
  'subject-of',
  'grants',
  'runs-on',
  'selects',
  'routes-to',
  'applies-to',
  'mounts',
  'contains',
)
export type RelationKind = Static<typeof RelationKind>

export const RelatedResource = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  name: Type.String(),
  namespace: nullable(Type.String()),
  /** 0 for the resource that was asked for. */
  hops: Type.Integer(),
  failed: Type.Integer(),
  /** Named by another object and not seen itself: a Secret, whose values are never read, or one that is missing. */
  is_seen: Type.Boolean(),
  /** Why it deserves a look, in words: `bound to cluster-admin`; null mostly. */
  risk: nullable(Type.String()),
})
export type RelatedResource = Static<typeof RelatedResource>

/** GET /resources/{id}/relations?cluster=&hops=: `hops` 1 to 3, 2 where nothing is said. */
export const Relations = Type.Object({
  resources: Type.Array(RelatedResource),
  edges: Type.Array(
    Type.Object({
      from: Type.String(),
      to: Type.String(),
      kind: RelationKind,
      label: Type.String(),
    }),
  ),
  /** Left out because a map has room for only so many. */
  omitted: Type.Integer(),
})
export type Relations = Static<typeof Relations>

/** GET /resources/{id}/versions?cluster=&rule=: newest first, those that were kept. */
export const ResourceVersion = Type.Object({
  hash: Type.String(),
  /** From when on it was the current one. */
  at: Type.String(),
  is_current: Type.Boolean(),
  /** What the rule of the request said of it; null where none was asked for or it said nothing. */
  evaluation: nullable(Evaluation),
})
export type ResourceVersion = Static<typeof ResourceVersion>

/** GET /resources/{id}/versions/{hash}?cluster= */
export const ResourceVersionDetail = Type.Object({ version: ResourceVersion, data: Type.Unknown() })
export type ResourceVersionDetail = Static<typeof ResourceVersionDetail>

/** Whom a binding names. A group of users is one subject: who is in it, the cluster does not know. */
export const AccessSubject = Type.Object({
  kind: oneOf('User', 'Group', 'ServiceAccount'),
  name: Type.String(),
  namespace: nullable(Type.String()),
})
export type AccessSubject = Static<typeof AccessSubject>

const named = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  name: Type.String(),
  failed: Type.Integer(),
})

/** GET /access-paths?cluster=&verb=&resource=&group=&namespace=&name=: who can do that, and through what; `verb` may be several with commas, of which any counts. */
export const AccessPath = Type.Object({
  subject: AccessSubject,
  /** Null where it holds in every namespace. */
  namespace: nullable(Type.String()),
  binding: named,
  role: named,
  /** The rule of the role that grants it, as it stands there. */
  rule: Type.Unknown(),
  /** One of Kubernetes' own bindings. */
  is_builtin: Type.Boolean(),
})
export type AccessPath = Static<typeof AccessPath>

/** All of them, or as many as a page shows; a warning says where something could not be looked at. */
export const AccessPathPage = pageOf(AccessPath)
export type AccessPathPage = Static<typeof AccessPathPage>

/** GET /access-subjects?cluster=: everybody whom a binding names, by kind and name. */
export const AccessSubjectPage = pageOf(
  Type.Object({ subject: AccessSubject, bindings: Type.Integer(), is_builtin: Type.Boolean() }),
)
export type AccessSubjectPage = Static<typeof AccessSubjectPage>

/** GET /access-grants?cluster=&kind=&name=&namespace=: what one subject was given, by itself and by the groups that Kubernetes puts it in. */
export const AccessGrant = Type.Object({
  /** Whom the binding names: the subject, or a group that it is in. */
  through: AccessSubject,
  /** Null where it holds in every namespace. */
  namespace: nullable(Type.String()),
  binding: named,
  /** Without an id where it was not seen; it then has no rules. */
  role: Type.Object({ ...named.properties, id: nullable(Type.String()) }),
  rules: Type.Array(Type.Unknown()),
  is_builtin: Type.Boolean(),
})
export type AccessGrant = Static<typeof AccessGrant>
export const AccessGrantPage = pageOf(AccessGrant)
export type AccessGrantPage = Static<typeof AccessGrantPage>
