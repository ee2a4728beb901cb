/** The whole agent in one process, between a cluster's API and a server that are both fake. */

import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { CycleRequest } from '@evenkeel/model'
import { Value } from 'typebox/value'
import { afterEach, expect, test } from 'vitest'
import { type Answer, type FakeApi, startFakeApi, status } from '../../fixtures/fake-api.ts'
import { makeRoot } from '../../fixtures/make-root.ts'
import { type ConfigValues, readAgentConfig } from './config.ts'
import { runAgent } from './run-agent.ts'

const canary = 'cAnArY0123456789'
const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function startServer(
  answer: (line: string, count: number) => Answer | undefined = () => undefined,
) {
  const api = await startFakeApi((line, count) => {
    const own = answer(line, count)
    if (own) return own
    if (line.endsWith('/enrol'))
      return { body: { cluster: { id: 'c1', name: 'prod' }, credential: `credential-${count}` } }
    if (line.endsWith('/diff')) return { body: { resources: [], findings: [] } }
    return { body: { applied: true, findings_changed: 0, resources_changed: 0 } }
  })
  ends.push(api.close)
  return api
}

async function startKube() {
  let lease: { metadata: object; spec: object } | undefined
  const api = await startFakeApi((line, _count, body) => {
    if (line.includes('/leases')) {
      if (!line.startsWith('GET')) lease = JSON.parse(body)
      return lease ? { body: lease } : status(404, 'none')
    }
    if (line.includes('watch=true')) return status(404, 'no watch')
    if (line === 'GET /version') return { body: { gitVersion: 'v1.34.1' } }
    if (line.startsWith('GET /api/v1/namespaces?'))
      return { body: { metadata: {}, items: [{ metadata: { name: 'kube-system', uid: 'u' } }] } }
    return line.includes('?limit=') ? { body: { metadata: {}, items: [] } } : status(404, 'none')
  })
  ends.push(api.close)
  return api
}

interface Cycle {
  scope: string
  period_ms: number
  coverage: { gaps: { source: string; reason: string }[]; excluded_namespaces?: string[] }
  is_complete: boolean
}

function cyclesOf(api: FakeApi): Cycle[] {
  return api.requests
    .filter(({ line }) => line.endsWith('/cycles'))
    .map(({ body, headers }) => {
      const raw = Buffer.from(body, 'latin1')
      const text = headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw
      const cycle: unknown = JSON.parse(text.toString('utf8'))
      expect([...Value.Errors(CycleRequest, cycle)]).toEqual([])
      return cycle as Cycle
    })
}

async function until(what: () => unknown): Promise<void> {
  for (let tries = 0; !what(); tries += 1) {
    if (tries > 400) throw new Error('It did not come about.')
    await sleep(25)
  }
}

function start(flags: ConfigValues, kubeUrl?: string) {
  const root = makeRoot({
    'host/proc/1/cmdline': ['kubelet', `--token=${canary}`],
    token: 'enrolment-token',
    none: 'apiVersion: v1\n',
    kubeconfig: `current-context: a
contexts: [{name: a, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: "${kubeUrl}"}}]
users: [{name: u, user: {token: ${canary}}}]
`,
  })
  const given = {
    'host-root': join(root, 'host'),
    'token-file': join(root, 'token'),
    'node-name': 'n1',
    port: '0',
    period: '1h',
    namespace: 'evenkeel',
    ...(kubeUrl
      ? { kubeconfig: join(root, 'kubeconfig') }
      : { 'kube-scope': 'never', kubeconfig: join(root, 'none') }),
    ...flags,
  }
  const read = () => readAgentConfig(given, {})
  const result = read()
  if ('mistakes' in result) throw new Error(result.mistakes.join('\n'))
  const lines: string[] = []
  const stop = new AbortController()
  const done = runAgent(result.config, stop.signal, {
    version: '1.0.0',
    readConfig: read,
    logDestination: { write: (line: string) => void lines.push(line) },
  })
  return {
    lines,
    done,
    stop: () => {
      stop.abort()
      return done
    },
  }
}

test('sends the node and, as the leader, the cluster, then stops at once', async () => {
  const server = await startServer()
  const kube = await startKube()
  const agent = start({ server: server.url }, kube.url)
  await until(() => new Set(cyclesOf(server).map(({ scope }) => scope)).size === 2)
  expect(
    cyclesOf(server)
      .map(({ scope, is_complete }) => `${scope} ${is_complete}`)
      .sort(),
  ).toEqual(['kube-api true', 'node/n1 true'])
  await agent.stop()
  const text = agent.lines.join('') + server.requests.map(({ body }) => body).join('')
  expect(text).not.toContain(canary)
  expect(text).not.toContain('enrolment-token')
})

test('waits for a server that is away, and then sends', async () => {
  const server = await startServer((line, count) =>
    line.endsWith('/diff') && count < 2
      ? { ...status(503, 'busy'), headers: { 'retry-after': '0' } }
      : undefined,
  )
  const agent = start({ server: server.url })
  await until(() => cyclesOf(server).length === 1)
  await agent.stop()
})

test('keeps what the server did not take over a restart, and keeps no secret', async () => {
  const server = await startServer((line) =>
    line.endsWith('/diff')
      ? { ...status(503, 'busy'), headers: { 'retry-after': '0' } }
      : undefined,
  )
  const state = makeRoot({ here: '' })
  const flags = { server: server.url, 'credential-file': join(state, 'credential') }
  const spool = join(state, 'spool', 'node')
  const waiting = () => (existsSync(spool) ? readdirSync(spool) : [])
  const first = start(flags)
  await until(() => waiting().some((name) => name.endsWith('-whole.cycle')))
  await first.stop()
  expect(cyclesOf(server)).toEqual([])
  const kept = waiting().map((name) => readFileSync(join(spool, name)).subarray(100))
  expect(kept.map((it) => gunzipSync(it).toString()).join('')).not.toContain(canary)

  // It knows its cluster, so it neither needs to enrol nor waits for it.
  const enrolments = server.requests.filter(({ line }) => line.endsWith('/enrol')).length
  const again = await startServer((line) =>
    line.endsWith('/enrol') ? status(500, 'none') : undefined,
  )
  const second = start({ ...flags, server: again.url })
  await until(() => cyclesOf(again).length > 0 && waiting().length === 0)
  expect(cyclesOf(again)[0]).toMatchObject({ scope: 'node/n1', is_complete: true })
  expect(enrolments).toBe(1)
  await second.stop()
})

test('without a server it evaluates and counts', async () => {
  const agent = start({})
  await until(() => agent.lines.some((line) => line.includes('A cycle ended.')))
  await agent.stop()
})

test('a broken kubeconfig ends it with a sentence', async () => {
  const root = makeRoot({ kubeconfig: 'clusters: [\n' })
  const agent = start({ kubeconfig: join(root, 'kubeconfig'), 'kube-scope': 'always' })
  await expect(agent.done).rejects.toThrow(/kubeconfig:2:1 is not YAML/)
})

test('takes over a changed file, and goes on with the settings before a bad one', async () => {
  const server = await startServer()
  const kube = await startKube()
  const root = makeRoot({ first: 'node-scope: off\n' })
  const file = join(root, 'agent.yaml')
  // As the kubelet writes a ConfigMap: links of which one is turned.
  const turn = (name: string): void => {
    symlinkSync(name, join(root, 'turned'))
    renameSync(join(root, 'turned'), join(root, '..data'))
  }
  turn('first')
  symlinkSync('..data', file)
  const agent = start({ server: server.url, config: file }, kube.url)
  const scopes = () => cyclesOf(server).map(({ scope }) => scope)
  await until(() => scopes().includes('kube-api'))
  expect(scopes()).not.toContain('node/n1')

  const last = (scope: string) => cyclesOf(server).findLast((it) => it.scope === scope)
  writeFileSync(join(root, 'second'), 'node-scope: on\nperiod: 2h\nexclude-namespaces: "a,b"\n')
  turn('second')
  await until(() => scopes().includes('node/n1'))
  await until(() => last('kube-api')?.coverage.excluded_namespaces?.join() === 'a,b')
  // The period was given as a flag, which comes before the file.
  expect(last('kube-api')?.period_ms).toBe(3_600_000)

  writeFileSync(join(root, 'third'), 'node-scope: on\nport: 1\nlog-level: loud\n')
  turn('third')
  const gapOf = (scope: string) =>
    last(scope)?.coverage.gaps.find(({ source }) => source === `${file}:3`)
  await until(() => gapOf('kube-api') && gapOf('node/n1'))
  expect(gapOf('node/n1')?.reason).toMatch(
    /^The settings before it hold: log-level is "loud" \(.*:3\); it must be one of/,
  )
  expect(last('kube-api')?.coverage.excluded_namespaces).toEqual(['a', 'b'])

  writeFileSync(join(root, 'fourth'), 'node-scope: on\nnode-name: other\ncluster: x\n')
  turn('fourth')
  await until(() => last('node/n1') && !gapOf('node/n1') && !gapOf('kube-api'))
  await agent.stop()
  expect(agent.lines.join('')).toContain('says of cluster holds when the agent starts anew.')
})
