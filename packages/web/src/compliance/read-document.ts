/** Reads a document from the person's disk as the server takes it. */

import type { AttestationFile } from '@evenkeel/model'

/** Base64 of it stays under what the server takes. */
export const fileBytesMax = 512 * 1024
const nameLengthMax = 200

export async function readDocument(file: File): Promise<AttestationFile> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  const isKnown = /^[\w.+-]+\/[\w.+-]+$/.test(file.type)
  return {
    name: file.name.slice(-nameLengthMax),
    media_type: isKnown ? file.type : 'application/octet-stream',
    content: btoa(text),
  }
}
