/** Asks what is there by kind. */

import { InventoryKind } from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson, searchOf } from './request.ts'

export function fetchInventory(
  request: { cluster: string | undefined; at: string | undefined },
  signal?: AbortSignal,
) {
  return fetchJson(Type.Array(InventoryKind), `/inventory${searchOf(request)}`, { signal })
}
