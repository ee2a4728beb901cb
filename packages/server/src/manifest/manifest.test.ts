/** The manifest: what it grants, what it mounts, and that no name breaks out of its place. */
import { loadRules } from '@evenkeel/benchmarks'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { generateManifest, ManifestError, manifestOfOptions, rulesWithout } from './manifest.ts'
import { leavable } from './permissions.ts'
import type { JsonMap } from './value-fields.ts'

interface Document {
  kind: string
  metadata: { name: string; labels: Record<string, string> }
  rules: { resources: string[]; verbs: string[] }[]
  stringData: Record<string, string>
  data: Record<string, string>
  spec: { template: { spec: PodSpec } }
}

interface PodSpec {
  hostPID?: boolean
  securityContext: { runAsNonRoot?: boolean }
  tolerations: unknown
  volumes: { name: string; hostPath?: { path: string; type: string } }[]
  containers: Container[]
}

interface Container {
  env: { name: string; value?: string }[]
  securityContext: object
  volumeMounts: { name: string; mountPath: string; readOnly?: boolean }[]
}

const needed: JsonMap = {
  server: { url: 'https://evenkeel.example.org' },
  token: { value: 'evk_enrolment_x' },
}

function parse(text: string): Document[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => {
    expect(document.errors).toEqual([])
    return document.toJS() as Document
  })
}

const load = (values: JsonMap = {}) => parse(generateManifest({ values: { ...needed, ...values } }))
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
    expect(mount).toEqual({
      name,
      mountPath: `/host${hostPath?.path}`,
      readOnly: true,
      recursiveReadOnly: 'IfPossible',
    })
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
  ['# }{ : - \u2028', 'https://x/{{ .Values }}'],
])('the cluster name %j stays a name', (cluster, url) => {
  const ca = '-----BEGIN\nx\n'
  const documents = load({ cluster, server: { url, ca }, token: { value: 'a: b\n#' } })
  const { env } = podOf(documents, 'DaemonSet').container
  const value = (name: string) => env.find((it) => it.name === name)?.value
  expect(value('EVENKEEL_CLUSTER')).toBe(cluster)
  expect(value('EVENKEEL_SERVER')).toBe(url)
  expect(find(documents, 'Secret')[0]?.stringData).toEqual({ token: 'a: b\n#' })
  expect(find(documents, 'ConfigMap')[0]?.data['ca.crt']).toBe(ca)
  expect(documents).toHaveLength(12)
})

test('what changes without a restart stands in the ConfigMap', () => {
  const [map] = find(load({ period: '30m', excludedNamespaces: ['a', 'b'] }), 'ConfigMap')
  expect(map?.data['agent.yaml']).toBe(
    'period: "30m"\nlog-level: "info"\nnode-scope: "on"\nexclude-namespaces: "a,b"\n',
  )
})

const options = { server: 'https://e', token: 't' }

test('options say what values say', () => {
  const ofOptions = manifestOfOptions(
    {
      ...options,
      period: '1h',
      'node-checks': 'false',
      'exclude-namespaces': 'a, b',
      labels: 'team=x,tier=1',
      tolerations: '[{"key":"k","operator":"Exists"}]',
      without: 'rbac',
    },
    { namespace: 'ns' },
  )
  const ofValues = generateManifest({
    namespace: 'ns',
    values: {
      server: { url: 'https://e' },
      token: { value: 't' },
      period: '1h',
      nodeChecks: false,
      excludedNamespaces: ['a', 'b'],
      labels: { team: 'x', tier: '1' },
      tolerations: [{ key: 'k', operator: 'Exists' }],
      without: ['rbac'],
    },
  })
  expect(ofOptions).toBe(ofValues)
})

test('options come before values', () => {
  const values = { period: '2h', server: { url: 'https://v', proxy: 'http://p' } }
  const [workload] = find(parse(manifestOfOptions(options, { values })), 'DaemonSet')
  const env = workload?.spec.template.spec.containers[0]?.env
  expect(env).toContainEqual({ name: 'EVENKEEL_SERVER', value: 'https://e' })
  expect(env).toContainEqual({ name: 'EVENKEEL_SERVER_PROXY', value: 'http://p' })
})

test.each<[options: Record<string, string>, mistake: string]>([
  [{ token: 't' }, 'Say how the agents reach the server, such as https://evenkeel.example.com.'],
  [{ server: 'https://e' }, 'Give the enrolment token or name a Secret that holds it.'],
  [{ ...options, perid: '1h' }, 'There is no option perid; known: server,'],
  [{ ...options, period: 'often' }, 'The value period is "often", which is none. Time between'],
  [{ ...options, without: 'x' }, 'The value without.0 is "x"; it must be equal to one of'],
  [{ ...options, affinity: '{' }, 'The option affinity is "{"; it must be JSON.'],
  [{ ...options, 'node-checks': 'maybe' }, 'The option node-checks is "maybe"; it must be true'],
  [{ ...options, labels: 'app.kubernetes.io/name=x' }, 'The value labels is'],
])('%o is refused', (given, mistake) => {
  expect(() => manifestOfOptions(given)).toThrow(ManifestError)
  expect(() => manifestOfOptions(given)).toThrow(mistake)
})

test('each permission and mount can be left out, and what is then unknown is listed', () => {
  const ids = leavable.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const documents = load({ without: ids })
  const roles = [...find(documents, 'ClusterRole'), ...find(documents, 'Role')]
  expect(roles.flatMap(({ rules }) => rules ?? []).flatMap(({ resources }) => resources)).toEqual([
    'leases',
    'leases',
  ])
  expect(podOf(documents, 'DaemonSet').spec.volumes.filter((it) => it.hostPath)).toEqual([])
  const text = generateManifest({ values: { ...needed, without: ['network'] } })
  const said = text.replaceAll(/\n\s*#/g, '')
  const rules = rulesWithout('network', loadRules())
  expect(rules).toContain('dangling-objects')
  expect(said).toContain(`Then unknown, ${rules.length} rules on Ingress, NetworkPolicy: `)
  for (const rule of rules) expect(said).toContain(rule)
})
