/** The pods of the agent: one on every node, or one alone where no node is looked at. */

import { hostPaths } from './host-paths.ts'
import { agentName, annotations, metadata, ownLabels } from './metadata.ts'
import {
  type Condition,
  type Entry,
  entry,
  holds,
  type Item,
  isSet,
  list,
  type MapNode,
  map,
  namespace,
  not,
  type ObjectTemplate,
  oneOf,
  structure,
  text,
  yaml,
} from './template.ts'

const secretFolder = '/var/run/secrets/evenkeel'
const settingsFolder = '/etc/evenkeel'
const stateFolder = '/var/lib/evenkeel'
export const healthPort = 9464

export function podObjects(): ObjectTemplate[] {
  return [
    {
      file: 'daemon-set.yaml',
      when: isSet('nodeChecks'),
      body: workload('DaemonSet', [
        entry('updateStrategy', { rollingUpdate: { maxUnavailable: '10%' } }),
        entry('template', podOf(nodeSecurity, hostItems())),
      ]),
    },
    {
      file: 'deployment.yaml',
      when: not(isSet('nodeChecks')),
      body: workload('Deployment', [
        entry('replicas', 1),
        entry('template', podOf(restrictedSecurity, { mounts: [], volumes: [] })),
      ]),
    },
  ]
}

function workload(kind: string, entries: Entry[]): MapNode {
  return map([
    entry('apiVersion', 'apps/v1'),
    entry('kind', kind),
    entry('metadata', metadata(namespace)),
    entry(
      'spec',
      map([
        entry('selector', { matchLabels: { 'app.kubernetes.io/name': agentName } }),
        ...entries,
      ]),
    ),
  ])
}

const nodeSecurity = entry(
  'securityContext',
  { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
  {
    comment:
      'Files of the kubelet and of the control plane belong to root and are closed to others. User 0 without a single capability reads them and can change nothing.',
  },
)
const restrictedSecurity = entry('securityContext', {
  runAsNonRoot: true,
  runAsUser: 65532,
  runAsGroup: 65532,
  fsGroup: 65532,
  seccompProfile: { type: 'RuntimeDefault' },
})

interface Mounted {
  mounts: Item[]
  volumes: Item[]
}

function podOf(security: Entry, host: Mounted): MapNode {
  const spec = map([
    entry('serviceAccountName', agentName),
    entry('automountServiceAccountToken', true),
    entry('hostNetwork', false),
    entry('hostPID', false),
    entry('hostIPC', false),
    entry(
      'imagePullSecrets',
      { is: 'value', path: 'imagePullSecrets', how: 'names' },
      { when: isSet('imagePullSecrets') },
    ),
    ...(['tolerations', 'nodeSelector', 'affinity'] as const).map((path) =>
      entry(path, structure(path), { when: isSet(path) }),
    ),
    entry('priorityClassName', text('priorityClassName'), { when: isSet('priorityClassName') }),
    // What is on disk after a restart is what counts; a stop takes less than five seconds.
    entry('terminationGracePeriodSeconds', 10),
    security,
    entry('containers', list([{ value: container(host) }])),
    entry('volumes', list([...ownVolumes(), ...host.volumes])),
  ])
  return map([
    entry('metadata', map([entry('labels', ownLabels()), annotations])),
    entry('spec', spec),
  ])
}

function container(host: Mounted): MapNode {
  const probe = { path: '/healthz', port: 'http' }
  return map([
    entry('name', 'agent'),
    entry('image', text('image.name')),
    entry('imagePullPolicy', text('image.pullPolicy')),
    entry('env', list(environment())),
    entry('ports', [{ name: 'http', containerPort: healthPort }]),
    entry('livenessProbe', {
      httpGet: probe,
      initialDelaySeconds: 30,
      periodSeconds: 30,
      timeoutSeconds: 5,
    }),
    entry('readinessProbe', {
      httpGet: { ...probe, path: '/readyz' },
      periodSeconds: 30,
      timeoutSeconds: 5,
    }),
    entry('securityContext', {
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    }),
    entry('resources', structure('resources'), { when: isSet('resources') }),
    entry('volumeMounts', list([...ownMounts(), ...host.mounts])),
  ])
}

function environment(): Item[] {
  const given = (name: string, path: string, when?: Condition): Item => ({
    value: yaml({ name, value: text(path) }),
    when,
  })
  const fixed = (name: string, value: string, when?: Condition): Item => ({
    value: yaml({ name, value }),
    when,
  })
  const field = (name: string, fieldPath: string): Item => ({
    value: yaml({ name, valueFrom: { fieldRef: { fieldPath } } }),
  })
  return [
    {
      value: yaml({
        name: 'EVENKEEL_SERVER',
        value: text(
          'server.url',
          'Say how the agents reach the server, such as https://evenkeel.example.com.',
        ),
      }),
    },
    fixed('EVENKEEL_SERVER_CA_FILE', `${settingsFolder}/ca.crt`, isSet('server.ca')),
    given('EVENKEEL_SERVER_PROXY', 'server.proxy', isSet('server.proxy')),
    given('EVENKEEL_SERVER_NO_PROXY', 'server.noProxy', isSet('server.noProxy')),
    given('EVENKEEL_CLUSTER', 'cluster', isSet('cluster')),
    fixed('EVENKEEL_TOKEN_FILE', `${secretFolder}/token`),
    fixed('EVENKEEL_CREDENTIAL_FILE', `${stateFolder}/credential`),
    given('EVENKEEL_SPOOL_SIZE', 'spoolSize', isSet('spoolSize')),
    fixed('EVENKEEL_CONFIG', `${settingsFolder}/agent.yaml`),
    fixed('EVENKEEL_KUBELET_CONFIGZ', 'on', isSet('kubeletConfigz')),
    field('NODE_NAME', 'spec.nodeName'),
    field('POD_NAME', 'metadata.name'),
    field('POD_NAMESPACE', 'metadata.namespace'),
  ]
}

function ownMounts(): Item[] {
  const mount = (name: string, mountPath: string) => ({ name, mountPath })
  return [
    { value: yaml({ ...mount('token', secretFolder), readOnly: true }) },
    { value: yaml({ ...mount('settings', settingsFolder), readOnly: true }) },
    {
      comment: "The agent's own credential and what the server could not take yet.",
      value: yaml(mount('state', stateFolder)),
    },
  ]
}

function ownVolumes(): Item[] {
  const secret = (secretName: ReturnType<typeof text> | string, when: Condition): Item => ({
    when,
    value: yaml({
      name: 'token',
      secret: {
        secretName,
        defaultMode: 0o440,
        items: [{ key: text('token.key'), path: 'token' }],
      },
    }),
  })
  const isElsewhere = isSet('token.existingSecret')
  return [
    secret(text('token.existingSecret'), isElsewhere),
    secret(agentName, not(isElsewhere)),
    { value: yaml({ name: 'settings', configMap: { name: agentName } }) },
    { value: yaml({ name: 'state', emptyDir: { sizeLimit: text('stateSize') } }) },
  ]
}

function hostItems(): Mounted {
  const mounts: Item[] = []
  const volumes: Item[] = []
  for (const { name, path, reason, distributions } of hostPaths) {
    const isAnywhere = distributions.length === 0
    const when: Condition = {
      is: 'all',
      of: [
        not(holds('without', name)),
        ...(isAnywhere ? [] : [oneOf('distribution', distributions)]),
      ],
    }
    const mount = map([
      entry('name', name),
      entry('mountPath', `/host${path}`),
      entry('readOnly', true),
      entry('recursiveReadOnly', 'IfPossible', { when: isSet('recursiveReadOnly') }),
    ])
    mounts.push({
      value: mount,
      comment: reason,
      when,
      ...(isAnywhere ? { permission: name } : {}),
    })
    volumes.push({ value: yaml({ name, hostPath: { path, type: '' } }), when })
  }
  return { mounts, volumes }
}
