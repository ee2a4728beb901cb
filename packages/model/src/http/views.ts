/** Saved views: the search part of a page's address under a name. */

import { type Static, Type } from 'typebox'
import { oneOf } from '../vocabulary.ts'

export const ViewPage = oneOf('findings', 'resources')
export type ViewPage = Static<typeof ViewPage>

/** POST /views, PUT /views/{id} */
export const SaveViewRequest = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  page: ViewPage,
  /** `q=...&group=...`, as it stands in the address after the question mark. */
  search: Type.String({ maxLength: 8192 }),
  visibility: oneOf('private', 'shared'),
  /** What the page shows this person when the address says nothing. */
  is_default: Type.Boolean(),
})
export type SaveViewRequest = Static<typeof SaveViewRequest>

/** GET /views?page=: one's own and the shared ones, by name. */
export const View = Type.Object({
  id: Type.String(),
  name: Type.String(),
  page: ViewPage,
  search: Type.String(),
  visibility: oneOf('private', 'shared'),
  is_default: Type.Boolean(),
  owner: Type.String(),
  updated_at: Type.String(),
})
export type View = Static<typeof View>
