/** What the agent's examination says of an ailing setup. */
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type Answer, startFakeApi, status } from '../../fixtures/fake-api.ts'
import { makeRoot } from '../../fixtures/make-root.ts'
import { readAgentConfig } from './config.ts'
import { diagnose } from './doctor.ts'

const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function examine(
  answer: (line: string) => Answer | undefined,
  files: Record<string, string[]>,
) {
  const api = await startFakeApi(
    (line) =>
      answer(line) ??
      (line.includes('?limit=') ? { body: { metadata: {}, items: [] } } : { body: {} }),
  )
  ends.push(api.close)
  const root = makeRoot({
    ...files,
    token: 'x',
    kubeconfig: `current-context: a
contexts: [{name: a, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: "${api.url}"}}]
users: [{name: u, user: {token: t}}]
`,
    'host/.evenkeel-recorded.json': JSON.stringify({ version: 1, visible: ['/proc'], files: {} }),
  })
  const flags = {
    server: api.url,
    'token-file': join(root, 'token'),
    kubeconfig: join(root, 'kubeconfig'),
    'host-root': join(root, 'host'),
    namespace: 'ek',
  }
  const result = readAgentConfig(flags, {})
  if ('mistakes' in result) throw new Error(result.mistakes.join())
  const seen: string[] = []
  for await (const { subject, state, message } of diagnose(result.config))
    if (state !== 'well') seen.push(`${subject}: ${message}`)
  return seen
}

test('says nothing of a setup that is well but for its mounts', async () => {
  const seen = await examine(() => undefined, { 'host/proc/1/cmdline': ['kubelet'] })
  expect(seen.filter((line) => !line.startsWith('files: '))).toEqual([])
  expect(seen).toContain(
    "files: /var/lib/kubelet is not mounted; mount it read-only from the host. It is needed for: the kubelet's configuration.",
  )
})

test('names each permission, the server and the clock', async () => {
  const seen = await examine(
    (line) => {
      if (line.includes('/pods?')) return status(403, 'no')
      if (line.includes('/leases/')) return status(403, 'no')
      if (line.endsWith('/healthz'))
        return { status: 502, headers: { date: 'Thu, 01 Jan 2015 00:00:00 GMT' } }
      return undefined
    },
    { 'host/proc/1/cmdline': ['init'] },
  )
  expect(seen).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        /^server: The server .* answers with status 502; is the address right\?$/,
      ),
      expect.stringMatching(/^clock: The clock differs from the server's by \d+ s/),
      'permissions: Pod may not be listed, so its rules are unknown; grant list and watch on pods of the API group "".',
      expect.stringMatching(/^permissions: The Lease of the leader cannot be read, .* in ek/),
      expect.stringMatching(/^processes: No Kubernetes component is among the processes/),
    ]),
  )
})
