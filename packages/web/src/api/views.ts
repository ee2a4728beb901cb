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

/** Refused where it is not any more what was seen. */
export function updateView({ view, body }: { view: View; body: SaveViewRequest }) {
  return fetchJson(View, pathOf(view), { method: 'PUT', body, ifMatch: tagOf(view) })
}

/** Answers nothing: the view is gone. */
export function deleteView(view: View) {
  return fetchJson(Type.Undefined(), pathOf(view), { method: 'DELETE', ifMatch: tagOf(view) })
}

const pathOf = ({ id }: View) => `/views/${encodeURIComponent(id)}`
const tagOf = ({ updated_at }: View) => `"${updated_at}"`
