/** Compresses text that is made part by part, so that the whole of it is never one text. */

import { createHash, type Hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

const blockLength = 65_536

/** With the SHA-256 of the text, in base64. */
export async function compressParts(
  parts: Iterable<string>,
): Promise<{ content: Buffer; sha256: string }> {
  const chunks: Buffer[] = []
  const sum = createHash('sha256')
  await pipeline(Readable.from(inBlocks(parts, sum)), createGzip(), async (packed) => {
    for await (const chunk of packed) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  })
  return { content: Buffer.concat(chunks), sha256: sum.digest('base64') }
}

/** Compressing each little part by itself would take long. */
function* inBlocks(parts: Iterable<string>, sum: Hash): Generator<Buffer> {
  let block = ''
  for (const part of parts) {
    block += part
    if (block.length < blockLength) continue
    yield summed(block, sum)
    block = ''
  }
  yield summed(block, sum)
}

function summed(text: string, sum: Hash): Buffer {
  const block = Buffer.from(text)
  sum.update(block)
  return block
}
