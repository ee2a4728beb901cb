/** Reads the body of an answer, decompressed, within a limit. */

import { createGunzip } from 'node:zlib'
import type { Dispatcher } from 'undici'

/** Throws when the decompressed text is longer than the limit, or the stream breaks. */
export async function readBody(
  answer: Dispatcher.ResponseData,
  bytesMax: number,
): Promise<{ text: string; wireBytes: number }> {
  if (answer.headers['content-encoding'] !== 'gzip') {
    const text = await collect(answer.body, bytesMax)
    return { text, wireBytes: Buffer.byteLength(text) }
  }
  const gunzip = createGunzip()
  answer.body.on('error', (error) => gunzip.destroy(error))
  answer.body.pipe(gunzip)
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
