/** Exceptions of a scan: what they accept, what they do to gates, and which of them are said. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding } from '@evenkeel/model'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { run } from '../program.ts'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-exceptions-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

function pod(name: string, annotations = '{}'): string {
  return `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop, labels: {team: ${name}-team}, annotations: ${annotations}}
spec:
  hostPID: true
  containers: [{name: main, image: registry.example/tool:1, securityContext: {privileged: true}}]
`
}

async function scan(...args: string[]) {
  let err = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text
    return true
  })
  const output = join(folder, 'out.json')
  rmSync(output, { force: true })
  const rules = ['--rule', 'pod-privileged', '--rule', 'pod-host-pid']
  const format = ['--format', 'json', '--output', output]
  const status = await run(['node', 'evenkeel', 'scan', ...rules, ...args, ...format])
  vi.restoreAllMocks()
  if (status === 2) return { status, err, accepted: [], counts: undefined }
  const { findings, accepted } = JSON.parse(readFileSync(output, 'utf8'))
  const those = findings.filter((it: Finding) => it.exception)
  return {
    status,
    err,
    accepted: those.map(
      (it: Finding) => `${it.rule.id} ${it.resource.name} ${it.exception?.owner}`,
    ),
    counts: accepted?.failed,
  }
}

const pods = write('pods.yaml', pod('a') + pod('b'))

test('a query and a rule with a pattern accept what they name', async () => {
  const file = write(
    'both.yaml',
    `version: 1
exceptions:
  - query: "rule.id : pod-host-pid and resource.labels.team : a-team"
    reason: It watches processes
    owner: team-a
  - rule: pod-privileged
    resource: "*/shop/b"
    reason: A driver
    owner: team-b
    until: 2999-01-01
`,
  )
  const result = await scan(pods, '--exceptions', file, '--fail-on', 'high')
  expect(result.accepted.sort()).toEqual(['pod-host-pid a team-a', 'pod-privileged b team-b'])
  expect([result.counts, result.status]).toEqual([2, 1])
})

test('what is accepted breaks no gate, neither by severity nor by score', async () => {
  const file = write(
    'all.yaml',
    'version: 1\nexceptions: [{query: "resource.namespace : shop", reason: a test, owner: me}]\n',
  )
  const gates = ['--fail-on', 'info', '--min-score', '1']
  expect((await scan(pods, ...gates)).status).toBe(1)
  // Everything failed and everything is accepted: no score is left to hold against the bound.
  const result = await scan(pods, '--exceptions', file, '--fail-on', 'info')
  expect([result.status, result.counts]).toEqual([0, 4])
})

test('one that has run out or accepts nothing is said and accepts nothing', async () => {
  const file = write(
    'old.yaml',
    `version: 1
exceptions:
  - {query: "resource.name : a", reason: for now, owner: me, until: 2020-01-31}
  - {query: "resource.name : nowhere", reason: for ever, owner: you}
`,
  )
  const { accepted, err } = await scan(pods, '--exceptions', file)
  expect(accepted).toEqual([])
  expect(err).toContain(`${file}:3: the exception ended on 2020-01-31`)
  expect(err).toContain(`${file}:4: the exception accepts nothing that failed (you)`)
})

test('annotations accept on their own object alone', async () => {
  const annotation = '{except.evenkeel.io/pod-privileged: "owner=team-a until=2999-01-01 a driver"}'
  const wrong = `{except.evenkeel.io/pod-privileged: "owner=x", except.evenkeel.io/pod-priv: "why", except.evenkeel.io/pod-host-pid: "until=soon why"}`
  const file = write('annotated.yaml', pod('a', annotation) + pod('b', wrong))
  const result = await scan(file)
  expect(result.accepted).toEqual(['pod-privileged a team-a'])
  expect(result.err).toContain('it says no reason')
  expect(result.err).toContain('no rule pod-priv was evaluated')
  expect(result.err).toContain('"soon" is no day')
  expect((await scan(file, '--no-annotations')).accepted).toEqual([])
})

test.each([
  ['version: 2\nexceptions: []\n', ':1: /version'],
  [
    'version: 1\nexceptions:\n  - {query: "a : b c : d", reason: x, owner: y}\n',
    ':3: /exceptions/0/query',
  ],
  ['version: 1\nexceptions:\n  - {query: "a : b", reason: x}\n', 'It lacks owner'],
  ['version: 1\nexceptions: [', 'broken.yaml:2: Flow sequence'],
])('%j stops the scan with its place', async (text, message) => {
  const file = write('broken.yaml', text)
  const { status, err } = await scan(pods, '--exceptions', file)
  expect([status, err]).toEqual([2, expect.stringContaining(message)])
})

test('the exceptions of a server, with its token', async () => {
  const seen: (string | undefined)[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.url} ${request.headers.authorization}`)
    if (request.headers.authorization !== 'Bearer right') response.writeHead(401)
    response.end(
      'version: 1\nexceptions: [{query: "resource.name : a", reason: known, owner: server}]\n',
    )
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  try {
    expect((await scan(pods, '--exceptions-from', url)).err).toContain('$EVENKEEL_API_TOKEN')
    vi.stubEnv('EVENKEEL_API_TOKEN', 'wrong')
    expect((await scan(pods, '--exceptions-from', url)).err).toContain('it answered 401')
    vi.stubEnv('EVENKEEL_API_TOKEN', 'right')
    const { accepted } = await scan(pods, '--exceptions-from', `${url}/`)
    expect(accepted).toEqual(['pod-host-pid a server', 'pod-privileged a server'])
    expect(seen.at(-1)).toBe('/api/v1/exceptions.yaml Bearer right')
  } finally {
    server.close()
  }
  expect((await scan(pods, '--exceptions-from', url)).err).toContain('did not give its exceptions')
})
