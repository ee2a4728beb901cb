/** How agents and server name the digest of what they say to each other: a dictionary of RFC 9530. */

/** Of the text before it is packed, so that whatever stands in between may pack it anew. */
export const digestHeader = 'unencoded-digest'

/** The header's value, of a SHA-256 in base64. */
export function printDigest(sha256: string): string {
  return `sha-256=:${sha256}:`
}

/** The SHA-256 in base64; undefined where the header names none. */
export function readDigest(header: string | string[] | undefined): string | undefined {
  return /(?:^|,)\s*sha-256=:([^:]*):/.exec(String(header))?.[1]
}
