/** Compresses text that is made part by part, so that the whole of it is never one text. */

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

const blockLength = 65_536

export async function compressParts(parts: Iterable<string>): Promise<Buffer> {
  const chunks: Buffer[] = []
  await pipeline(Readable.from(inBlocks(parts)), createGzip(), async (packed) => {
    for await (const chunk of packed) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  })
  return Buffer.concat(chunks)
}

/** Compressing each little part by itself would take long. */
function* inBlocks(parts: Iterable<string>): Generator<Buffer> {
  let block = ''
  for (const part of parts) {
    block += part
    if (block.length < blockLength) continue
    yield Buffer.from(block)
    block = ''
  }
  yield Buffer.from(block)
}
