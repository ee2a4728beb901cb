/** Objects that are seldom looked at again, as they are or packed: there is one for each workload and more. */

import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { isRecord, type KubeObject } from '../redaction/objects.ts'

export interface KeptObject {
  kind: string
  read(): KubeObject
}

export function keepAsIs(object: KubeObject): KeptObject {
  return { kind: String(object.kind), read: () => object }
}

/** A fifteenth of the memory; each reading unpacks it. */
export function keepPacked(object: KubeObject): KeptObject {
  // As a text: the buffer that the packing gives holds on to many times its length.
  const packed = deflateRawSync(JSON.stringify(object), { level: fastest }).toString('latin1')
  return {
    kind: String(object.kind),
    read() {
      const value: unknown = JSON.parse(
        inflateRawSync(Buffer.from(packed, 'latin1')).toString('utf8'),
      )
      if (!isRecord(value)) throw new Error('What was packed was no object.')
      return value
    },
  }
}

const fastest = 1
