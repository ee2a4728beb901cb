/** Each value of the agent's deployment: where it stands, what its option is called, what it does. */

import { version } from '../version.ts'
import { distributionNames } from './host-paths.ts'
import { leavable } from './permissions.ts'

export type Json = null | boolean | number | string | Json[] | JsonMap
export interface JsonMap {
  [key: string]: Json
}

export interface ValueField {
  /** Of `evenkeel manifest` and of the server's endpoint. */
  name: string
  /** In the values of the chart. */
  path: string
  /** How it is written as an option. */
  form: 'text' | 'boolean' | 'list' | 'map' | 'json'
  about: string
  initial: Json
  schema: JsonMap
}

const text: JsonMap = { type: 'string' }
const boolean: JsonMap = { type: 'boolean' }
const leavableNames = leavable.map(({ id }) => id)
const namesOnly: JsonMap = { type: 'array', items: { type: 'string', minLength: 1 } }
const textMap: JsonMap = { type: 'object', additionalProperties: text }
const anyMap: JsonMap = { type: 'object' }
const choice = (...choices: string[]): JsonMap => ({ type: 'string', enum: choices })
const size: JsonMap = { type: 'string', pattern: '^[1-9]\\d*[KMG]i$' }
const ownLabel = 'app.kubernetes.io/name'

type Row = [path: string, name: string, form: ValueField['form'], initial: Json, schema: JsonMap]

const rows: [...Row, about: string][] = [
  [
    'server.url',
    'server',
    'text',
    '',
    { type: 'string', pattern: '^(https?://[^/\\s]+.*)?$' },
    'How the agents reach the server, such as https://evenkeel.example.com. Required.',
  ],
  [
    'server.ca',
    'server-ca',
    'text',
    '',
    text,
    "PEM of the authority that signed the server's certificate; then no other is trusted.",
  ],
  ['server.proxy', 'server-proxy', 'text', '', text, 'The HTTP proxy on the way to the server.'],
  [
    'server.noProxy',
    'server-no-proxy',
    'text',
    '',
    text,
    'Hosts that are reached without the proxy, with commas: evenkeel.example.com,.internal.',
  ],
  [
    'cluster',
    'cluster',
    'text',
    '',
    text,
    'What the cluster is called; the name that the server knows comes before.',
  ],
  [
    'token.value',
    'token',
    'text',
    '',
    text,
    'The enrolment token, which is put into a Secret; or name a Secret that holds it.',
  ],
  [
    'token.existingSecret',
    'token-secret',
    'text',
    '',
    text,
    'A Secret in the namespace of the agent that holds the enrolment token.',
  ],
  [
    'token.key',
    'token-secret-key',
    'text',
    'token',
    { type: 'string', minLength: 1 },
    'The key of the token in that Secret.',
  ],
  [
    'period',
    'period',
    'text',
    '4h',
    { type: 'string', pattern: '^(\\d+[smhd])+$' },
    'Time between full cycles; the first one runs at once, changes are looked at in between.',
  ],
  [
    'logLevel',
    'log-level',
    'text',
    'info',
    choice('debug', 'info', 'warn', 'error'),
    'What is logged.',
  ],
  [
    'nodeChecks',
    'node-checks',
    'boolean',
    true,
    boolean,
    'Look at processes and files of each node. False: no mounts, no root, one pod instead of one a node; rules about nodes are then unknown.',
  ],
  [
    'kubeletConfigz',
    'kubelet-configz',
    'boolean',
    false,
    boolean,
    'Ask each kubelet what it runs with. It needs get on nodes/proxy, which is a large right: it also opens logs and commands of every pod to whoever holds it.',
  ],
  [
    'distribution',
    'distribution',
    'text',
    '',
    choice('', ...distributionNames),
    `Mount the folders that only this distribution has too: ${distributionNames.join(', ')}.`,
  ],
  [
    'recursiveReadOnly',
    'recursive-read-only',
    'boolean',
    true,
    boolean,
    'Make what is mounted inside the mounts of the host read-only too, such as volumes of pods, where the container runtime can. An API before Kubernetes 1.30 does not know the field.',
  ],
  [
    'excludedNamespaces',
    'exclude-namespaces',
    'list',
    [],
    namesOnly,
    'Namespaces that are not looked at; the server shows them as excluded, never as clean.',
  ],
  [
    'without',
    'without',
    'list',
    [],
    { type: 'array', items: { type: 'string', enum: leavableNames } },
    `Permissions and mounts to leave out; the rules that need them are then unknown: ${leavableNames.join(', ')}.`,
  ],
  [
    'spoolSize',
    'spool-size',
    'text',
    '64Mi',
    size,
    'What the agent keeps of a scope at most while the server is away; beyond it the oldest is lost and said to be so.',
  ],
  [
    'stateSize',
    'state-size',
    'text',
    '256Mi',
    size,
    'What the volume of the agent may take, which holds its credential and the spools of node and cluster: more than two of `spool-size`, else the kubelet evicts the pod.',
  ],
  [
    'networkPolicy',
    'network-policy',
    'boolean',
    true,
    boolean,
    'Let nothing into the pods but what reads their health and metrics.',
  ],
  [
    'createNamespace',
    'create-namespace',
    'boolean',
    false,
    boolean,
    'Bring the namespace along, labelled for Pod Security. Helm wants --create-namespace instead.',
  ],
  [
    'image.name',
    'image',
    'text',
    `ghcr.io/evenkeel/agent:${version}`,
    { type: 'string', minLength: 1 },
    'The image of the agent, with tag or digest.',
  ],
  [
    'image.pullPolicy',
    'image-pull-policy',
    'text',
    'IfNotPresent',
    choice('Always', 'IfNotPresent', 'Never'),
    'When the image is pulled.',
  ],
  [
    'imagePullSecrets',
    'image-pull-secrets',
    'list',
    [],
    namesOnly,
    'Names of Secrets to pull the image with.',
  ],
  [
    'labels',
    'labels',
    'map',
    {},
    { ...textMap, not: { required: [ownLabel] } },
    `Further labels of every object and of the pods; ${ownLabel} is the agent's own.`,
  ],
  [
    'annotations',
    'annotations',
    'map',
    {},
    textMap,
    'Annotations of every object and of the pods.',
  ],
  [
    'tolerations',
    'tolerations',
    'json',
    [{ operator: 'Exists' }],
    { type: 'array', items: anyMap },
    'Of the pods; by default every node is looked at, tainted and not ready ones too.',
  ],
  [
    'nodeSelector',
    'node-selector',
    'map',
    { 'kubernetes.io/os': 'linux' },
    textMap,
    'Of the pods.',
  ],
  ['affinity', 'affinity', 'json', {}, anyMap, 'Of the pods.'],
  [
    'priorityClassName',
    'priority-class',
    'text',
    '',
    text,
    'Of the pods, such as system-node-critical.',
  ],
  [
    'resources',
    'resources',
    'json',
    {
      requests: { cpu: '20m', memory: '96Mi' },
      limits: { cpu: '1', memory: '512Mi' },
    },
    anyMap,
    'Of the container. The agent that leads holds the index of the cluster and needs the most.',
  ],
]

export const valueFields: ValueField[] = rows.map(([path, name, form, initial, schema, about]) => ({
  path,
  name,
  form,
  initial,
  schema,
  about,
}))
