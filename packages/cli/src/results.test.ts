/** Results of before: differences, baselines, explanations, queries. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { run } from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-results-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

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

function pod(name: string, isPrivileged: boolean): string {
  return `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop}
spec:
  containers:
    - name: main
      image: registry.example/tool:1
      securityContext: {privileged: ${isPrivileged}}
`
}

const manifests = join(folder, 'pods.yaml')
const [first, second] = [join(folder, 'first.json'), join(folder, 'second.json')]
const rule = ['--rule', 'pod-privileged']
writeFileSync(manifests, pod('a', true) + pod('b', true) + pod('c', false) + pod('d', true))
await run(['node', 'evenkeel', 'scan', manifests, ...rule, '--format', 'json', '--output', first])
writeFileSync(manifests, pod('a', true) + pod('b', false) + pod('c', true))
await run(['node', 'evenkeel', 'scan', manifests, ...rule, '--format', 'json', '--output', second])

test('diff tells what failed newly, what is resolved and what is gone', async () => {
  const { out } = await evenkeel('diff', first, second, '--format', 'json')
  const { counts, differences } = JSON.parse(out)
  expect(counts).toEqual({ failed: 1, unknown: 0, resolved: 1, gone: 1 })
  expect(
    differences.map((it: { kind: string; finding: { resource: { name: string } } }) => [
      it.kind,
      it.finding.resource.name,
    ]),
  ).toEqual([
    ['failed', 'c'],
    ['resolved', 'b'],
    ['gone', 'd'],
  ])
  const table = await evenkeel('diff', first, second, '--fail-on-new')
  expect([table.status, table.out]).toEqual([1, expect.stringContaining('Failed newly (1)')])
  expect((await evenkeel('diff', first, first, '--fail-on-new')).status).toBe(0)
})

test('diff as Markdown', async () => {
  const { out } = await evenkeel('diff', first, second, '--format', 'markdown')
  expect(out).toContain('### Resolved (1)\n\n- **high** No container is privileged: `Pod shop/b`')
})

test.each([
  [['--fail-on-new', '--baseline', first], 1, /1 new failed finding/],
  [['--fail-on-new', '--baseline', second], 0, /^$/],
  [['--fail-on-new', '--fail-on', 'critical', '--baseline', first], 0, /^$/],
  [['--fail-on', 'high', '--baseline', second], 1, /2 failed findings/],
  [['--fail-on-new'], 2, /needs --baseline/],
  [['--fail-on-new', '--baseline', manifests], 2, /cannot be read/],
])('scan %j ends with %i', async (args, status, message) => {
  const ended = await evenkeel('scan', manifests, ...rule, ...args)
  expect([ended.status, ended.err]).toEqual([status, expect.stringMatching(message)])
})

test('explain says what was seen in one finding and what to do', async () => {
  const { findings } = JSON.parse(readFileSync(first, 'utf8'))
  const { out } = await evenkeel('explain', findings[0].id, '--from', first)
  expect(out).toContain('containers[0].securityContext.privileged is true, expected not true')
  expect(out).toContain('kubectl -n shop')
  const all = await evenkeel('explain', 'pod-privileged', '--from', first)
  expect(all.out.match(/failed, high, Pod/g)).toHaveLength(3)
})

test.each([
  [['explain', 'pod-priviledged'], 'pod-privileged'],
  [['explain', '00000000-0000-8000-8000-000000000000'], '--from'],
  [['explain', '00000000-0000-8000-8000-000000000000', '--from', first], 'there is no'],
  [['explain', 'pod-privileged', '--from', manifests], 'cannot be read'],
  [['diff', first, join(folder, 'nowhere.json')], 'nowhere.json cannot be read'],
])('%j is refused in a sentence', async (args, message) => {
  const { status, err } = await evenkeel(...args)
  expect([status, err]).toEqual([2, expect.stringContaining(message)])
})

test('a query chooses findings as the server does', async () => {
  const query = 'resource.name : a or (result.evaluation : passed and rule.severity >= medium)'
  const { out } = await evenkeel('scan', manifests, ...rule, '--query', query, '--format', 'ndjson')
  const names = out.trim().split('\n')
  expect(names.map((it) => JSON.parse(it).resource.name)).toEqual(['a', 'b'])
})

test('a query that does not parse costs no scan', async () => {
  const { status, err } = await evenkeel('scan', '/nowhere', '--query', 'a : b c : d')
  expect([status, err]).toEqual([2, expect.stringContaining('--query: Expected')])
})

test.each<[string[], (id: string) => boolean]>([
  [['--severity', 'critical', '--kind', 'Pod'], (id) => id === 'pod-runtime-socket'],
  [['--search', 'ANONYMOUS kubelet'], (id) => id.includes('kubelet')],
  [['--benchmark', 'cis-eks-1.8', '--assessment', 'automated'], (id) => id !== ''],
])('rules list %j', async (args, test) => {
  const { out } = await evenkeel('rules', 'list', ...args, '--format', 'json')
  const rules: { id: string }[] = JSON.parse(out)
  expect(rules.length).toBeGreaterThan(0)
  expect(rules.filter((it) => !test(it.id))).toEqual([])
})
