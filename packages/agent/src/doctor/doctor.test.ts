/** What the agent's examination says of an ailing setup. */
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type Answer, startFakeApi, status } from '../../fixtures/fake-api.ts'
import { makeRoot } from '../../fixtures/make-root.ts'
import { readAgentConfig } from '../daemon/config.ts'
import { diagnose } from './doctor.ts'

const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

interface Setup {
  answer?: (line: string, body: string) => Answer | undefined
  files?: Record<string, string[]>
  flags?: Record<string, string>
}

/** The answer to a request that cannot be meant, of a server that takes the token. */
const enrolment = (version: string): Answer => ({
  ...status(400, 'no node'),
  headers: { 'evenkeel-version': version },
})

/** A cluster that allows what a reader needs, with a server beside it. */
async function examine({ answer = () => undefined, files = {}, flags = {} }: Setup = {}) {
  const api = await startFakeApi((line, _count, body) => {
    const own = answer(line, body)
    if (own) return own
    if (line.endsWith('/enrol')) return enrolment('1.2.9')
    if (line.endsWith('/version')) return { body: { gitVersion: 'v1.35.4' } }
    if (line.endsWith('/selfsubjectaccessreviews')) return review(!isExcess(body))
    return { body: {} }
  })
  ends.push(api.close)
  const root = makeRoot({
    'host/proc/1/cmdline': ['kubelet'],
    ...files,
    token: 'x',
    kubeconfig: `current-context: a
contexts: [{name: a, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: "${api.url}"}}]
users: [{name: u, user: {token: t}}]
`,
    'host/.evenkeel-recorded.json': JSON.stringify({ version: 1, visible: ['/proc'], files: {} }),
  })
  const given = {
    server: api.url,
    'token-file': join(root, 'token'),
    'credential-file': join(root, 'credential'),
    kubeconfig: join(root, 'kubeconfig'),
    'host-root': join(root, 'host'),
    namespace: 'ek',
    ...flags,
  }
  const result = readAgentConfig(given, {})
  if ('mistakes' in result) throw new Error(result.mistakes.join())
  const seen: string[] = []
  const all: string[] = []
  for await (const { subject, state, message } of diagnose(result.config, '1.2.3')) {
    all.push(`${state} ${subject}: ${message}`)
    if (state !== 'well') seen.push(`${subject}: ${message}`)
  }
  return { seen: seen.filter((line) => !line.startsWith('files: ')), all, lines: api.requests }
}

const review = (allowed: boolean): Answer => ({ body: { status: { allowed } } })
const isExcess = (body: string) =>
  asks(body, 'list', 'secrets') ||
  asks(body, 'create', 'pods') ||
  body.includes('"subresource":"proxy"')

/** Whether the review asks for the verb on the resource. */
const asks = (body: string, verb: string, resource: string) =>
  body.includes(`"resource":"${resource}"`) && body.includes(`"verb":"${verb}"`)

test('finds nothing wrong with a setup that is well but for its mounts', async () => {
  const { seen, all, lines } = await examine()
  expect(seen).toEqual([])
  expect(all).toContain(
    "limited files: /var/lib/kubelet is not mounted; mount it read-only from the host. It is needed for: the kubelet's configuration.",
  )
  expect(all.join('\n')).toMatch(/well agent: This is the agent 1\.2\.3/)
  expect(all.join('\n')).toMatch(/well server: The server takes the enrolment token/)
  expect(all.join('\n')).toMatch(/well state: .* can be written, \d+ MB free/)
  // It lists nothing, and sends no finding.
  const writes = lines.map(({ line }) => line).filter((line) => !line.startsWith('GET'))
  expect(new Set(writes.map((line) => line.split('/').at(-1)))).toEqual(
    new Set(['enrol', 'selfsubjectaccessreviews']),
  )
})

const ailing: [name: string, setup: Setup, expected: RegExp[]][] = [
  [
    'a kind that may not be listed',
    { answer: (_, body) => (asks(body, 'list', 'pods') ? review(false) : undefined) },
    [
      /^permissions: Pod may not be listed, so \d+ rules are unknown of it \(.*\); grant list on pods of the API group ""\.$/,
    ],
  ],
  [
    'a kind that may not be watched',
    { answer: (_, body) => (asks(body, 'watch', 'roles') ? review(false) : undefined) },
    [/^permissions: Role may not be watched, .*; grant watch on roles of the API group rbac/],
  ],
  [
    'an add-on that is installed, beside one that is not',
    {
      answer: (line, body) => {
        if (asks(body, 'list', 'ciliumnetworkpolicies')) return review(false)
        if (asks(body, 'list', 'clusterpolicies')) return review(false)
        if (line === 'GET /apis/cilium.io/v2')
          return { body: { resources: [{ name: 'ciliumnetworkpolicies' }] } }
        return line.startsWith('GET /apis/kyverno.io') ? status(404, 'none') : undefined
      },
    },
    [/^permissions: CiliumNetworkPolicy may not be listed.*; grant list on ciliumnetworkpolicies/],
  ],
  [
    'the Lease',
    { answer: (_, body) => (asks(body, 'update', 'leases') ? review(false) : undefined) },
    [
      /^permissions: The Lease of the leader may not be held, .*; grant update on leases .* in ek\.$/,
    ],
  ],
  [
    'a right that a reader should not have',
    { answer: (_, body) => (asks(body, 'list', 'secrets') ? review(true) : undefined) },
    [/^permissions: Who runs here may read every Secret, which the agent never does;/],
  ],
  [
    'the server and the clock',
    {
      answer: (line) =>
        line.endsWith('/healthz')
          ? { status: 502, headers: { date: 'Thu, 01 Jan 2015 00:00:00 GMT' } }
          : undefined,
    },
    [
      /^server: The server .* answers with status 502; is the address right\?$/,
      /^clock: The clock differs from the server's by \d+ s/,
    ],
  ],
  [
    'a token that ran out',
    { answer: (line) => (line.endsWith('/enrol') ? status(401, 'no') : undefined) },
    [/^server: The server refuses the enrolment token in .*: it ran out or was taken back;/],
  ],
  [
    'a server of before this agent',
    { answer: (line) => (line.endsWith('/enrol') ? enrolment('1.1.0') : undefined) },
    [/^server: The agent 1\.2\.3 is newer than the server 1\.1\.0, .*; update the server\.$/],
  ],
  [
    'a server of after this agent',
    { answer: (line) => (line.endsWith('/enrol') ? enrolment('2.0.0') : undefined) },
    [/^server: The agent 1\.2\.3 is older than the server 2\.0\.0, .*; apply the manifest/],
  ],
  [
    'a spool that is larger than the disk',
    { flags: { 'spool-size': '900000Gi' } },
    [/^state: .* MB free of the \d+ MB that it may need, so cycles .* are lost .*; make room\.$/],
  ],
  [
    'a server that is not there',
    { flags: { server: 'http://127.0.0.1:1' } },
    [/^server: The server http:\/\/127\.0\.0\.1:1 cannot be reached: .*ECONNREFUSED.*firewalls\.$/],
  ],
  [
    'an authority that cannot be read',
    { flags: { 'server-ca-file': '/nowhere/ca.crt' } },
    [/^server: The certificate of EVENKEEL_SERVER_CA_FILE: ENOENT/],
  ],
  [
    'no place for its state',
    { flags: { 'credential-file': '/proc/nowhere/credential' } },
    [
      /^state: \/proc\/nowhere cannot be written, so a restart enrols anew: .*; mount a volume there/,
      /^state: \/proc\/nowhere\/spool cannot be written, so cycles .*; mount a volume there/,
    ],
  ],
  [
    'no component',
    { files: { 'host/proc/1/cmdline': ['init'] } },
    [/^processes: No Kubernetes component is among the processes/],
  ],
  [
    'an old cluster',
    {
      answer: (line) =>
        line.endsWith('/version') ? { body: { gitVersion: 'v1.21.0' } } : undefined,
    },
    [/^kube-api: .* is Kubernetes v1\.21\.0; rules are written for 1\.24 and newer, upgrade it\.$/],
  ],
]

test.each(ailing)('names %s', async (_, setup, expected) => {
  const { seen } = await examine(setup)
  expect(seen).toEqual(expected.map((it) => expect.stringMatching(it)))
})
