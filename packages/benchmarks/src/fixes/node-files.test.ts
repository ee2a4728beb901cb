/** A changed setting goes to the file that decides it, on every kind of node. */
import type { Component, ComponentKey, FileFact, NodeData, Setting } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { takeFlagOff } from './flag-text.ts'
import { filesOf, findOverruled, proxyCommands } from './node-files.ts'

const keys: ComponentKey[] = [
  'apiserver',
  'controller_manager',
  'scheduler',
  'etcd',
  'kubelet',
  'proxy',
]

interface Facts {
  distribution?: string
  settings?: Partial<Record<ComponentKey, Record<string, Setting>>>
}

function nodeOf({ distribution = 'kubeadm', settings = {} }: Facts): NodeData {
  const component = (key: ComponentKey): Component => ({
    name: key === 'apiserver' ? 'kube-apiserver' : key,
    state: 'running',
    settings: settings[key] ?? {},
    feature_gates: {},
    documents: {},
  })
  const file = (key: string, path: string): FileFact => ({
    key,
    path,
    type: 'file',
    mode: '0600',
    uid: 0,
    gid: 0,
    owner: 'root',
    group: 'root',
    named_by: 'candidates',
  })
  return {
    name: 'n',
    distribution,
    control_plane: true,
    components: Object.fromEntries(
      keys.map((key) => [key, component(key)]),
    ) as NodeData['components'],
    files: [
      file('apiserver_manifest', '/m/kube-apiserver.yaml'),
      file('kubelet_config', '/k/config.yaml'),
    ],
  }
}

const texts: Record<string, string> = {
  '/m/kube-apiserver.yaml':
    'kind: Pod\nspec:\n  containers:\n  - command:\n    - kube-apiserver\n    - --a=1\n',
  '/k/config.yaml': 'kind: KubeletConfiguration\n',
  '/k/10.conf': 'readOnlyPort: 10255\n',
  '/etc/default/kubelet': '# flags\n\nARGS="--a=1 --read-only-port=10255 --b"\n',
}

const flag = (file?: string): Setting => ({
  value: 10255,
  source: 'flag',
  ...(file ? { file, line: 3 } : {}),
})

test.each([
  [
    'a flag that is not set',
    {},
    'apiserver',
    'profiling',
    ['/m/kube-apiserver.yaml --profiling=0 diff'],
  ],
  [
    'a setting of the kubelet',
    {},
    'kubelet',
    'readOnlyPort',
    ['/k/config.yaml readOnlyPort: 0 diff'],
  ],
  [
    'a drop-in',
    {
      settings: {
        kubelet: { readOnlyPort: { value: 10255, source: 'drop-in', file: '/k/10.conf' } },
      },
    },
    'kubelet',
    'readOnlyPort',
    ['/k/10.conf readOnlyPort: 0 diff'],
  ],
  [
    'a flag of the kubelet',
    { settings: { kubelet: { readOnlyPort: flag('/etc/default/kubelet') } } },
    'kubelet',
    'readOnlyPort',
    [
      '/etc/default/kubelet without the flag on line 3 that sets readOnlyPort diff',
      '/k/config.yaml readOnlyPort: 0 diff',
    ],
  ],
  [
    'K3s',
    { distribution: 'k3s' },
    'apiserver',
    'profiling',
    ['/etc/rancher/k3s/config.yaml kube-apiserver-arg: profiling=0 '],
  ],
  ['kube-proxy', {}, 'proxy', 'metricsBindAddress', []],
] as [string, Facts, ComponentKey, string, string[]][])(
  '%s',
  (_, facts, component, name, expected) => {
    const changes = { settings: [{ component, name, value: 0 }], files: [] }
    const files = filesOf(nodeOf(facts), changes, (path) => texts[path])
    expect(
      files.map((it) => `${it.path} ${it.settings.join(', ')} ${it.diff === null ? '' : 'diff'}`),
    ).toEqual(expected)
  },
)

test('a flag of which nobody knows the file is told', () => {
  const data = nodeOf({ settings: { kubelet: { readOnlyPort: flag() } } })
  const settings = [{ component: 'kubelet' as const, name: 'readOnlyPort', value: 0 }]
  expect(findOverruled(data, { settings, files: [] }, [])).toMatch(/wins over its file/)
})

test('kube-proxy is changed in its ConfigMap', () => {
  const settings = [{ component: 'proxy' as const, name: 'metricsBindAddress', value: '' }]
  expect(proxyCommands({ settings, files: [] })[0]).toContain('edit configmap kube-proxy')
})

test.each([
  ['ARGS="--a=1 --p=7 --b"', 'ARGS="--a=1 --b"'],
  ['ARGS="--p=7 --b"', 'ARGS="--b"'],
  ['--p 7', ''],
  ['--p=70', undefined],
  ['--p=7 --q=7', undefined],
])('the flag with 7 on the line %s', (line, expected) => {
  expect(takeFlagOff(`x\n${line}`, 2, '7')?.split('\n')[1]).toBe(expected)
})
