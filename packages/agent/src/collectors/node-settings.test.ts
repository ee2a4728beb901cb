/** Settings of components from made-up nodes: what other tools got wrong, one case a line. */
import type { ComponentKey, Json, SettingSource } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { collect } from '../../fixtures/collect-node.ts'
import { makeRoot, type RootFiles } from '../../fixtures/make-root.ts'
import type { NodeOptions } from './node.ts'

const pod = (uid: string) =>
  `0::/kubepods.slice/kubepods-besteffort.slice/kubepods-pod${uid}.slice/x`

interface SettingCase {
  name: string
  files: RootFiles
  component: ComponentKey
  setting: string
  value: Json | undefined
  source?: SettingSource
  file?: string
  options?: NodeOptions
}

const settingCases: SettingCase[] = [
  {
    name: 'is not misled by etcd in the flags of the API server (P01)',
    files: {
      'proc/10/cmdline': ['kube-apiserver', '--etcd-servers=https://127.0.0.1:2379'],
      'proc/11/cmdline': ['etcd', '--data-dir=/data'],
    },
    component: 'etcd',
    setting: 'data-dir',
    value: '/data',
    source: 'flag',
  },
  {
    name: 'is not misled by kubelet in the flags of the API server (P02)',
    files: {
      'proc/10/cmdline': [
        '/usr/bin/kube-apiserver',
        '--kubelet-client-key=/k',
        '--read-only-port=1',
      ],
      'proc/11/cmdline': ['/usr/bin/kubelet', '--read-only-port=2'],
    },
    component: 'kubelet',
    setting: 'readOnlyPort',
    value: 2,
  },
  {
    name: 'takes the controller manager for what it is, though its file names the API server (P03)',
    files: {
      'proc/9/cmdline': [
        'kube-controller-manager',
        '--kubeconfig=/kube-apiserver.conf',
        '--profiling=false',
      ],
      'proc/10/cmdline': ['kube-apiserver', '--profiling=true'],
    },
    component: 'apiserver',
    setting: 'profiling',
    value: true,
    source: 'flag',
  },
  {
    name: 'passes over a script that starts etcd (P04)',
    files: {
      'proc/10/cmdline': ['/bin/sh', '/usr/local/bin/etcd'],
      'proc/11/cmdline': ['/usr/local/bin/etcd', '--client-cert-auth'],
    },
    component: 'etcd',
    setting: 'client-cert-auth',
    value: true,
  },
  {
    name: 'knows hyperkube by its first argument (P06)',
    files: { 'proc/10/cmdline': ['/hyperkube', 'kube-apiserver', '--profiling=false'] },
    component: 'apiserver',
    setting: 'profiling',
    value: false,
  },
  {
    name: 'reads flags with the value in the next argument (P68)',
    files: { 'proc/10/cmdline': ['kube-apiserver', '--authorization-mode', 'Node,RBAC'] },
    component: 'apiserver',
    setting: 'authorization-mode',
    value: ['Node', 'RBAC'],
  },
  {
    name: 'has no default authorization mode beside --authorization-config (P69)',
    files: {
      'proc/10/cmdline': ['kube-apiserver', '--authorization-config=/etc/kubernetes/authz.yaml'],
      'etc/kubernetes/authz.yaml': 'authorizers: [{type: Node}]',
    },
    component: 'apiserver',
    setting: 'authorization-mode',
    value: undefined,
  },
  {
    name: 'has audit limits by default from 1.36 only',
    files: { 'proc/10/cmdline': ['kube-apiserver'] },
    options: { kubernetesVersion: 'v1.36.0' },
    component: 'apiserver',
    setting: 'audit-log-maxage',
    value: 366,
    source: 'default',
  },
  {
    name: 'takes the --config of the process, not the usual place (P12, P13)',
    files: {
      'proc/10/cmdline': ['kubelet', '--config=/etc/own/kubelet'],
      'etc/own/kubelet': 'kind: KubeletConfiguration\npodPidsLimit: 7\n',
      'var/lib/kubelet/config.yaml': 'podPidsLimit: 8\n',
    },
    component: 'kubelet',
    setting: 'podPidsLimit',
    value: 7,
    source: 'config-file',
    file: '/etc/own/kubelet',
  },
  {
    name: 'reads GKE and EKS from where their kubelets say (P14, P16, P22)',
    files: {
      'proc/10/cmdline': ['kubelet', '--config', '/home/kubernetes/kubelet-config.yaml'],
      'home/kubernetes/kubelet-config.yaml': 'authentication:\n  anonymous:\n    enabled: false\n',
    },
    component: 'kubelet',
    setting: 'authentication.anonymous.enabled',
    value: false,
    source: 'config-file',
  },
  {
    name: 'works without any configuration file (P15)',
    files: { 'proc/10/cmdline': ['kubelet', '--anonymous-auth=false'] },
    component: 'kubelet',
    setting: 'authentication.anonymous.enabled',
    value: false,
    source: 'flag',
  },
  {
    name: 'merges the drop-ins of --config-dir, *.conf alone, by path (P17)',
    files: {
      'proc/10/cmdline': ['kubelet', '--config=/k/config.json', '--config-dir=/k/config.json.d'],
      'k/config.json': '{"podPidsLimit":1}',
      'k/config.json.d/10.conf': '{"podPidsLimit":2}',
      'k/config.json.d/20/a.conf': '{"podPidsLimit":3}',
      'k/config.json.d/99.yaml': '{"podPidsLimit":4}',
    },
    component: 'kubelet',
    setting: 'podPidsLimit',
    value: 3,
    source: 'drop-in',
    file: '/k/config.json.d/20/a.conf',
  },
  {
    name: 'says in which file a flag stands (P18)',
    files: {
      'proc/10/cmdline': ['kubelet', '--max-pods=30'],
      'etc/kubernetes/admin.conf': '',
      'etc/default/kubelet': 'KUBELET_EXTRA_ARGS="--max-pods=30"\n',
    },
    component: 'kubelet',
    setting: 'maxPods',
    value: 30,
    file: '/etc/default/kubelet',
  },
  {
    name: 'reads the argument files of kubelite (P11)',
    files: {
      'proc/10/cmdline': [
        '/snap/microk8s/1/kubelite',
        '--kubelet-args-file=/var/snap/microk8s/current/args/kubelet',
      ],
      'var/snap/microk8s/current/args/kubelet':
        '# x\n--anonymous-auth=false\n--client-ca-file=$SNAP_DATA/certs/ca.crt\n',
    },
    component: 'kubelet',
    setting: 'authentication.x509.clientCAFile',
    value: '/var/snap/microk8s/current/certs/ca.crt',
  },
  {
    name: 'reads the drop-ins of K3s, whose kubelet has no command line (P21, P70)',
    files: {
      'proc/10/cmdline': ['/usr/local/bin/k3s server'],
      'var/lib/rancher/k3s/agent/etc/kubelet.conf.d/00-k3s-defaults.conf':
        'authorization:\n  mode: Webhook\n',
    },
    component: 'kubelet',
    setting: 'authorization.mode',
    value: 'Webhook',
    source: 'drop-in',
  },
  {
    name: "reads kube-proxy's file from the volume of its pod (P35)",
    files: {
      'proc/10/cmdline': ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf'],
      'proc/10/cgroup': pod('1b2c3d4e_0000_1111_2222_333344445555'),
      'var/lib/kubelet/pods/1b2c3d4e-0000-1111-2222-333344445555/volumes/kubernetes.io~configmap/kube-proxy/config.conf':
        'metricsBindAddress: 0.0.0.0:10249\n',
    },
    component: 'proxy',
    setting: 'metricsBindAddress',
    value: '0.0.0.0:10249',
    source: 'config-file',
  },
  {
    name: "reads kube-proxy's file from the ConfigMap where the API gave it (P35)",
    files: { 'proc/10/cmdline': ['kube-proxy', '--config=/var/lib/kube-proxy/config.conf'] },
    options: { proxyConfig: 'metricsBindAddress: ""\nmode: nftables\n' },
    component: 'proxy',
    setting: 'mode',
    value: 'nftables',
  },
  {
    name: 'reads the configuration file of etcd, which makes flags count for nothing',
    files: {
      'proc/10/cmdline': ['etcd', '--config-file=/etc/etcd.yml', '--client-cert-auth=false'],
      'etc/etcd.yml': 'client-transport-security:\n  client-cert-auth: true\n',
    },
    component: 'etcd',
    setting: 'client-cert-auth',
    value: true,
    source: 'config-file',
  },
  {
    name: "reads etcd's variables, and no other",
    files: {
      'proc/10/cmdline': ['etcd'],
      'proc/10/environ': 'HOME=/root\0ETCD_CLIENT_CERT_AUTH=true\0',
    },
    component: 'etcd',
    setting: 'client-cert-auth',
    value: true,
    source: 'environment',
  },
]

test.each(settingCases)('$name', async (it) => {
  const { data } = await collect(makeRoot(it.files), it.options)
  const setting = data?.components[it.component].settings[it.setting]
  expect(setting?.value).toEqual(it.value)
  if (it.source) expect(setting?.source).toBe(it.source)
  if (it.file) expect(setting?.file).toBe(it.file)
})
