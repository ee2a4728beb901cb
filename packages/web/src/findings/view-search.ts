/** What of the page's address a saved view keeps. */

import type { View } from '@evenkeel/model'
import { parseSearch, stringifySearch } from '../url/search-params.ts'
import { type FindingsSearch, readFindingsSearch } from '../url/searches.ts'

/** Query, groups, columns and order; not the scope, the time and what is open. */
export function searchOfView({ q, group, cols, pin, sort }: FindingsSearch): string {
  return stringifySearch({ q, group, cols, pin, sort }).slice(1)
}

export function isModified(view: View, search: FindingsSearch): boolean {
  return searchOfView(readFindingsSearch(parseSearch(view.search)).search) !== searchOfView(search)
}
