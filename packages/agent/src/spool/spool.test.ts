/** What waits for the server is whole, in order and within its bound, whatever happens to the disk. */

import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeRoot } from '../../fixtures/make-root.ts'
import type { CycleHead } from '../publisher/cycle-request.ts'
import { openSpool, type Spool } from './spool.ts'
import { rowsOf, type SpooledCycle } from './spooled-cycle.ts'

const folderOf = () => join(makeRoot({ here: '' }), 'spool')
const open = (folder: string | undefined, bytesMax = 1_000_000, memoryBytesMax = 1_000_000) =>
  openSpool({ folder, bytesMax, memoryBytesMax })

/** `a=1 b=2 -c` is a part in which a and b have these values and c is gone. */
function cycle(sequence: number, text: string, isWhole = false): SpooledCycle {
  const words = text.split(' ').filter(Boolean)
  const gone = words.filter((word) => word.startsWith('-')).map((word) => word.slice(1))
  const pairs = words.filter((it) => it.includes('=')).map((it) => it.split('='))
  const head: CycleHead = {
    scope: 'kube-api',
    sequence,
    is_complete: isWhole,
    gone,
    started_at: '2026-01-01T00:00:00Z',
    finished_at: '2026-01-01T00:00:01Z',
    agent: { version: '1', node: 'n' },
    detected: { benchmark: null, kubernetes_version: null, provider: null },
    coverage: { expected: 1, evaluated: 1, gaps: [] },
  }
  return {
    head,
    keys: pairs.map(([id = '', value = '']) => ({
      id,
      hash: value.slice(0, 16),
      findings: [['rule', value.slice(0, 16).padStart(16, '0')]],
    })),
    resources: pairs.map(([id = '', value]) => ({
      id,
      type: 'k8s_object',
      sub_type: 'Pod',
      api_version: 'v1',
      name: `a\u2028name of ${id}`,
      namespace: null,
      node: null,
      owner: null,
      labels: {},
      data: value,
    })),
    findings: pairs.map(([id = '', value]) => ({
      resource_id: id,
      rule_id: 'rule',
      evaluation: 'failed',
      severity: 'low',
      reason: value ?? null,
      evidence: [],
    })),
  }
}

const whole = (sequence: number, text: string) => cycle(sequence, text, true)

function told({ head, keys, resources, findings }: SpooledCycle): string {
  const rows = rowsOf({ head, keys, resources, findings }).rowsFor({
    resources: [...keys].map(({ id }) => id),
    findings: [...keys].map(({ id }): [string, string] => [id, 'rule']),
  })
  const values = new Map(rows.findings.map((it) => [it.resource_id, it.reason]))
  const words = rows.resources.map(({ id, data }) => {
    expect(values.get(id)).toBe(data)
    return `${id}=${data}`
  })
  const kind = head.is_complete ? 'whole' : 'part'
  return [kind, head.sequence, ...words.sort(), ...head.gone.map((id) => `-${id}`).sort()].join(' ')
}

async function takeAll(spool: Spool): Promise<string[]> {
  const all: string[] = []
  for (let it = await spool.next(); it; it = await spool.next()) {
    all.push(told(it.cycle))
    await spool.remove(it.name)
  }
  expect(await spool.isEmpty()).toBe(true)
  return all
}

const orders: [name: string, cycles: SpooledCycle[], sent: string[]][] = [
  ['keeps what came', [cycle(5, 'a=1')], ['part 5 a=1']],
  [
    'keeps the order',
    [whole(5, 'a=1'), cycle(9, 'a=2'), cycle(10, '-a')],
    ['whole 5 a=1', 'part 9 a=2', 'part 10 -a'],
  ],
  [
    'a whole cycle takes the place of all before',
    [whole(1, 'a=1'), cycle(2, 'b=1'), whole(3, 'c=1')],
    ['whole 3 c=1'],
  ],
  [
    'merges many parts by what was said last',
    [
      whole(1, 'x=1'),
      ...['a=1 b=1', 'b=2', '-a', 'c=1', '-c', 'c=2', 'd=1', 'd=2', '-d'].map((text, index) =>
        cycle(10 + index, text),
      ),
    ],
    ['whole 1 x=1', 'part 18 b=2 c=2 -a -d'],
  ],
]

test.each(orders)('%s', async (_, cycles, sent) => {
  for (const folder of [folderOf(), undefined]) {
    const spool = await open(folder)
    for (const it of cycles) expect(await spool.put(it)).toBe(true)
    // A restart.
    const later = folder ? await open(folder) : spool
    expect(await takeAll(later)).toEqual(sent)
    expect(later.losses.count()).toBe(0)
  }
})

test('of a whole cycle that went in parts the parts stay, and what was before them does not', async () => {
  const spool = await open(folderOf())
  for (const it of [cycle(1, 'old=1'), cycle(5, 'a=1'), cycle(6, 'b=1')]) await spool.put(it)
  await spool.put(whole(7, ''), { since: 5 })
  expect(await takeAll(spool)).toEqual(['part 5 a=1', 'part 6 b=1', 'whole 7'])
})

test('the agent alone may read it', async () => {
  const folder = folderOf()
  await (await open(folder)).put(cycle(1, 'a=1'))
  for (const name of readdirSync(folder))
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
})

test('a file that was cut, changed or half written is never sent', async () => {
  const folder = folderOf()
  const first = await open(folder)
  for (const sequence of [1, 2, 3]) await first.put(cycle(sequence, `a=${sequence}`))
  const [cut = '', changed = ''] = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
  const content = readFileSync(changed)
  content[content.length - 9] = (content.at(-9) ?? 0) ^ 1
  writeFileSync(changed, content)
  writeFileSync(cut, readFileSync(cut).subarray(0, -5))
  writeFileSync(`${cut}.unfinished`, 'x')
  const spool = await open(folder)
  expect(await takeAll(spool)).toEqual(['part 3 a=3'])
  await spool.put(cycle(4, 'a=4'))
  const gaps = (await open(folder)).losses.gaps()
  expect(gaps).toMatchObject([
    { collector: 'spool', reason: expect.stringMatching(/ 3 cycles were damaged/) },
  ])
})

test('beyond its bound the oldest go, which is counted until it was said', async () => {
  const folder = folderOf()
  const spool = await open(folder, 3_000)
  const noise = () => randomBytes(500).toString('hex')
  for (const sequence of [1, 2, 3, 4, 5])
    await spool.put(cycle(sequence, `a${sequence}=${noise()}`))
  expect(spool.state().bytes).toBeLessThanOrEqual(3_000)
  const waiting = spool.state().waiting
  expect(waiting).toBeGreaterThan(0)
  expect(spool.losses.count()).toBe(5 - waiting)
  expect((await spool.next())?.cycle.head.sequence).toBe(5 - waiting + 1)
  expect(await spool.put(cycle(6, `b=${randomBytes(5000).toString('hex')}`))).toBe(false)
  expect(spool.losses.gaps()[0]?.reason).toMatch(
    /cycles were dropped because the spool or its disk was full/,
  )
  await spool.losses.clear()
  expect((await open(folder)).losses.gaps()).toEqual([])
})

test('where the disk takes nothing it says so and keeps in memory what fits', async () => {
  const parent = makeRoot({ file: 'no folder' })
  const spool = await open(join(parent, 'file', 'spool'), 1_000_000, 2_000)
  expect(await spool.put(whole(1, 'a=1'))).toBe(true)
  expect(spool.state().trouble).toMatch(/takes nothing .* kept in memory alone/)
  expect(await spool.put(cycle(2, `b=${randomBytes(5000).toString('hex')}`))).toBe(false)
  expect(await takeAll(spool)).toEqual(['whole 1 a=1'])
  expect(spool.losses.count()).toBe(1)
})

// Root may write everywhere.
test.skipIf(process.getuid?.() === 0)('a folder that became read-only is said', async () => {
  const folder = folderOf()
  mkdirSync(folder)
  const spool = await open(folder)
  await spool.put(whole(1, 'a=1'))
  chmodSync(folder, 0o500)
  await spool.put(whole(2, 'a=2'))
  expect(spool.state().trouble).toMatch(/may not be/)
  expect(await takeAll(spool)).toEqual(['whole 2 a=2'])
  chmodSync(folder, 0o700)
})
