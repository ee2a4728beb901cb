/** Asks for the fields that the query language knows, and for the values of one. */

import { Fields, LabelKeys, nullable } from '@evenkeel/model'
import { type Static, Type } from 'typebox'
import { fetchJson, searchOf } from './request.ts'

const FieldValues = Type.Array(
  Type.Object({ value: nullable(Type.String()), count: Type.Integer() }),
)
export type FieldValues = Static<typeof FieldValues>

export function fetchFields(signal?: AbortSignal) {
  return fetchJson(Fields, '/fields', { signal })
}

/** Values that begin with the prefix among the findings of `q`, most frequent first. */
export function fetchFieldValues(
  field: string,
  request: { prefix: string; q: string },
  signal?: AbortSignal,
) {
  return fetchJson(
    FieldValues,
    `/fields/${encodeURIComponent(field)}/values${searchOf({ ...request })}`,
    { signal },
  )
}

/** Keys of the labels that resources carry, most frequent first. */
export function fetchLabelKeys(signal?: AbortSignal) {
  return fetchJson(LabelKeys, '/labels', { signal })
}
