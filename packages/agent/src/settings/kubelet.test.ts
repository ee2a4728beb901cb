/** The kubelet's effective configuration, by cases that others got wrong and by a real kubelet's own word. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { kubeletSettings } from '../facts/kubelet-settings.ts'
import { type ConfigLayer, effectiveKubelet } from './kubelet.ts'
import { parseStructuredFile } from './structured-file.ts'

interface Case {
  name: string
  args?: string[]
  config?: string
  dropIns?: string[]
  version?: string
  setting: string
  value: Json | undefined
  source?: string
}

const config = (text: string) =>
  `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${text}`

const cases: Case[] = [
  {
    name: 'takes the legacy default without --config (P23)',
    setting: 'authentication.anonymous.enabled',
    value: true,
    source: 'default',
  },
  {
    name: 'takes the legacy authorization mode without --config',
    setting: 'authorization.mode',
    value: 'AlwaysAllow',
  },
  {
    name: 'takes the legacy read-only port without --config',
    setting: 'readOnlyPort',
    value: 10255,
  },
  {
    name: 'takes the new default with an empty --config file (P23)',
    config: '',
    setting: 'authentication.anonymous.enabled',
    value: false,
    source: 'default',
  },
  {
    name: 'closes the read-only port with --config',
    config: '',
    setting: 'readOnlyPort',
    value: 0,
  },
  {
    name: 'takes the legacy base with drop-ins alone, as K3s does (P21)',
    args: ['--config-dir=/d'],
    dropIns: ['authentication: {webhook: {enabled: true}}'],
    setting: 'authorization.mode',
    value: 'AlwaysAllow',
  },
  {
    name: 'reads JSON whatever the file is called (P19, P20)',
    config: '{"kind":"KubeletConfiguration","readOnlyPort":10255}',
    setting: 'readOnlyPort',
    value: 10255,
    source: 'config-file',
  },
  {
    name: 'lets the later drop-in win (P17)',
    config: 'podPidsLimit: 100',
    dropIns: ['podPidsLimit: 200', 'podPidsLimit: 300'],
    setting: 'podPidsLimit',
    value: 300,
    source: 'drop-in',
  },
  {
    name: 'deletes by null in a drop-in',
    config: 'podPidsLimit: 100',
    dropIns: ['podPidsLimit: null'],
    setting: 'podPidsLimit',
    value: -1,
    source: 'default',
  },
  {
    name: 'replaces lists in a drop-in, never adds to them',
    config: 'tlsCipherSuites: [A, B]',
    dropIns: ['tlsCipherSuites: [C]'],
    setting: 'tlsCipherSuites',
    value: ['C'],
  },
  {
    name: 'lets a flag win over all files (P18, P27)',
    args: ['--anonymous-auth=false'],
    config: 'authentication: {anonymous: {enabled: true}}',
    dropIns: ['authentication: {anonymous: {enabled: true}}'],
    setting: 'authentication.anonymous.enabled',
    value: false,
    source: 'flag',
  },
  {
    name: 'reads a flag with its value in the next argument (P68)',
    args: ['--read-only-port', '0'],
    setting: 'readOnlyPort',
    value: 0,
    source: 'flag',
  },
  {
    name: 'reads a bare boolean flag as true',
    args: ['--anonymous-auth', '--read-only-port=0'],
    setting: 'authentication.anonymous.enabled',
    value: true,
    source: 'flag',
  },
  {
    name: 'never takes a word after a boolean for its value',
    args: ['--anonymous-auth', 'false'],
    setting: 'authentication.anonymous.enabled',
    value: true,
    source: 'flag',
  },
  {
    name: 'keeps a value with blanks and dashes whole (P10)',
    args: ['--client-ca-file=/etc/my --odd/ca.crt'],
    setting: 'authentication.x509.clientCAFile',
    value: '/etc/my --odd/ca.crt',
  },
  {
    name: 'takes underscores in a flag for dashes',
    args: ['--read_only_port=0'],
    setting: 'readOnlyPort',
    value: 0,
  },
  {
    name: 'takes a zero duration of a file for the default, as kubeadm means it',
    config: 'streamingConnectionIdleTimeout: 0s',
    setting: 'streamingConnectionIdleTimeout',
    value: '4h0m0s',
    source: 'default',
  },
  {
    name: 'takes a zero duration of a flag at its word',
    args: ['--streaming-connection-idle-timeout=0'],
    config: '',
    setting: 'streamingConnectionIdleTimeout',
    value: '0',
    source: 'flag',
  },
  {
    name: 'keeps an explicit zero where the field is a pointer',
    config: 'eventRecordQPS: 0',
    setting: 'eventRecordQPS',
    value: 0,
    source: 'config-file',
  },
  {
    name: 'leaves what has neither value nor default out',
    config: '',
    setting: 'tlsCertFile',
    value: undefined,
  },
  {
    name: 'leaves an empty text out',
    config: 'tlsCertFile: ""',
    setting: 'tlsCertFile',
    value: undefined,
  },
  {
    name: 'refuses cgroup v1 by default from 1.35',
    config: '',
    version: '1.35.0',
    setting: 'failCgroupV1',
    value: true,
  },
  {
    name: 'knows no setting that the version has not yet',
    config: '',
    version: '1.29.1',
    setting: 'failCgroupV1',
    value: undefined,
  },
  {
    name: 'keeps settings of flags alone by the name of the flag',
    args: ['--hostname-override=n1'],
    setting: 'hostname-override',
    value: 'n1',
    source: 'flag',
  },
]

test.each(cases)('$name', async (it) => {
  const { settings } = effectiveKubelet({
    args: [...(it.config === undefined ? [] : ['--config=/c']), ...(it.args ?? [])],
    layers: await layersOf(it),
    version: it.version ?? '1.33.0',
  })
  expect(settings[it.setting]?.value).toEqual(it.value)
  if (it.source) expect(settings[it.setting]?.source).toBe(it.source)
})

async function layersOf({ config: text, dropIns = [] }: Case): Promise<ConfigLayer[]> {
  const layer = async (source: ConfigLayer['source'], file: string, content: string) => ({
    source,
    file,
    parsed: await parseStructuredFile(content.startsWith('{') ? content : config(content), file),
  })
  return Promise.all([
    ...(text === undefined ? [] : [layer('config-file', '/c', text)]),
    ...dropIns.map((content, index) => layer('drop-in', `/d/${index}.conf`, content)),
  ])
}

test('merges feature gates key by key, flags last', async () => {
  const { feature_gates, settings } = effectiveKubelet({
    args: ['--config=/c', '--feature-gates=B=true,C=false'],
    layers: await layersOf({
      name: '',
      setting: '',
      value: undefined,
      config: 'featureGates: {A: true, B: false}',
      dropIns: ['featureGates: {A: false, D: true}'],
    }),
    version: '1.33.0',
  })
  const values = Object.entries(feature_gates).map(([gate, it]) => [gate, it.value, it.source])
  expect(values).toEqual([
    ['A', false, 'drop-in'],
    ['B', true, 'flag'],
    ['C', false, 'flag'],
    ['D', true, 'drop-in'],
    ['KubeletFineGrainedAuthz', true, 'default'],
    ['RotateKubeletServerCertificate', true, 'default'],
  ])
  expect(settings.featureGates).toBeUndefined()
})

test('says the line of a value in its file', async () => {
  const { settings } = effectiveKubelet({
    args: ['--config=/c'],
    layers: await layersOf({
      name: '',
      setting: '',
      value: undefined,
      config: 'a: 1\nreadOnlyPort: 1',
    }),
  })
  expect(settings.readOnlyPort).toEqual({ value: 1, source: 'config-file', file: '/c', line: 4 })
})

const isZero = (value: unknown) => !value || JSON.stringify(value) === '[]'
const fixtures = join(import.meta.dirname, '../../fixtures')

test('agrees with what a real kubelet says of itself', async () => {
  const file = '/var/lib/kubelet/config.yaml'
  const text = readFileSync(join(fixtures, 'kubeadm-node', file), 'utf8')
  const { settings } = effectiveKubelet({
    args: [`--config=${file}`],
    layers: [{ source: 'config-file', file, parsed: await parseStructuredFile(text, file) }],
    version: '1.35.4',
  })
  const { kubeletconfig } = JSON.parse(
    readFileSync(join(fixtures, 'kubeadm-node.configz.json'), 'utf8'),
  )
  const differences = kubeletSettings.flatMap(({ path, flag }) => {
    if (!path || path === 'featureGates') return []
    const said = path.split('.').reduce((at, name) => at?.[name], kubeletconfig)
    const ours = settings[path]?.value
    // The kubelet leaves zeroes out of its answer.
    const isSame =
      JSON.stringify(ours) === JSON.stringify(said) || (said === undefined && isZero(ours))
    return isSame ? [] : [[path, flag, ours, said]]
  })
  expect(differences).toEqual([
    // It made these itself, since nothing names any.
    ['tlsCertFile', 'tls-cert-file', undefined, '/var/lib/kubelet/pki/kubelet.crt'],
    ['tlsPrivateKeyFile', 'tls-private-key-file', undefined, '/var/lib/kubelet/pki/kubelet.key'],
  ])
})
