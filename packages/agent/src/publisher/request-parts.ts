/** The JSON of a request, made part by part. */

import type { ResourceKey } from '@evenkeel/model'

/** So that the whole of very many keys is never one text. */
export function* requestParts(head: object, keys: Iterable<ResourceKey>): Generator<string> {
  const text = JSON.stringify(head)
  yield `${text.slice(0, -1)}${text === '{}' ? '' : ','}"keys":[`
  let separator = ''
  for (const key of keys) {
    yield separator + JSON.stringify(key)
    separator = ','
  }
  yield ']}'
}
