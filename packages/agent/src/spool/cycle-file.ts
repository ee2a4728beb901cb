/**
 * The file of a cycle that waits: a line with the checksum, then compressed lines of JSON.
 *
 * A line holds the head, a key, a resource or a finding, so that neither writing nor reading has the
 * text of a large cycle in memory at once.
 */

import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'
import { CycleRequest, FindingRow, ResourceKey, ResourceRow } from '@evenkeel/model'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { createCompactKeys } from '../publisher/compact-keys.ts'
import { compressParts } from '../publisher/compress.ts'
import type { CycleHead } from '../publisher/cycle-request.ts'
import type { SpooledCycle } from './spooled-cycle.ts'

const format = 'evenkeel-spool-1'
const headerLength = 100

export async function packCycle(cycle: SpooledCycle): Promise<Buffer> {
  const { content: packed } = await compressParts(linesOf(cycle))
  const sum = createHash('sha256').update(packed).digest('hex')
  const header = `${format} ${sum}`.padEnd(headerLength - 1)
  return Buffer.concat([Buffer.from(`${header}\n`), packed])
}

function* linesOf({ head, keys, resources, findings }: SpooledCycle): Generator<string> {
  yield `${JSON.stringify({ head })}\n`
  for (const key of keys) yield `${JSON.stringify({ key })}\n`
  for (const resource of resources) yield `${JSON.stringify({ resource })}\n`
  for (const finding of findings) yield `${JSON.stringify({ finding })}\n`
}

/** Undefined for one that is damaged: it must not be sent. */
export async function unpackCycle(content: Buffer): Promise<SpooledCycle | undefined> {
  const [name, sum] = content.subarray(0, headerLength).toString('latin1').trim().split(' ')
  const packed = content.subarray(headerLength)
  if (name !== format || createHash('sha256').update(packed).digest('hex') !== sum) return undefined
  const keys = createCompactKeys()
  let head: CycleHead | undefined
  const cycle = { keys, resources: [] as ResourceRow[], findings: [] as FindingRow[] }
  for await (const text of linesIn(Readable.from([packed]).pipe(createGunzip()))) {
    const line: unknown = JSON.parse(text)
    if (!Value.Check(Line, line)) return undefined
    if ('key' in line) keys.set(line.key)
    else if ('resource' in line) cycle.resources.push(line.resource)
    else if ('finding' in line) cycle.findings.push(line.finding)
    else head = line.head
  }
  return head && { head, ...cycle }
}

async function* linesIn(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(chunk)).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

/** The checksum tells that these are the lines that were written; the shapes tell by which version. */
const Line = Type.Union([
  Type.Object({ key: ResourceKey }),
  Type.Object({ resource: ResourceRow }),
  Type.Object({ finding: FindingRow }),
  Type.Object({ head: Type.Omit(CycleRequest, ['keys', 'resources', 'findings', 'rules']) }),
])
