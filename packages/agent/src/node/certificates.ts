/** Takes the digests of the certificate authorities that a file holds, so that two files can be compared. */

import { createHash } from 'node:crypto'
import type { DocumentFact } from '@evenkeel/model'
import type { Host } from '../host/host.ts'

const certificatePattern =
  /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g

/** SHA-256 of each certificate as it is signed, sorted; certificates are public. */
export async function readCertificateDigests(host: Host, path: string): Promise<DocumentFact> {
  const text = await host.readText(path)
  if (text.state === 'absent') return { path, gap: `${path} is not there on the host.` }
  if (text.state === 'hidden') return { path, gap: text.reason }
  const digests = [...text.value.matchAll(certificatePattern)].map(([, body = '']) =>
    createHash('sha256').update(Buffer.from(body, 'base64')).digest('hex'),
  )
  if (digests.length === 0) return { path, gap: `${path} holds no certificate.` }
  return { path, content: { sha256: digests.sort() } }
}
