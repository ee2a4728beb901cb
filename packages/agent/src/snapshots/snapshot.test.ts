/** Snapshots: there and back, and what is said of damaged ones. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Observation } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { makeRoot } from '../../fixtures/make-root.ts'
import { sampleSnapshotPath } from './sample.ts'
import { isSnapshot, readSnapshot, writeSnapshot } from './snapshot.ts'

const cluster = { id: 'c', name: 'prod' }
const observations: Observation[] = [
  ...Array.from(
    { length: 500 },
    (_, index): Observation => ({
      resource: {
        id: `r${index}`,
        type: 'k8s_object',
        name: `ü${Math.sin(index)}`,
        data: { index },
      },
    }),
  ),
  { gap: { collector: 'kube-api', source: 'GET /x', reason: 'Forbidden.' } },
]

async function written(): Promise<string> {
  const path = join(makeRoot({}), 'a.snapshot')
  await writeSnapshot(path, observations, { cluster })
  return path
}

async function readAll(path: string): Promise<Observation[]> {
  const { observations: lines } = await readSnapshot(path)
  const seen: Observation[] = []
  for await (const it of lines) seen.push(it)
  return seen
}

test('gives back what was written', async () => {
  const path = await written()
  expect((await readSnapshot(path)).header.cluster).toEqual(cluster)
  expect(await readAll(path)).toEqual(observations)
  expect(await isSnapshot(path)).toBe(true)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

const parts: [name: string, damage: (file: Buffer) => Buffer, message: RegExp][] = [
  [
    'cut in half',
    (file) => file.subarray(0, file.length / 2),
    /ends too early or is damaged: [1-9]\d+ resources of it can be read/,
  ],
  [
    'without its end',
    (file) => gzipSync(gunzipSync(file).toString().split('\n').slice(0, -2).join('\n')),
    /: 500 resources/,
  ],
  [
    'with a line lost',
    (file) => gzipSync(gunzipSync(file).toString().split('\n').toSpliced(5, 1).join('\n')),
    /: 499 resources/,
  ],
  [
    'of another version',
    () => gzipSync('{"evenkeel_snapshot":2}\n'),
    /of version 2; this Evenkeel reads version 1/,
  ],
  ['that is something else', () => gzipSync('hello\n'), /is not a snapshot; make one with/],
  ['that is empty', () => Buffer.alloc(0), /not a snapshot|0 resources/],
]

test.each(parts)('says what is wrong with a file %s', async (_, damage, message) => {
  const path = await written()
  writeFileSync(path, damage(readFileSync(path)))
  await expect(readAll(path)).rejects.toThrow(message)
})

test('says that it is not there', async () => {
  await expect(readAll('/nowhere/a.snapshot')).rejects.toThrow(
    'The snapshot /nowhere/a.snapshot is not there.',
  )
  expect(await isSnapshot('/nowhere/a.snapshot')).toBe(false)
})

test('leaves no half file behind', async () => {
  const folder = makeRoot({})
  async function* failing(): AsyncGenerator<Observation> {
    yield* observations.slice(0, 1)
    throw new Error('lost the connection')
  }
  await expect(writeSnapshot(join(folder, 'a'), failing(), { cluster })).rejects.toThrow('lost')
  await expect(writeSnapshot(join(folder, 'no/a'), observations, { cluster })).rejects.toThrow(
    'was not written: its folder is not there or not writable',
  )
})

test('the sample cluster can be read whole', async () => {
  const seen = await readAll(sampleSnapshotPath)
  const types = new Set(seen.flatMap((it) => ('resource' in it ? [it.resource.type] : [])))
  expect([...types].sort()).toEqual([
    'k8s_object',
    'kubernetes_cluster',
    'kubernetes_master_node',
    'kubernetes_worker_node',
  ])
})

test('a cut snapshot that is only begun leaves no error that nobody waits for', async () => {
  const folder = makeRoot({})
  const whole = readFileSync(sampleSnapshotPath)
  const cut = join(folder, 'cut.gz')
  const uncaught: unknown[] = []
  const remember = (error: unknown) => uncaught.push(error)
  process.on('uncaughtException', remember)
  for (let i = 0; i < 120; i += 1) {
    writeFileSync(cut, whole.subarray(0, 40 + ((i * 197) % (whole.length - 60))))
    await isSnapshot(cut)
  }
  await new Promise((done) => setTimeout(done, 100))
  process.off('uncaughtException', remember)
  expect(uncaught).toEqual([])
})
