/** Which paths of a host can be seen, and from whom its files are. */
import { appendFileSync, chmodSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { makeRoot, type RootFiles } from '../../fixtures/make-root.ts'
import { matchBinary } from './binaries.ts'
import { expandGlob } from './glob.ts'
import { openHost } from './host.ts'
import { readIdentities } from './identities.ts'
import { isVisible, parseMountPoints, parseWritableMounts } from './mounts.ts'
import { splitCommandLine } from './processes.ts'

test('reads mount points with the escapes of the kernel', () => {
  const text =
    '36 35 98:0 /a /host/var\\040x rw - ext4 /dev/x rw\n37 35 98:0 /b /host/proc ro - proc proc ro\n'
  expect(parseMountPoints(text)).toEqual(['/host/var x', '/host/proc'])
})

test('tells mounts that could be written from those inside read-only ones', () => {
  const line = (point: string, options: string) => `1 2 0:1 / ${point} ${options} - ext4 x rw`
  const text = [
    line('/', 'rw,relatime'),
    line('/host/proc', 'ro,nosuid'),
    line('/host/var/lib/kubelet', 'ro'),
    line('/host/var/lib/kubelet/pods/a/volumes/b', 'rw'),
    line('/host/var/lib/kubelet/pods/a/volumes/c', 'rw,nodev'),
    line('/host/etc/cni', 'rw'),
    line('/hostess', 'rw'),
  ].join('\n')
  expect(parseWritableMounts(text, '/host')).toEqual({
    own: ['/etc/cni'],
    around: ['/var/lib/kubelet'],
  })
})

const visibility: [path: string, isSeen: boolean][] = [
  ['/etc/kubernetes', true],
  ['/etc/kubernetes/pki/ca.crt', true],
  ['/etc/kubernetes2', false],
  ['/etc', false],
  ['/var/lib/kubelet/../etcd', false],
]

test.each(visibility)('%s is visible: %s', (path, isSeen) => {
  expect(isVisible(['/etc/kubernetes', '/var/lib/kubelet'], path)).toBe(isSeen)
})

const binaries: [argv: string[], components: string[] | undefined][] = [
  [['/usr/local/bin/kube-controller-manager', '--x'], ['controller_manager']],
  [['kube-controller'], undefined],
  [['/usr/bin/my-kubelet'], undefined],
  [['sh', '/usr/bin/etcd'], undefined],
  [['/hyperkube', 'kubelet'], ['kubelet']],
  [['/hyperkube'], undefined],
  [['hypershift', 'openshift-kube-apiserver'], ['apiserver']],
  [
    ['/usr/local/bin/k3s', 'agent'],
    ['kubelet', 'proxy'],
  ],
  [['k3s-agent'], ['kubelet', 'proxy']],
  [['/usr/local/bin/k3s', 'kubectl'], undefined],
  [
    ['/usr/local/bin/k3s server'],
    ['apiserver', 'controller_manager', 'scheduler', 'kubelet', 'proxy'],
  ],
]

test.each(binaries)('%o is %o (P05, P07)', (argv, components) => {
  expect(matchBinary(argv)?.binary.components).toEqual(components)
})

test('splits a command line at NUL and keeps empty arguments (P10)', () => {
  expect(splitCommandLine('a\0--x=1 --y=2\0\0-v\0')).toEqual(['a', '--x=1 --y=2', '', '-v'])
})

test("names owners by the host's databases, and root whatever they say", async () => {
  const host = await openHost(
    makeRoot({
      'etc/passwd': 'toor:x:0:0::/:/x\netcd:x:102:1::/:/x\n',
      'etc/group': 'etcd:x:105:\n',
    }),
  )
  const names = await readIdentities(host)
  expect([names.user(0), names.user(102), names.user(7), names.group(105)]).toEqual([
    'root',
    'etcd',
    '7',
    'etcd',
  ])
})

const links: [name: string, files: RootFiles, path: string, state: string][] = [
  ['stays inside the root', { 'a/x': { link: '/b' }, 'b/f': 'hello' }, '/a/x/f', 'seen'],
  ['cannot climb out', { x: { link: '../../../../etc/passwd' } }, '/x', 'absent'],
  ['that leads nowhere is absent', { x: { link: '/gone' } }, '/x', 'absent'],
  ['in a circle is hidden', { x: { link: 'y' }, y: { link: 'x' } }, '/x', 'hidden'],
]

test.each(links)('a link %s', async (_, files, path, state) => {
  const host = await openHost(makeRoot(files))
  expect((await host.readText(path)).state).toBe(state)
})

test('reads no directory and nothing too large', async () => {
  const host = await openHost(makeRoot({ 'd/f': 'x'.repeat(100) }))
  expect(await host.readText('/d')).toEqual({
    state: 'hidden',
    reason: '/d is a directory, not a file.',
  })
  expect(await host.readText('/d/f', 50)).toEqual({
    state: 'hidden',
    reason: '/d/f is larger than 50 bytes.',
  })
})

test('expands globs at any depth and says what it could not list', async () => {
  const root = makeRoot({ 'p/a.crt': '', 'p/b.key': '', 'p/e/c.crt': '', 'p/e/f/d.crt': '' })
  const host = await openHost(root)
  expect((await expandGlob(host, '/p/**/*.crt')).paths).toEqual([
    '/p/a.crt',
    '/p/e/c.crt',
    '/p/e/f/d.crt',
  ])
  expect((await expandGlob(host, '/p/*')).paths).toEqual(['/p/a.crt', '/p/b.key'])
  expect((await expandGlob(host, '/p/**')).paths).toHaveLength(4)
  chmodSync(join(root, 'p/e'), 0o000)
  // Root may list it all the same.
  const hidden = process.getuid?.() === 0 ? 0 : 1
  expect((await expandGlob(host, '/p/**/*.crt')).hidden).toHaveLength(hidden)
  chmodSync(join(root, 'p/e'), 0o755)
})

test('a file that is written while it is read is read again, and never told half', async () => {
  const big = 'a'.repeat(3_000_000)
  const root = makeRoot({ '/etc/once': big, '/etc/always': big })
  const host = await openHost(root)

  const reading = host.readText('/etc/once')
  await setImmediate()
  appendFileSync(join(root, '/etc/once'), 'b')
  expect(await reading).toEqual({ state: 'seen', value: `${big}b` })

  let isRead = false
  const always = host.readText('/etc/always').finally(() => {
    isRead = true
  })
  for (; !isRead; await setImmediate()) appendFileSync(join(root, '/etc/always'), 'b')
  expect(await always).toEqual({
    state: 'hidden',
    reason: '/etc/always changed each time while it was read; what it says is not known yet.',
  })
})
