/** Asks for saved views, keeps and removes them. */

import { type SaveViewRequest, View, type ViewPage } from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson, searchOf } from './request.ts'

export function fetchViews(page: ViewPage, signal?: AbortSignal) {
  return fetchJson(Type.Array(View), `/views${searchOf({ page })}`, { signal })
}

export function createView(body: SaveViewRequest) {
  return fetchJson(View, '/views', { method: 'POST', body })
}

export function updateView({ id, body }: { id: string; body: SaveViewRequest }) {
  return fetchJson(View, `/views/${encodeURIComponent(id)}`, { method: 'PUT', body })
}

/** Answers nothing: the view is gone. */
export function deleteView(id: string) {
  return fetchJson(Type.Undefined(), `/views/${encodeURIComponent(id)}`, { method: 'DELETE' })
}
