/** A node is looked at again when something on it changes, and not otherwise. */
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { makeRoot } from '../../fixtures/make-root.ts'
import { createNodeChanges } from '../node/node-changes.ts'
import { createLogger } from './logger.ts'
import { runNodeLoop } from './node-loop.ts'

const log = createLogger('error', {})

const changes: [name: string, change: (root: string) => void, isNoticed: boolean][] = [
  ['the mode of a file', (root) => chmodSync(join(root, 'etc/kubernetes/admin.conf'), 0o644), true],
  [
    'the content of a file',
    (root) => writeFileSync(join(root, 'var/lib/kubelet/config.yaml'), 'new'),
    true,
  ],
  [
    'a new manifest',
    (root) => writeFileSync(join(root, 'etc/kubernetes/manifests/x.yaml'), ''),
    true,
  ],
  [
    'a new component',
    (root) => {
      mkdirSync(join(root, 'proc/77'))
      writeFileSync(join(root, 'proc/77/cmdline'), 'etcd\0--auto-tls\0')
    },
    true,
  ],
  [
    'a process that is no component',
    (root) => {
      mkdirSync(join(root, 'proc/78'))
      writeFileSync(join(root, 'proc/78/cmdline'), 'sleep\x001\0')
    },
    false,
  ],
]

/** What the kernel tells of, without a look in between. */
const told: typeof changes = [
  ...changes.slice(0, 3),
  [
    'a file in the place of another',
    (root) => {
      writeFileSync(join(root, 'var/lib/kubelet/config.yaml.new'), 'new')
      renameSync(
        join(root, 'var/lib/kubelet/config.yaml.new'),
        join(root, 'var/lib/kubelet/config.yaml'),
      )
    },
    true,
  ],
  ['a file that goes', (root) => rmSync(join(root, 'etc/kubernetes/admin.conf')), true],
  [
    'where a link leads',
    (root) => {
      symlinkSync('pki/b', join(root, 'etc/kubernetes/new'))
      renameSync(join(root, 'etc/kubernetes/new'), join(root, 'etc/kubernetes/link'))
    },
    true,
  ],
  ['the file that a link leads to', (root) => writeFileSync(join(root, 'srv/target'), 'x'), true],
  ['a file beside', (root) => writeFileSync(join(root, 'srv/other'), 'x'), false],
]

test.concurrent.each([
  ...changes.map((it) => [...it, 20] as const),
  ...told.map((it) => [...it, 60_000] as const),
])('%s', async (_, change, isNoticed, pollMs) => {
  const root = makeRoot({
    'proc/1/cmdline': ['kubelet'],
    'etc/kubernetes/admin.conf': '',
    'etc/kubernetes/manifests/a.yaml': '',
    'var/lib/kubelet/config.yaml': 'old',
    'etc/kubernetes/pki/a': 'a',
    'etc/kubernetes/pki/b': 'b',
    'srv/target': '',
  })
  symlinkSync('pki/a', join(root, 'etc/kubernetes/link'))
  symlinkSync('/srv/target', join(root, 'etc/kubernetes/away'))
  chmodSync(join(root, 'etc/kubernetes/admin.conf'), 0o600)
  const stop = new AbortController()
  let cycles = 0
  const paths = [
    '/etc/kubernetes/admin.conf',
    '/etc/kubernetes/manifests',
    '/var/lib/kubelet/config.yaml',
    '/etc/kubernetes/link',
    '/etc/kubernetes/away',
  ]
  const cycle = async () => {
    cycles += 1
    return paths
  }
  let turns = 0
  const onTurn = (): void => {
    turns += 1
  }
  const loop = runNodeLoop(
    { hostRoot: root, periodMs: 120_000, pollMs, log, cycle, onTurn },
    stop.signal,
  )
  // One for the cycle; with the second the files are watched.
  for (let tries = 0; turns < 2 && tries < 500; tries += 1) await sleep(20)
  expect(cycles).toBe(1)
  change(root)
  if (isNoticed) for (let tries = 0; cycles < 2 && tries < 200; tries += 1) await sleep(20)
  else await sleep(300)
  expect(cycles).toBe(isNoticed ? 2 : 1)
  stop.abort()
  await loop
})

test.each([
  ['after it was read for the first time is noticed', true],
  ['before that is not', false],
])('a file that changed %s', async (_, isDuring) => {
  const root = makeRoot({ 'proc/1/cmdline': ['kubelet'], 'etc/a': '' })
  await sleep(20)
  const stop = new AbortController()
  let cycles = 0
  const cycle = async () => {
    cycles += 1
    // The times of files are as coarse as the kernel's clock.
    await sleep(20)
    if (cycles === 1 && isDuring) chmodSync(join(root, 'etc/a'), 0o600)
    return ['/etc/a']
  }
  let turns = 0
  const onTurn = (): void => {
    turns += 1
  }
  const loop = runNodeLoop(
    { hostRoot: root, periodMs: 60_000, pollMs: 60_000, log, cycle, onTurn },
    stop.signal,
  )
  const turnsWanted = isDuring ? 4 : 2
  for (let tries = 0; turns < turnsWanted && tries < 500; tries += 1) await sleep(20)
  stop.abort()
  await loop
  expect(cycles).toBe(isDuring ? 2 : 1)
})

test('a process that becomes a component is noticed, one that stays the same is not', async () => {
  const root = makeRoot({ 'proc/1/cmdline': ['kubelet'], 'proc/7/cmdline': ['runc', 'init'] })
  const changes = await createNodeChanges(root)
  const first = await changes.components()
  expect(await changes.components()).toBe(first)
  writeFileSync(join(root, 'proc/7/cmdline'), 'kube-apiserver\0--profiling=false\0')
  expect(await changes.components()).not.toBe(first)
})

test('what changes all the time does not keep the node busy', async () => {
  const root = makeRoot({ 'proc/1/cmdline': ['kubelet'], 'etc/a': '' })
  const stop = new AbortController()
  let cycles = 0
  const cycle = async () => {
    cycles += 1
    writeFileSync(join(root, 'etc/a'), String(cycles))
    return ['/etc/a']
  }
  const loop = runNodeLoop(
    { hostRoot: root, periodMs: 60_000, pollMs: 20, log, cycle },
    stop.signal,
  )
  const change = setInterval(() => writeFileSync(join(root, 'etc/a'), String(Math.random())), 10)
  await sleep(1500)
  clearInterval(change)
  stop.abort()
  await loop
  expect(cycles).toBeGreaterThan(1)
  expect(cycles).toBeLessThan(8)
})
