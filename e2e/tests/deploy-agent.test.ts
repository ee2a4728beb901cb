/** The agent's deployment: chart, manifest and Kustomize bases say the same, and a real API takes it. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type AgentConfig,
  collectCluster,
  createKubeClient,
  diagnose,
  loadKubeconfig,
  readAgentConfig,
} from '@evenkeel/agent'
import { generateManifest } from '@evenkeel/server/manifest'
import { baseValues } from '@evenkeel/server/manifest-files'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { type ApiOnlyCluster, startApiOnly } from '../cluster/api-only.ts'
import { binary } from '../cluster/binaries.ts'
import { helm } from '../helm.ts'
import { missing, title } from '../requirements.ts'

const reasons = missing('api', 'helm')
const deploy = fileURLToPath(new URL('../../deploy/', import.meta.url))
const chart = join(deploy, 'helm/evenkeel-agent')
const namespace = 'evenkeel'

type Values = Parameters<typeof generateManifest>[0]['values']

const needed: Values = {
  server: { url: 'https://evenkeel.example.com' },
  token: { value: 'evk_enrolment_x' },
}
const everything: Values = {
  server: {
    url: 'https://e.example/"x"{{ }}',
    ca: '-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n',
    proxy: 'http://user:p%40ss@proxy:3128',
    noProxy: '.internal,10.0.0.0/8',
  },
  cluster: 'prod "eu": #1 \u2028 <&>',
  token: { existingSecret: 'evenkeel-token', key: 'enrolment' },
  period: '1h30m',
  logLevel: 'debug',
  kubeletConfigz: true,
  excludedNamespaces: ['kube-node-lease', 'sandbox'],
  without: ['rbac', 'identity', 'cluster-configuration', 'var-lib-etcd'],
  image: { name: 'registry.example/agent@sha256:0000', pullPolicy: 'Always' },
  imagePullSecrets: ['registry', 'other'],
  labels: { team: 'platform', tier: '1', on: 'yes' },
  annotations: { 'example.com/note': 'a: "b"\n# c', empty: '' },
  tolerations: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
  nodeSelector: { 'example.com/pool': 'a', 'kubernetes.io/os': null },
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['b'] }] }],
      },
    },
  },
  priorityClassName: 'system-node-critical',
  resources: { limits: { cpu: null, memory: '1Gi' } },
}
const distributions = ['kubeadm', 'k3s', 'rke2', 'microk8s', 'eks', 'aks', 'gke', 'openshift']

const valueSets: [name: string, values: Values][] = [
  ['the defaults', {}],
  ['no look at nodes', { nodeChecks: false, excludedNamespaces: ['a'] }],
  ['everything at once', everything],
  ['everything and no look at nodes', { ...everything, nodeChecks: false }],
  ...distributions.map((it): [string, Values] => [it, { distribution: it }]),
]

interface KubeObject {
  kind: string
  metadata: { name: string; namespace?: string }
}

/** Each object by what names it; what YAML says in several ways is the same here. */
function objectsOf(text: string): Record<string, KubeObject> {
  const objects = parseAllDocuments(text, { version: '1.1' }).flatMap((document) => {
    expect(document.errors).toEqual([])
    const object: KubeObject | null = document.toJS()
    return object ? [object] : []
  })
  const named = objects.map((it): [string, KubeObject] => [
    `${it.kind} ${it.metadata.namespace ?? ''}/${it.metadata.name}`,
    it,
  ])
  expect(new Set(named.map(([name]) => name)).size).toBe(objects.length)
  return Object.fromEntries(named)
}

describe.skipIf(reasons.length > 0)(title("the agent's deployment", reasons), () => {
  let folder: string
  let cluster: ApiOnlyCluster

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evenkeel-deploy-'))
    cluster = await startApiOnly()
    await cluster.kubectl(['create', 'namespace', namespace])
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    await cluster?.stop()
  })

  function template(values: Values): string {
    const file = join(folder, 'values.json')
    const text = JSON.stringify({ createNamespace: true, ...values })
    // Helm reads it as YAML 1.1, to which this is the end of a line.
    writeFileSync(file, text.replaceAll('\u2028', '\\u2028'))
    const options = ['--namespace', namespace, '--kube-version', '1.35.0', '--values', file]
    return helm('template', 'agent', chart, ...options)
  }

  const kustomize = (name: string) =>
    execFileSync(binary('kubectl'), ['kustomize', join(deploy, 'kustomize', name)], {
      encoding: 'utf8',
    })

  test('the chart has nothing that Helm complains about', () => {
    expect(helm('lint', '--strict', chart)).toContain('0 chart(s) failed')
    expect(() => helm('template', 'agent', chart, '--kube-version', '1.35.0')).toThrow(/token/)
    expect(() => template({ ...needed, logLevel: 'loud' })).toThrow(/logLevel/)
    expect(() => template({ ...needed, without: ['air'] })).toThrow(/without/)
  })

  test.each(valueSets)(
    '%s: chart and manifest are the same, and the API takes them',
    async (_, it) => {
      const values = { ...needed, ...it }
      const manifest = generateManifest({ values, namespace })
      expect(objectsOf(template(values))).toEqual(objectsOf(manifest))
      const answer = await cluster.kubectl(
        ['apply', '--dry-run=server', '--validate=strict', '-f', '-'],
        manifest,
      )
      expect(answer.trim().split('\n')).toHaveLength(Object.keys(objectsOf(manifest)).length)
    },
  )

  test.each([
    ['base', {}],
    ['api-only', { nodeChecks: false }],
  ])('the Kustomize base %s is the manifest', (name, values) => {
    const manifest = generateManifest({ values: baseValues(values), namespace })
    expect(objectsOf(kustomize(name))).toEqual(objectsOf(manifest))
  })

  test('the example overlay is a manifest too, and the API takes it', async () => {
    const built = kustomize('example')
    const values: Values = {
      server: { url: 'https://evenkeel.acme.example' },
      cluster: 'prod-eu-1',
      token: { existingSecret: 'evenkeel-agent' },
      period: '1h',
      excludedNamespaces: ['kube-node-lease'],
    }
    const ours = objectsOf(generateManifest({ values, namespace }))
    const theirs = objectsOf(built)
    expect(Object.keys(theirs).sort()).toEqual(
      [...Object.keys(ours), 'Secret evenkeel/evenkeel-agent'].sort(),
    )
    const environment = (objects: Record<string, KubeObject>) => {
      const [, found] = Object.entries(objects).find(([name]) => name.startsWith('DaemonSet')) ?? []
      const { env }: { env: { name: string }[] } = Reflect.get(found ?? {}, 'spec').template.spec
        .containers[0]
      return env.sort((a, b) => (a.name < b.name ? -1 : 1))
    }
    expect(environment(theirs)).toEqual(environment(ours))
    await cluster.kubectl(['apply', '--dry-run=server', '--validate=strict', '-f', '-'], built)
  })

  /** A configuration with the service account that the manifest makes. */
  async function asAgent(values: Values): Promise<AgentConfig> {
    const manifest = generateManifest({ values: { ...needed, ...values }, namespace })
    await cluster.kubectl(['apply', '-f', '-'], manifest)
    const token = await cluster.kubectl(['-n', namespace, 'create', 'token', 'evenkeel-agent'])
    const file = join(folder, 'kubeconfig')
    const access = {
      'current-context': 'agent',
      contexts: [{ name: 'agent', context: { cluster: 'api', user: 'agent' } }],
      clusters: [
        { name: 'api', cluster: { server: cluster.url, 'certificate-authority': cluster.caFile } },
      ],
      users: [{ name: 'agent', user: { token: token.trim() } }],
    }
    writeFileSync(file, JSON.stringify(access))
    const result = readAgentConfig({ kubeconfig: file, namespace }, {})
    if ('mistakes' in result) throw new Error(result.mistakes.join())
    return result.config
  }

  async function lacking(config: AgentConfig): Promise<string[]> {
    const said: string[] = []
    for await (const { subject, state, message } of diagnose(config, '1'))
      if (['kube-api', 'permissions'].includes(subject) && state !== 'well') said.push(message)
    return said.map((it) => it.split(' may not ')[0] ?? '').sort()
  }

  test.each<[without: string[], expected: string[]]>([
    [[], []],
    [
      ['rbac', 'kyverno'],
      ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
    ],
    [
      ['jobs', 'cluster-configuration', 'nodes'],
      [
        'CronJob',
        'Job',
        'Node',
        'The ConfigMaps kubeadm-config, kubelet-config, kube-proxy, aws-auth in kube-system',
        'This agent',
      ],
    ],
  ])('without %j the doctor names just that', async (without, expected) => {
    const config = await asAgent({ without })
    await expect.poll(() => lacking(config), { timeout: 10_000 }).toEqual(expected)
  })

  test('the API leaves excluded namespaces out of its answers', async () => {
    await cluster.kubectl(['create', 'namespace', 'lab'])
    await cluster.kubectl(['-n', 'lab', 'create', 'service', 'clusterip', 'x', '--tcp=80'])
    const { kubeconfig } = await asAgent({})
    const loaded = loadKubeconfig({ path: kubeconfig })
    if (loaded.state !== 'found') throw new Error(loaded.reason)
    const kube = createKubeClient(loaded.connection)
    const collect = async (excludedNamespaces: string[]) => {
      const names: string[] = []
      for await (const it of collectCluster(kube, { excludedNamespaces })) {
        if ('gap' in it) throw new Error(`${it.gap.source}: ${it.gap.reason}`)
        names.push(`${it.resource.subType} ${it.resource.namespace ?? ''}/${it.resource.name}`)
      }
      return names
    }
    const all = await collect([])
    const ofLab = (name: string) => name.includes(' lab/') || name === 'Namespace /lab'
    expect(all.filter(ofLab)).toEqual(expect.arrayContaining(['Namespace /lab', 'Service lab/x']))
    expect((await collect(['lab', 'none'])).sort()).toEqual(all.filter((it) => !ofLab(it)).sort())
    await kube.close()
  })

  test('the pods break the restricted profile by mounts of the host and user 0, and by nothing else', async () => {
    await cluster.kubectl(['create', 'namespace', 'strict'])
    await cluster.kubectl([
      'label',
      'namespace/strict',
      'pod-security.kubernetes.io/enforce=restricted',
    ])
    await cluster.kubectl(['-n', 'strict', 'create', 'serviceaccount', 'evenkeel-agent'])
    const podOf = (values: Values) => {
      const objects = objectsOf(generateManifest({ values: { ...needed, ...values }, namespace }))
      const workload = Object.values(objects).find(({ kind }) => /DaemonSet|Deployment/.test(kind))
      const { spec } = Reflect.get(workload ?? {}, 'spec').template
      return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'agent' }, spec })
    }
    const create = (pod: string) =>
      cluster
        .kubectl(['-n', 'strict', 'create', '--dry-run=server', '-f', '-'], pod)
        .catch((error: { stderr?: string }) => `${error.stderr}`)
    expect(await create(podOf({ nodeChecks: false }))).toContain('pod/agent created')
    const refused = await create(podOf({}))
    const [, said = ''] = /violates PodSecurity "restricted:latest": (.*)/.exec(refused) ?? []
    expect(said).toContain('use restricted volume type "hostPath"')
    const outside = said.replaceAll(/\([^()]*(?:\([^()]*\)[^()]*)*\)/g, '')
    expect(outside.split(',').map((it) => it.trim())).toEqual([
      'restricted volume types',
      'runAsNonRoot != true',
      'runAsUser=0',
    ])
  })
})
