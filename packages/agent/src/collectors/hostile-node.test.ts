/** Whatever lies where a configuration should be: no hang, no crash, no verdict, one gap with its place. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createEvaluator, loadRules } from '@evenkeel/benchmarks'
import { expect, onTestFinished, test } from 'vitest'
import { collect } from '../../fixtures/collect-node.ts'
import { makeRoot } from '../../fixtures/make-root.ts'

const config = 'etc/k.yaml'
const bomb = [
  'a: &a [x,x,x,x,x,x,x,x,x,x]',
  ...'bcdefgh'.split('').map((name, i) => {
    const item = `*${'abcdefgh'[i]}`
    return `${name}: &${name} [${Array(10).fill(item).join(',')}]`
  }),
].join('\n')

const cases: [name: string, make: (path: string) => unknown, reason: RegExp][] = [
  ['a FIFO', (path) => execFileSync('mkfifo', [path]), /is a fifo, not a file/],
  ['a socket', listen, /is a socket, not a file/],
  ['a folder', (path) => mkdirSync(path), /is a directory, not a file/],
  ['a link to itself', (path) => symlinkSync('k.yaml', path), /symbolic links/],
  ['a link that leads nowhere', (path) => symlinkSync('/absent', path), /is not there/],
  [
    'text that is not UTF-8',
    (path) => writeFileSync(path, Buffer.from([0x61, 0x3a, 0xff])),
    /is not UTF-8/,
  ],
  ['UTF-16', (path) => writeFileSync(path, Buffer.from('\ufeffa: b', 'utf16le')), /is not UTF-8/],
  ['aliases that multiply', (path) => writeFileSync(path, bomb), /[Aa]lias/],
  ['neither YAML nor JSON', (path) => writeFileSync(path, 'a: [1\nb: {'), /neither YAML nor JSON/],
  ['10 MB', (path) => writeFileSync(path, `a: ${'x'.repeat(10_000_000)}`), /larger than/],
]

const ruleSet = loadRules()
const evaluator = createEvaluator(ruleSet, {
  cluster: { id: 'c', name: 'c' },
  rules: ['kubelet-anonymous-auth', 'kubelet-read-only-port'],
})

test.each(cases)('a configuration of the kubelet that is %s', async (_, make, reason) => {
  const root = makeRoot({
    'proc/1/cmdline': ['kubelet', `--config=/${config}`],
    'etc/hostname': 'n',
  })
  await make(join(root, config))
  const { resources, data } = await collect(root)
  expect(data?.components.kubelet.documents.config).toMatchObject({
    path: `/${config}`,
    gap: expect.stringMatching(reason),
  })
  const findings = resources.flatMap((resource) => evaluator.evaluate(resource))
  expect(findings.map(({ result }) => result.evaluation)).toEqual(['unknown', 'unknown'])
  for (const { result } of findings) expect(result.reason).toContain(config)
})

test('a ring of folders among the certificates ends', async () => {
  const root = makeRoot({
    'proc/1/cmdline': ['kube-apiserver'],
    'etc/kubernetes/admin.conf': '',
    'etc/kubernetes/pki/a.crt': '',
    'etc/kubernetes/pki/again': { link: '/etc/kubernetes/pki' },
  })
  const { data } = await collect(root)
  const found = data?.files.filter(({ key }) => key === 'pki_certs') ?? []
  expect(found.length).toBeGreaterThan(0)
  expect(found.length).toBeLessThan(20)
})

test('people of any encoding do not hide the owners', async () => {
  const root = makeRoot({ 'proc/1/cmdline': ['kubelet'], 'etc/kubernetes/kubelet.conf': '' })
  writeFileSync(join(root, 'etc/passwd'), Buffer.from('root:x:0:0:J\xf6rg:/:\n', 'latin1'))
  const { data } = await collect(root)
  expect(data?.files.some((it) => 'owner' in it)).toBe(true)
})

async function listen(path: string): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(path, resolve))
  onTestFinished(() => void server.close())
}
