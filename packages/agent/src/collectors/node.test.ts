/** One node from a recorded or made-up file system, with what others got wrong as cases. */
import { join } from 'node:path'
import type { ComponentKey } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { collect } from '../../fixtures/collect-node.ts'
import { makeRoot, type RootFiles } from '../../fixtures/make-root.ts'
import type { NodeOptions } from './node.ts'

const recordedRoot = join(import.meta.dirname, '../../fixtures/kubeadm-node')

const stateCases: [name: string, files: RootFiles, key: ComponentKey, state: string][] = [
  ['absent where all processes were seen', { 'proc/1/cmdline': ['kubelet'] }, 'etcd', 'absent'],
  ['unknown without /proc', { 'etc/kubernetes/admin.conf': '' }, 'kubelet', 'unknown'],
  [
    'unknown where a manifest is there and no process (P08)',
    {
      'proc/1/cmdline': ['kubelet'],
      'etc/kubernetes/manifests/kube-apiserver.yaml': 'kind: Pod\nspec: {containers: []}\n',
    },
    'apiserver',
    'unknown',
  ],
  ['unknown inside K3s', { 'proc/1/cmdline': ['k3s', 'server'] }, 'apiserver', 'unknown'],
  [
    'unknown for etcd that K3s runs itself (P45)',
    { 'proc/1/cmdline': ['k3s', 'server'], 'var/lib/rancher/k3s/server/db/etcd/x': '' },
    'etcd',
    'unknown',
  ],
  [
    'absent for etcd where K3s uses another database (P45)',
    { 'proc/1/cmdline': ['k3s', 'server'] },
    'etcd',
    'absent',
  ],
]

test.each(stateCases)('a component is %s', async (_, files, key, state) => {
  const { data } = await collect(makeRoot(files))
  const component = data?.components[key]
  expect(component?.state).toBe(state)
  if (state === 'unknown') expect(component?.reason).toMatch(/\w+ .*\.$/)
})

test('a kubelet file that cannot be read hides what no flag says, and is named', async () => {
  const { data } = await collect(makeRoot({ 'proc/1/cmdline': ['kubelet', '--config=/gone.yaml'] }))
  expect(data?.components.kubelet).toMatchObject({
    state: 'running',
    documents: { config: { path: '/gone.yaml', gap: expect.stringContaining('not there') } },
  })
})

test('reads documents through the mounts of a static pod, without their secrets (P44)', async () => {
  const manifest = `apiVersion: v1
kind: Pod
spec:
  containers:
  - name: kube-apiserver
    image: registry.k8s.io/kube-apiserver:v1.34.2
    command:
    - kube-apiserver
    - --encryption-provider-config=/enc/config.yaml
    volumeMounts: [{name: e, mountPath: /enc}]
  volumes: [{name: e, hostPath: {path: /etc/kubernetes/encryption}}]
`
  const { data } = await collect(
    makeRoot({
      'proc/1/cmdline': ['kube-apiserver', '--encryption-provider-config=/enc/config.yaml'],
      'etc/kubernetes/manifests/kube-apiserver.yaml': manifest,
      'etc/kubernetes/encryption/config.yaml':
        'resources: [{resources: [secrets], providers: [{aescbc: {keys: [{name: k, secret: Y2FuYXJ5}]}}]}]',
    }),
  )
  const document = data?.components.apiserver.documents['encryption-provider-config']
  expect(document?.path).toBe('/etc/kubernetes/encryption/config.yaml')
  expect(JSON.stringify(document)).toContain('"name":"k"')
  expect(JSON.stringify(document)).not.toContain('Y2FuYXJ5')
  expect(data?.kubernetes_version).toBe('1.34.2')
})

test('reports the recorded control plane node as both its types', async () => {
  const { resources, gaps, data } = await collect(recordedRoot)
  expect(resources.map(({ id }) => id)).toEqual([
    'kubernetes_master_node/n1',
    'kubernetes_worker_node/n1',
  ])
  expect(gaps).toEqual([])
  expect(data?.distribution).toBe('kubeadm')
  const files = data?.files.map(
    (it) => `${it.key} ${'mode' in it ? `${it.mode} ${it.owner}:${it.group}` : 'gap'}`,
  )
  expect(files).toContain('apiserver_manifest 0600 root:root')
  expect(files).toContain('etcd_data_dir 0700 etcd:etcd')
  expect(files?.filter((it) => it.startsWith('pki_keys'))).toHaveLength(11)
  expect(files?.filter((it) => it.startsWith('pki_certs'))).toHaveLength(10)
  expect(files?.filter((it) => it.startsWith('pki_dir'))).toHaveLength(2)
  expect(data?.components.apiserver.settings['tls-cert-file']).toEqual({
    value: '/etc/kubernetes/pki/apiserver.crt',
    source: 'flag',
    file: '/etc/kubernetes/manifests/kube-apiserver.yaml',
    line: 40,
  })
})

const recorded = { version: 1, visible: ['/proc', '/etc/kubernetes'], files: {} }

test('tells an absent file from one that is not mounted (P36, P37, P41)', async () => {
  const root = makeRoot(
    { 'proc/1/cmdline': ['kubelet'], 'etc/kubernetes/admin.conf': '' },
    recorded,
  )
  const { data } = await collect(root)
  const keys = new Map(data?.files.map((it) => [it.key, 'gap' in it ? 'gap' : it.path]))
  expect(keys.get('proxy_kubeconfig')).toBeUndefined()
  expect(keys.get('apiserver_manifest')).toBeUndefined()
  expect(keys.get('kubelet_service')).toBe('gap')
  expect(keys.get('admin_kubeconfig')).toBe('/etc/kubernetes/admin.conf')
})

test('names the file that a process names, not the first candidate (P40)', async () => {
  const root = makeRoot({
    'proc/1/cmdline': ['kubelet', '--kubeconfig=/own/kubelet.kc', '--config=/own/kubelet.yaml'],
    'own/kubelet.kc': '',
    'own/kubelet.yaml': 'kind: KubeletConfiguration\n',
    'var/lib/kubelet/config.yaml': '',
    'etc/kubernetes/kubelet.conf': '',
  })
  const { data } = await collect(root)
  const named = data?.files.flatMap((it) =>
    'named_by' in it && /^kubelet_(config|kubeconfig)$/.test(it.key)
      ? [[it.path, it.named_by]]
      : [],
  )
  expect(named).toEqual([
    ['/own/kubelet.yaml', 'kubelet --config'],
    ['/own/kubelet.kc', 'kubelet --kubeconfig'],
  ])
})

test("looks where the container runtime keeps CNI files, since the kubelet's flag is gone (P42)", async () => {
  const root = makeRoot({
    'proc/1/cmdline': ['kubelet'],
    'etc/containerd/config.toml': '[plugins.x.cni]\n  conf_dir = "/opt/cni/net.d"\n',
    'opt/cni/net.d/10-a.conflist': '{}',
  })
  const { data } = await collect(root)
  expect(data?.files.filter(({ key }) => key === 'cni_config').map(({ path }) => path)).toEqual([
    '/opt/cni/net.d/10-a.conflist',
  ])
})

const platforms: [distribution: string, type: string, files: RootFiles, options: NodeOptions][] = [
  ['eks', 'aws_eks_worker_node', {}, { kubernetesVersion: 'v1.33.1-eks-113cf36' }],
  ['gke', 'gcp_gke_worker_node', {}, { kubernetesVersion: 'v1.33.1-gke.1678000' }],
  ['aks', 'azure_aks_worker_node', { 'etc/kubernetes/azure.json': '{}' }, {}],
  ['rke2', 'kubernetes_worker_node', { 'var/lib/rancher/rke2/x': '' }, {}],
  ['unknown', 'kubernetes_worker_node', {}, {}],
]

test.each(platforms)('a worker of %s is a %s (P38)', async (distribution, type, files, options) => {
  const { resources, data } = await collect(
    makeRoot({ 'proc/1/cmdline': ['kubelet'], ...files }),
    options,
  )
  expect(resources.map((it) => it.type)).toEqual([type])
  expect(data?.distribution).toBe(distribution)
})

test('says that two processes of one name differ (P04)', async () => {
  const { gaps } = await collect(
    makeRoot({
      'proc/1/cmdline': ['etcd', '--name=a'],
      'proc/2/cmdline': ['etcd', '--name=b', '--auto-tls'],
      'proc/3/cmdline': ['kubelet'],
    }),
  )
  expect(gaps.map(({ reason }) => reason)).toEqual([
    '2 processes named etcd run with different flags; only the one with the most flags was evaluated.',
  ])
})

test('a machine without Kubernetes is one gap and no resource', async () => {
  const { resources, gaps } = await collect(makeRoot({ 'proc/1/cmdline': ['/sbin/init'] }))
  expect(resources).toEqual([])
  expect(gaps).toHaveLength(1)
})
