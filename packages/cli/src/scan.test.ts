/** Scans of manifests, a node and snapshots: findings, gates, exit status, bad input. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import type { ScanResult } from './formats/result.ts'
import { run } from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-scan-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())
const node = resolve(import.meta.dirname, '../../agent/fixtures/kubeadm-node')

interface Outcome {
  status: number
  out: string
  err: string
}

/** The command in this process, with its result in a file. */
async function evenkeel(...args: string[]): Promise<Outcome> {
  const output = join(folder, 'out')
  rmSync(output, { force: true })
  let err = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text
    return true
  })
  const isScan = args[0] === 'scan'
  const status = await run(['node', 'evenkeel', ...args, ...(isScan ? ['--output', output] : [])])
  vi.restoreAllMocks()
  return { status, out: isScan ? read(output) : '', err }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function write(name: string, text: string | Buffer): string {
  const path = join(folder, name)
  mkdirSync(resolve(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return path
}

const scanJson = async (...args: string[]): Promise<ScanResult> => {
  const { out, err } = await evenkeel('scan', '--format', 'json', ...args)
  expect([out === '', err]).toEqual([false, ''])
  return JSON.parse(out)
}

const privileged = write(
  'pods/privileged.yaml',
  `apiVersion: v1
kind: Pod
metadata:
  name: tool
  namespace: shop
spec:
  containers:
    - name: main
      image: registry.example/tool:1
      securityContext:
        privileged: true
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
`,
)

test('a privileged pod fails, with its place', async () => {
  const result = await scanJson(privileged)
  const finding = result.findings.find((it) => it.rule.id === 'pod-privileged')
  expect(finding?.result.evaluation).toBe('failed')
  expect(finding?.resource.source).toMatchObject({ file: privileged, line: expect.any(Number) })
  expect(finding?.rule).toMatchObject({ number: '5.2.2' })
  expect(result.coverage.expected).toBe(result.findings.length)
})

test('the recorded node has findings of all components', async () => {
  const result = await scanJson('node', '--root', node)
  const sections = new Set(result.findings.map((it) => it.rule.section))
  for (const section of ['API Server', 'Kubelet', 'Scheduler', 'Controller Manager'])
    expect(sections).toContain(section)
  const profiling = result.findings.find((it) => it.rule.id === 'apiserver-profiling')
  expect(profiling?.result).toMatchObject({
    evaluation: 'failed',
    evidence: [expect.objectContaining({ source: expect.objectContaining({ kind: 'default' }) })],
  })
})

test('--fixes tries each fix and shows the patch', async () => {
  const { out } = await evenkeel('scan', privileged, '--rule', 'pod-privileged', '--fixes')
  expect(out).toContain(
    'fix verified: [{"op":"replace","path":"/spec/containers/0/securityContext/privileged","value":false}]',
  )
})

test('--explain shows every setting with where it came from', async () => {
  const { status, out } = await evenkeel('scan', 'node', '--root', node, '--explain', 'kubelet')
  expect(status).toBe(0)
  expect(out).toMatch(/authentication\.anonymous\.enabled +false +config-file \S+config\.yaml:\d+/)
  expect(out).toMatch(/makeIPTablesUtilChains +true +default/)
  const { err } = await evenkeel('scan', 'node', '--root', node, '--explain', 'kubelte')
  expect(err).toContain('There is no component kubelte; there are ')
})

test('a snapshot gives the findings of the original, byte for byte', async () => {
  const snapshot = join(folder, 'node.snapshot.gz')
  await evenkeel('collect', 'node', '--root', node, '--output', snapshot)
  const original = await evenkeel('scan', 'node', '--root', node, '--format', 'json')
  const again = await evenkeel('scan', snapshot, '--format', 'json')
  expect(original.out.length).toBeGreaterThan(1000)
  expect(again.out).toBe(original.out)
})

test('a snapshot cut in half says how much of it can be read', async () => {
  const snapshot = join(folder, 'node.snapshot.gz')
  const half = write('half.gz', readFileSync(snapshot).subarray(0, 2000))
  const { status, err, out } = await evenkeel('scan', half)
  expect([status, out]).toEqual([2, ''])
  expect(err).toContain('ends too early or is damaged')
})

test.each([
  [['--fail-on', 'high'], 1],
  [['--fail-on', 'high', '--rule', 'pod-host-pid'], 0],
  [['--min-score', '99.5'], 1],
  [['--min-score', '0'], 0],
  [['--min-coverage', '100'], 0],
])('gates %j end with %i', async (args, status) => {
  expect((await evenkeel('scan', privileged, ...args)).status).toBe(status)
})

test('a folder without manifests evaluates nothing, and that is no success', async () => {
  mkdirSync(join(folder, 'empty'), { recursive: true })
  expect((await evenkeel('scan', join(folder, 'empty'))).status).not.toBe(0)
})

test('a rule file that is too large is named, not left out', async () => {
  const path = write('large/rule.rego', Buffer.alloc(5 * 1024 * 1024, '#'))
  const { status, err } = await evenkeel('scan', privileged, '--rules', path)
  expect([status, err]).toEqual([2, expect.stringContaining(`${path} is larger than 4 MB`)])
})

test('a path that is not there is unreadable input', async () => {
  const { status, out } = await evenkeel('scan', join(folder, 'absent.yaml'))
  expect(status).toBe(2)
  expect(out).toContain('absent.yaml is not there')
})

test('a broken manifest is named with its place, and the others are evaluated', async () => {
  write('mixed/a.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a\nspec: [\n')
  write('mixed/b.yaml', readFileSync(privileged))
  const { status, out } = await evenkeel('scan', join(folder, 'mixed'), '--format', 'json')
  const result: ScanResult = JSON.parse(out)
  expect(result.coverage.gaps[0]?.source).toMatch(/a\.yaml:\d+:\d+$/)
  expect(result.findings.some((it) => it.rule.id === 'pod-privileged')).toBe(true)
  expect(status).toBe(2)
})

test('the table names rules, resources and the score', async () => {
  const { out } = await evenkeel('scan', privileged)
  expect(out).toMatch(/high .*5\.2\.2 .*: 1 failed/)
  expect(out).toMatch(/Pod shop\/tool {2}.*privileged\.yaml:\d+/)
  expect(out).toMatch(/Score {2}\d+\.\d %/)
  expect(out).not.toContain('\u001b')
})

test('control characters in names do not reach the terminal', async () => {
  const path = write(
    'evil.json',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: '\u001b[2Jx' },
      spec: { hostPID: true, containers: [] },
    }),
  )
  expect((await evenkeel('scan', path)).out).not.toContain('\u001b')
})

test.each([
  [
    ['scan', '--benchmark', 'cis-kubernetes-1.21', privileged],
    'There is no benchmark cis-kubernetes-1.21; nearest: ',
  ],
  [
    ['scan', '--rule', 'pod-priviledged', privileged],
    'There is no rule pod-priviledged; nearest: pod-privileged',
  ],
  [['scan', '--rules', join(folder, 'nowhere'), privileged], 'nowhere cannot be read'],
  [['scan', 'node', privileged], '`node` is a target by itself'],
  [['scan', '--kubeconfig', '/nowhere/config'], '/nowhere/config'],
])('%j is refused in a sentence', async (args, message) => {
  const { status, err } = await evenkeel(...args)
  expect(status).toBe(2)
  expect(err).toContain(message)
  expect(err.trim().split('\n')).toHaveLength(1)
})

test('a kubeconfig that does not parse is named with its line', async () => {
  const path = write('kubeconfig', 'apiVersion: v1\nclusters:\n  - name: "a\n    cluster: {\n')
  const { status, err } = await evenkeel('scan', '--kubeconfig', path)
  expect([status, err]).toEqual([2, expect.stringMatching(/kubeconfig.*\d/)])
})

test('a cluster that does not answer is named', async () => {
  const path = write('refused', kubeconfigFor('http://127.0.0.1:9'))
  const { status, err } = await evenkeel('scan', '--kubeconfig', path)
  expect(status).toBe(2)
  expect(err).toContain('http://127.0.0.1:9')
})

test('a cluster that forbids half shows half as unknown', async () => {
  const server = createServer((request, response) => {
    const url = request.url ?? ''
    const isForbidden =
      url.includes('/roles') || url.includes('/clusterrole') || url.includes('/rolebindings')
    response.writeHead(isForbidden ? 403 : 200, { 'content-type': 'application/json' })
    const body = url.startsWith('/version')
      ? { gitVersion: 'v1.35.4' }
      : url.includes('/namespaces/kube-system')
        ? { metadata: { uid: 'aaaaaaaa-0000-4000-8000-000000000000' } }
        : { kind: 'List', metadata: {}, items: [] }
    response.end(JSON.stringify(isForbidden ? { kind: 'Status', message: 'no' } : body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  try {
    const result = await scanJson(
      '--kubeconfig',
      write('half-forbidden', kubeconfigFor(`http://127.0.0.1:${port}`)),
    )
    const rbac = result.findings.filter((it) => it.rule.id.startsWith('rbac-'))
    expect(rbac.length).toBeGreaterThan(0)
    expect(rbac.filter((it) => it.result.evaluation === 'passed')).toEqual([])
    expect(result.coverage.gaps.length).toBeGreaterThan(0)
    expect(result.coverage.evaluated).toBeLessThan(result.coverage.expected)
  } finally {
    server.close()
  }
})

test('a full disk is said, and no half file is left', async () => {
  const { status, err } = await evenkeel(
    'collect',
    'node',
    '--root',
    node,
    '--output',
    '/dev/full/x.gz',
  )
  expect([status, err]).toEqual([2, expect.stringContaining('/dev/full/x.gz')])
})

test('a List dump, also compressed, is scanned', async () => {
  const items = ['a', 'b'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'x' },
    spec: { hostPID: true, containers: [{ name: 'c', image: 'i' }] },
  }))
  const path = write(
    'dump.json.gz',
    gzipSync(JSON.stringify({ apiVersion: 'v1', kind: 'List', items })),
  )
  const result = await scanJson('--rule', 'pod-host-pid', path)
  expect(result.findings.map((it) => [it.resource.name, it.result.evaluation])).toEqual([
    ['a', 'failed'],
    ['b', 'failed'],
  ])
})

test('--version answers without loading anything', () => {
  const bin = resolve(import.meta.dirname, '../bin/evenkeel.mjs')
  const { version } = JSON.parse(
    readFileSync(resolve(import.meta.dirname, '../package.json'), 'utf8'),
  )
  expect(execFileSync(process.execPath, [bin, '--version'], { encoding: 'utf8' }).trim()).toBe(
    version,
  )
})

function kubeconfigFor(server: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'x',
    contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
    clusters: [{ name: 'x', cluster: { server } }],
    users: [{ name: 'x', user: {} }],
  })
}
