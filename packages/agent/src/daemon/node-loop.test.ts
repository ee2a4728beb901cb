/** A node is looked at again when something on it changes, and not otherwise. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { makeRoot } from '../../fixtures/make-root.ts'
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

test.each(changes)('%s', async (_, change, isNoticed) => {
  const root = makeRoot({
    'proc/1/cmdline': ['kubelet'],
    'etc/kubernetes/admin.conf': '',
    'etc/kubernetes/manifests/a.yaml': '',
    'var/lib/kubelet/config.yaml': 'old',
  })
  chmodSync(join(root, 'etc/kubernetes/admin.conf'), 0o600)
  const stop = new AbortController()
  let cycles = 0
  const paths = [
    '/etc/kubernetes/admin.conf',
    '/etc/kubernetes/manifests',
    '/var/lib/kubelet/config.yaml',
  ]
  const cycle = async () => {
    cycles += 1
    return paths
  }
  const loop = runNodeLoop(
    { hostRoot: root, periodMs: 60_000, pollMs: 20, log, cycle },
    stop.signal,
  )
  await sleep(200)
  expect(cycles).toBe(1)
  change(root)
  await sleep(300)
  expect(cycles).toBe(isNoticed ? 2 : 1)
  stop.abort()
  await loop
})
