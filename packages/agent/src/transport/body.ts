/** Reads the body of an answer, decompressed, within a limit. */

import { createGunzip } from 'node:zlib'
import type { TransportAnswer } from './transport.ts'

/** Throws when the decompressed text is longer than the limit, or the stream breaks. */
export async function readBody(
  { body, headers }: TransportAnswer,
  bytesMax: number,
): Promise<{ text: string; wireBytes: number }> {
  if (headers['content-encoding'] !== 'gzip') {
    const text = await collect(body, bytesMax)
    return { text, wireBytes: Buffer.byteLength(text) }
  }
  const gunzip = createGunzip()
  body.on('error', (error) => gunzip.destroy(error))
  body.on('aborted', () =>
    gunzip.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
  )
  body.pipe(gunzip)
  const text = await collect(gunzip, bytesMax)
  return { text, wireBytes: gunzip.bytesWritten }
}

async function collect(stream: AsyncIterable<unknown>, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    if (size > bytesMax) throw new Error(`the answer is larger than ${bytesMax} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
