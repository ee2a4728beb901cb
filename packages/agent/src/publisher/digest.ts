/** Digests of what goes to the server and comes from it: a byte that was changed on the way is noticed. */

import { hash } from 'node:crypto'

/** Of the text before it is packed, so that whatever stands in between may pack it anew. */
export const digestHeader = 'unencoded-digest'

/** As the header says it, of a SHA-256 in base64. */
export function digestField(sha256: string): string {
  return `sha-256=:${sha256}:`
}

/** Servers of before there were digests give none. */
export function isDamaged(text: string, given: string | string[] | undefined): boolean {
  const [, wanted] = /(?:^|,)\s*sha-256=:([^:]*):/.exec(String(given)) ?? []
  return wanted !== undefined && wanted !== hash('sha256', text, 'base64')
}
