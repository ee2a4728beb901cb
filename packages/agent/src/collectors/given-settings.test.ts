/** Settings that stand on no command line: of K3s, of OpenShift's operators, of the kubelet's own answer. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ComponentKey, Json, SettingSource } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { collect } from '../../fixtures/collect-node.ts'
import { makeRoot, type RootFiles } from '../../fixtures/make-root.ts'
import type { NodeOptions } from './node.ts'

interface GivenCase {
  name: string
  files: RootFiles
  component: ComponentKey
  setting: string
  value: Json
  source?: SettingSource
  file?: string
  line?: number
  options?: NodeOptions
}

const k3s: RootFiles = {
  'proc/10/cmdline': ['/usr/local/bin/k3s server'],
  'var/lib/rancher/k3s/agent/x': '',
}

const cases: GivenCase[] = [
  {
    name: 'reads the flags of K3s for its API server from its configuration (P70)',
    files: {
      ...k3s,
      'etc/rancher/k3s/config.yaml':
        'secrets-encryption: true\nkube-apiserver-arg:\n  - audit-log-path=/a\n  - anonymous-auth=true\n',
    },
    component: 'apiserver',
    setting: 'anonymous-auth',
    value: true,
    source: 'config-file',
    file: '/etc/rancher/k3s/config.yaml',
    line: 4,
  },
  {
    name: 'lets a later file of config.yaml.d replace an option, and one with a plus add to it (P70)',
    files: {
      ...k3s,
      'etc/rancher/k3s/config.yaml': 'kube-apiserver-arg: [profiling=true, request-timeout=1s]\n',
      'etc/rancher/k3s/config.yaml.d/10.yaml': 'kube-apiserver-arg: [request-timeout=5s]\n',
      'etc/rancher/k3s/config.yaml.d/20.yaml': 'kube-apiserver-arg+: [audit-log-path=/a]\n',
    },
    component: 'apiserver',
    setting: 'request-timeout',
    value: '5s',
    source: 'config-file',
    file: '/etc/rancher/k3s/config.yaml.d/10.yaml',
  },
  {
    name: 'goes by what K3s sets itself where nobody sets anything',
    files: { ...k3s, 'etc/systemd/system/k3s.service': 'ExecStart=/usr/local/bin/k3s server\n' },
    component: 'apiserver',
    setting: 'authorization-mode',
    value: ['Node', 'RBAC'],
    source: 'default',
  },
  {
    name: "reads the flags in K3s' unit over its configuration",
    files: {
      ...k3s,
      'etc/rancher/k3s/config.yaml': 'kube-scheduler-arg: [profiling=false]\n',
      'etc/systemd/system/k3s.service':
        "ExecStart=/usr/local/bin/k3s \\\n    server \\\n\t'--kube-scheduler-arg' \\\n\t'profiling=true' \\\n",
    },
    component: 'scheduler',
    setting: 'profiling',
    value: true,
    source: 'flag',
    file: '/etc/systemd/system/k3s.service',
  },
  {
    name: "takes the node's annotation for what K3s runs with (P70)",
    files: { ...k3s },
    options: {
      k3sNodeArgs:
        '["server","--kube-controller-manager-arg","use-service-account-credentials=false"]',
    },
    component: 'controller_manager',
    setting: 'use-service-account-credentials',
    value: false,
    source: 'flag',
  },
  {
    name: 'adds to the plug-ins of K3s with a plus',
    files: {
      ...k3s,
      'etc/rancher/k3s/config.yaml':
        'kube-apiserver-arg: [enable-admission-plugins+=AlwaysPullImages]\n',
    },
    component: 'apiserver',
    setting: 'enable-admission-plugins',
    value: ['NodeRestriction', 'AlwaysPullImages'],
  },
  {
    name: "reads embedded etcd's file, which K3s writes (P45)",
    files: {
      ...k3s,
      'var/lib/rancher/k3s/server/db/etcd/config':
        'client-transport-security:\n  client-cert-auth: true\n  cert-file: /c\n',
    },
    component: 'etcd',
    setting: 'client-cert-auth',
    value: true,
    source: 'config-file',
    line: 2,
  },
  {
    name: 'reads the configuration of the API server of OpenShift through the volumes of its pod',
    files: {
      'proc/10/cmdline': [
        'kube-apiserver',
        '--openshift-config=/etc/kubernetes/static-pod-resources/configmaps/config/config.yaml',
        '--profiling=false',
      ],
      'etc/kubernetes/manifests/kube-apiserver-pod.yaml':
        'spec:\n  containers:\n    - name: kube-apiserver\n      volumeMounts:\n        - {name: r, mountPath: /etc/kubernetes/static-pod-resources}\n  volumes:\n    - {name: r, hostPath: {path: /etc/kubernetes/static-pod-resources/kube-apiserver-pod-7}}\n',
      'etc/kubernetes/static-pod-resources/kube-apiserver-pod-7/configmaps/config/config.yaml':
        'apiServerArguments:\n  anonymous-auth: ["false"]\n  profiling: ["true"]\nservingInfo:\n  bindAddress: 0.0.0.0:6443\n',
    },
    component: 'apiserver',
    setting: 'anonymous-auth',
    value: false,
    source: 'config-file',
    file: '/etc/kubernetes/static-pod-resources/kube-apiserver-pod-7/configmaps/config/config.yaml',
    line: 2,
  },
  {
    name: "reads the port of OpenShift's API server from its address",
    files: {
      'proc/10/cmdline': ['hyperkube', 'kube-apiserver', '--openshift-config=/c.yaml'],
      'c.yaml': 'servingInfo:\n  bindAddress: "[::]:6443"\n',
    },
    component: 'apiserver',
    setting: 'secure-port',
    value: 6443,
    source: 'config-file',
  },
  {
    name: "lets a flag replace the configuration of OpenShift's controllers",
    files: {
      'proc/10/cmdline': [
        'kube-controller-manager',
        '--openshift-config=/c.yaml',
        '--root-ca-file=/b',
      ],
      'c.yaml': 'extendedArguments:\n  root-ca-file: [/a]\n',
    },
    component: 'controller_manager',
    setting: 'root-ca-file',
    value: '/b',
    source: 'flag',
  },
  {
    name: 'takes what the kubelet says of itself over its file',
    files: {
      'proc/10/cmdline': ['kubelet', '--config=/k.yaml'],
      'k.yaml': 'readOnlyPort: 0\n',
    },
    options: { configz: '{"kubeletconfig":{"readOnlyPort":10255}}' },
    component: 'kubelet',
    setting: 'readOnlyPort',
    value: 10255,
    source: 'configz',
  },
  {
    name: "reads the kubelet's answer of a recorded node",
    files: {
      'proc/10/cmdline': ['kubelet', '--config=/hidden.yaml'],
      '.evenkeel-configz.json':
        '{"kubeletconfig":{"authentication":{"anonymous":{"enabled":false}}}}',
    },
    component: 'kubelet',
    setting: 'authentication.anonymous.enabled',
    value: false,
    source: 'configz',
  },
]

test.each(cases)('$name', async (it) => {
  const { data } = await collect(makeRoot(it.files), it.options)
  const setting = data?.components[it.component].settings[it.setting]
  expect(setting?.value).toEqual(it.value)
  if (it.source) expect(setting?.source).toBe(it.source)
  if (it.file) expect(setting?.file).toBe(it.file)
  if (it.line) expect(setting?.line).toBe(it.line)
})

test("a kubelet's own answer differs in nothing from the files of the node that it was recorded on", async () => {
  const fixtures = join(import.meta.dirname, '../../fixtures')
  const configz = readFileSync(join(fixtures, 'kubeadm-node.configz.json'), 'utf8')
  const { data } = await collect(join(fixtures, 'kubeadm-node'), { configz })
  expect(data?.components.kubelet.documents.configz).toEqual({
    path: '/configz',
    content: { differences: [] },
  })
  expect(data?.components.kubelet.settings.tlsCertFile).toBeUndefined()
})

test.each([
  ['apiserver', 'disable-apiserver: true'],
  ['scheduler', 'disable-scheduler: true'],
  ['proxy', 'disable-kube-proxy: true'],
] as const)('a K3s that leaves out the %s has none', async (key, text) => {
  const { data } = await collect(makeRoot({ ...k3s, 'etc/rancher/k3s/config.yaml': `${text}\n` }))
  expect(data?.components[key].state).toBe('absent')
})

test.each([
  ['is no YAML', '{'],
  ['holds an alias bomb', `a: &a [x]\n${bomb(9)}`],
])('flags of K3s are unknown where its configuration %s', async (_, text) => {
  const { data } = await collect(makeRoot({ ...k3s, 'etc/rancher/k3s/config.yaml': text }))
  expect(data?.components.apiserver).toMatchObject({
    state: 'unknown',
    reason: expect.stringContaining('/etc/rancher/k3s/config.yaml'),
  })
})

/** Each key is ten times the one before it. */
function bomb(depth: number): string {
  const names = 'abcdefghij'
  return Array.from({ length: depth }, (_, i) => {
    const item = `*${names[i]}`
    return `${names[i + 1]}: &${names[i + 1]} [${Array(10).fill(item).join(',')}]`
  }).join('\n')
}
