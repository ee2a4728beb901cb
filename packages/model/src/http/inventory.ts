/** What is there, by kind: how many of each, and what was found on them. */

import { type Static, Type } from 'typebox'
import { nullable, ResourceType } from '../vocabulary.ts'
import { FindingGroup, ResourceSummary } from './api.ts'

/** GET /inventory: most failed first. */
export const InventoryKind = Type.Object({
  type: ResourceType,
  /** The kind of objects; null for nodes and clusters. */
  sub_type: nullable(Type.String()),
  /** All that are there, those that no rule applies to included. */
  resources: Type.Integer(),
  namespaces: Type.Integer(),
  /** Those that have an owner. */
  owned: Type.Integer(),
  counts: ResourceSummary.properties.counts,
  /** Failed findings by severity. */
  failed: FindingGroup.properties.failed,
  /** Null where nothing of the kind was evaluated. */
  score: nullable(Type.Number()),
})
export type InventoryKind = Static<typeof InventoryKind>
