/** Reads one manifest file part by part: JSON as a stream, YAML as a whole, both also compressed. */

import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { type JsonPart, splitJson } from '../objects/json-stream.ts'
import { brokenUtf8Line, notUtf8 } from '../objects/utf8.ts'

export const yamlBytesMax = 16 * 1024 * 1024
const gzipMark = Buffer.from([0x1f, 0x8b])

/** Throws what reading throws. The format is told by the content, not by the name. */
export async function* readParts(path: string): AsyncGenerator<JsonPart> {
  const input = path === '-' ? process.stdin : createReadStream(path)
  try {
    yield* partsOf(decompressed(input))
  } finally {
    if (path !== '-') input.destroy()
  }
}

async function* partsOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<JsonPart> {
  const { first, rest } = await takeFirst(chunks)
  const start = first
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (start.startsWith('{{')) {
    yield* isTemplate(1)
    return
  }
  if (start.startsWith('{') || start.startsWith('[')) {
    yield* splitJson(rest)
    return
  }
  const bytes = await readBytes(rest)
  if (bytes === undefined) {
    const reason = `it is YAML of more than ${yamlBytesMax} bytes; give it as JSON, which is read as a stream`
    yield { state: 'broken', line: 1, column: 1, reason }
    return
  }
  const brokenLine = brokenUtf8Line(bytes)
  if (brokenLine !== undefined) {
    yield { state: 'broken', line: brokenLine, column: 1, reason: notUtf8 }
    return
  }
  const text = bytes.toString('utf8')
  const { splitYaml } = await import('../objects/yaml-documents.ts')
  for (const part of splitYaml(text)) {
    const line = part.state === 'broken' ? templateLine(text) : undefined
    if (line === undefined) yield part
    else {
      yield* isTemplate(line)
      return
    }
  }
}

function* isTemplate(line: number): Generator<JsonPart> {
  const reason = 'it is a template, not a manifest; render it with "helm template" first'
  yield { state: 'broken', line, column: 1, reason }
}

/** The first line of a template's own syntax. */
function templateLine(text: string): number | undefined {
  const index = text.split('\n').findIndex((line) => /^\s*(?:[\w.-]+:\s*)?(?:- )?\{\{/.test(line))
  return index < 0 ? undefined : index + 1
}

/** What is needed to tell the format, and the whole again. */
async function takeFirst(
  chunks: AsyncIterable<Buffer>,
): Promise<{ first: Buffer; rest: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  const taken: Buffer[] = []
  for (;;) {
    const next = await iterator.next()
    if (next.done) break
    taken.push(next.value)
    if (/\S/.test(next.value.toString('latin1'))) break
  }
  async function* again(): AsyncGenerator<Buffer> {
    yield* taken
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { first: Buffer.concat(taken), rest: again() }
}

async function* decompressed(input: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  const { first, rest } = await takeFirst(buffers(input))
  if (!first.subarray(0, 2).equals(gzipMark)) {
    yield* rest
    return
  }
  const gunzip = createGunzip()
  const { pipeline } = await import('node:stream/promises')
  const done = pipeline(rest, gunzip)
  // Its errors come out of the reading below.
  done.catch(() => undefined)
  yield* buffers(gunzip)
}

async function* buffers(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const chunk of stream)
    yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
}

/** Undefined when it is larger than a YAML file may be. */
async function readBytes(chunks: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > yamlBytesMax) return undefined
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}
