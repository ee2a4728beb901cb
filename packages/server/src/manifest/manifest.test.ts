/** The manifest: what it grants, what it mounts, and that no name breaks out of its place. */
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { generateManifest, type ManifestOptions } from './manifest.ts'

interface Document {
  kind: string
  rules: { resources: string[]; verbs: string[] }[]
  stringData: Record<string, string>
  spec: { template: { spec: PodSpec } }
}

interface PodSpec {
  hostPID?: boolean
  securityContext: { runAsNonRoot?: boolean }
  volumes: { name: string; hostPath?: { path: string; type: string } }[]
  containers: Container[]
}

interface Container {
  env: { name: string; value?: string }[]
  securityContext: object
  volumeMounts: { name: string; mountPath: string; readOnly?: boolean }[]
}

function load(options: Partial<ManifestOptions> = {}): Document[] {
  const text = generateManifest({
    clusterName: 'prod',
    serverUrl: 'https://evenkeel.example.org',
    token: 'evk_enrolment_x',
    ...options,
  })
  return parseAllDocuments(text).map((document) => {
    expect(document.errors).toEqual([])
    return document.toJS() as Document
  })
}

const find = (documents: Document[], kind: string) => documents.filter((it) => it.kind === kind)

function podOf(documents: Document[], kind: 'DaemonSet' | 'Deployment') {
  const { spec } = find(documents, kind)[0]!.spec.template
  return { spec, container: spec.containers[0]! }
}

test('grants nothing but reading, and its own Lease', () => {
  const documents = load()
  const rules = [...find(documents, 'ClusterRole'), ...find(documents, 'Role')].flatMap(
    (role) => role.rules,
  )
  const writes = rules.filter(({ verbs }) =>
    verbs.some((verb) => !['get', 'list', 'watch'].includes(verb)),
  )
  expect(writes.flatMap(({ resources }) => resources)).toEqual(['leases', 'leases'])
  expect(rules.flatMap(({ resources }) => resources)).not.toContain('secrets')
  expect(rules.flatMap(({ resources }) => resources).filter((it) => it.includes('/'))).toEqual([])
  expect(rules.flatMap(({ verbs }) => verbs)).not.toContain('*')
})

test('takes no privilege and mounts the host read-only', () => {
  const { spec, container } = podOf(load(), 'DaemonSet')
  expect(spec).toMatchObject({ hostPID: false, hostNetwork: false, hostIPC: false })
  expect(container.securityContext).toEqual({
    privileged: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  })
  const hostVolumes = spec.volumes.filter((it) => it.hostPath)
  expect(hostVolumes.map((it) => it.hostPath?.path)).toContain('/proc')
  for (const { name, hostPath } of hostVolumes) {
    expect(hostPath?.type).toBe('')
    const mount = container.volumeMounts.find((it) => it.name === name)
    expect(mount).toEqual({ name, mountPath: `/host${hostPath?.path}`, readOnly: true })
  }
})

test('without node checks it keeps to the restricted profile', () => {
  const documents = load({ nodeChecks: false })
  const { spec } = podOf(documents, 'Deployment')
  expect(spec.securityContext.runAsNonRoot).toBe(true)
  expect(spec.volumes.filter((it) => it.hostPath)).toEqual([])
  expect(find(documents, 'DaemonSet')).toEqual([])
})

test.each([
  ['a"b\n---\nkind: Evil', 'https://x/"y'],
  ['# }{ : - \u2028', 'https://x'],
])('the cluster name %j stays a name', (clusterName, serverUrl) => {
  const documents = load({ clusterName, serverUrl, token: 'a: b\n#', ca: '-----BEGIN\nx\n' })
  const { env } = podOf(documents, 'DaemonSet').container
  const value = (name: string) => env.find((it) => it.name === name)?.value
  expect(value('EVENKEEL_CLUSTER')).toBe(clusterName)
  expect(value('EVENKEEL_SERVER')).toBe(serverUrl)
  const [secret] = find(documents, 'Secret')
  expect(secret?.stringData).toEqual({ token: 'a: b\n#', 'ca.crt': '-----BEGIN\nx\n' })
  expect(documents).toHaveLength(10)
})

test.each([
  [4, '240m'],
  [0.5, '30m'],
])('%d hours are %s', (periodHours, expected) => {
  const { env } = podOf(load({ periodHours }), 'DaemonSet').container
  expect(env).toContainEqual({ name: 'EVENKEEL_PERIOD', value: expected })
})
