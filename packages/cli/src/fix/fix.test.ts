/** Mended files: still the same documents with their comments, nothing newly failed, nothing written unasked. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding } from '@evenkeel/model'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { run } from '../program.ts'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-fix-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

const deployment = `# who owns it
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web # the shop
  namespace: shop
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      hostPID: true # to watch
      containers:
        # the first
        - name: main
          image: registry.example/web:1.0
          securityContext:
            privileged: true # for now
        - image: registry.example/side:1.0
          name: side
          securityContext: {allowPrivilegeEscalation: true}
---
# its service
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80}]}
`
const files = {
  'a.yaml': deployment,
  'windows.yaml': deployment.replaceAll('web', 'win').replaceAll('\n', '\r\n'),
  'anchors.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\nspec:\n  containers:\n    - name: a\n      image: a:1\n      securityContext: &sc {privileged: true}\n    - {name: b, image: b:1, securityContext: *sc}\n',
  'list.json': JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'List',
      items: ['x', 'y'].map((name) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'shop' },
        spec: { hostNetwork: true, containers: [{ name: 'c', image: 'c:1' }] },
      })),
    },
    null,
    2,
  ),
}
const target = join(folder, 'deploy')
mkdirSync(target)

function writeAll(): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(target, name), text)
}

const readAll = () =>
  Object.fromEntries(
    Object.keys(files).map((name) => [name, readFileSync(join(target, name), 'utf8')]),
  )

async function evenkeel(...args: string[]) {
  let out = ''
  let err = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text
    return true
  })
  const status = await run(['node', 'evenkeel', ...args])
  vi.restoreAllMocks()
  return { status, out, err }
}

async function failedIds(): Promise<Set<string>> {
  const { out } = await evenkeel('scan', target, '--format', 'ndjson')
  const findings: Finding[] = out
    .trim()
    .split('\n')
    .map((it) => JSON.parse(it))
  return new Set(findings.filter((it) => it.result.evaluation === 'failed').map((it) => it.id))
}

test('without --write a difference is printed and nothing is written', async () => {
  writeAll()
  const { status, out, err } = await evenkeel('fix', target)
  expect(status).toBe(0)
  expect(out).toContain('-      hostPID: true # to watch')
  expect(err).toContain('Nothing was written')
  expect(readAll()).toEqual(files)
})

test('with it fewer rules fail, none newly, and comments, line ends and documents stay', async () => {
  writeAll()
  const before = await failedIds()
  const { err } = await evenkeel('fix', target, '--write')
  const after = await failedIds()
  expect([...after].filter((it) => !before.has(it))).toEqual([])
  expect(after.size).toBeLessThan(before.size - 20)
  expect(err).toContain('shared by an anchor')
  const texts = readAll()
  for (const [name, text] of Object.entries(texts)) {
    const comments = (it: string) => (it.match(/# [a-z ]+/g) ?? []).sort()
    expect([name, comments(text)]).toEqual([name, comments(files[name as keyof typeof files])])
    const documents = parseAllDocuments(text)
    expect([...documents].flatMap((it) => it.errors)).toEqual([])
  }
  expect(texts['windows.yaml']?.replaceAll('\r\n', '')).not.toContain('\n')
  // What is done is done: the second run finds nothing more to change.
  expect((await evenkeel('fix', target)).out).toBe('')
})

test('a file keeps its mode, and a link stays one', async () => {
  const real = join(folder, 'real.yaml')
  const link = join(folder, 'link.yaml')
  writeFileSync(real, deployment)
  chmodSync(real, 0o640)
  symlinkSync('real.yaml', link)
  await evenkeel('fix', link, '--write')
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
  expect(lstatSync(real).mode & 0o777).toBe(0o640)
  expect(readFileSync(real, 'utf8')).not.toBe(deployment)
  expect(readdirSync(folder).filter((it) => it.endsWith('.partial'))).toEqual([])
})

test.each([
  [['fix', target, '--rule', 'pod-priviledged'], 'pod-privileged'],
  [['fix', '-'], 'standard input'],
  [['fix', target, '--write', '--dry-run'], 'contradict'],
])('%j is refused in a sentence', async (args, message) => {
  const { status, err } = await evenkeel(...args)
  expect([status, err]).toEqual([2, expect.stringContaining(message)])
})
