/** Kubeconfig files as people have them, and what is said of broken ones. */
import { chmodSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { makeRoot, type RootFiles } from '../../fixtures/make-root.ts'
import { loadKubeconfig } from './kubeconfig.ts'

const pem = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n'
const base64 = (text: string) => Buffer.from(text).toString('base64')

const kubeconfig = (user: string, cluster = 'server: https://10.0.0.1:6443') => `apiVersion: v1
kind: Config
current-context: dev
contexts:
- name: dev
  context: {cluster: c, user: u, namespace: shop}
- name: prod
  context: {cluster: gone, user: u}
clusters:
- name: c
  cluster: {${cluster}}
users:
- name: u
  user: {${user}}
`

interface Case {
  name: string
  files: RootFiles
  context?: string
  state: 'found' | 'none' | 'broken'
  reason?: string | RegExp
  authorization?: string
}

const cases: Case[] = [
  {
    name: 'a token',
    files: { config: kubeconfig('token: abc') },
    state: 'found',
    authorization: 'Bearer abc',
  },
  {
    name: 'a token in a file beside it',
    files: { config: kubeconfig('tokenFile: t'), t: 'from-file\n' },
    state: 'found',
    authorization: 'Bearer from-file',
  },
  {
    name: 'a user and a password',
    files: { config: kubeconfig('username: a, password: b') },
    state: 'found',
    authorization: `Basic ${base64('a:b')}`,
  },
  {
    name: 'an exec plug-in',
    files: {
      config: kubeconfig(
        'exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: [x], env: [{name: E, value: y}]}',
      ),
      plugin: '#!/bin/sh\nprintf \'{"status":{"token":"%s-%s"}}\' "$1" "$E"\n',
    },
    state: 'found',
    authorization: 'Bearer x-y',
  },
  {
    name: 'no file',
    files: {},
    state: 'broken',
    reason: 'There is no kubeconfig at {root}/config.',
  },
  {
    name: 'a mistake in the YAML',
    files: { config: 'clusters:\n- name: [\n' },
    state: 'broken',
    reason: /^\{root\}\/config:3:1 is not YAML: /,
  },
  {
    name: 'a list instead of a map',
    files: { config: '- a\n' },
    state: 'broken',
    reason: /config:1 is no kubeconfig/,
  },
  {
    name: 'a context that is not there',
    files: { config: kubeconfig('token: a') },
    context: 'test',
    state: 'broken',
    reason: '{root}/config has no context "test"; it has: dev, prod.',
  },
  {
    name: 'a context whose cluster is not there',
    files: { config: kubeconfig('token: a') },
    context: 'prod',
    state: 'broken',
    reason:
      '{root}/config:7: the context "prod" names the cluster "gone", which is not among the clusters.',
  },
  {
    name: 'no current context',
    files: { config: 'apiVersion: v1\n' },
    state: 'none',
    reason: /has no current-context/,
  },
  {
    name: 'a server that is no address',
    files: { config: kubeconfig('token: a', 'server: "10.0.0.1"') },
    state: 'broken',
    reason: '{root}/config:10: the cluster has no server of the form https://host:port.',
  },
  {
    name: 'a certificate file that is not there',
    files: { config: kubeconfig('client-certificate: gone.crt') },
    state: 'broken',
    reason: /config:13: client-certificate cannot be read: ENOENT/,
  },
  {
    name: 'certificate data that is none',
    files: { config: kubeconfig('client-certificate-data: eHl6') },
    state: 'broken',
    reason: '{root}/config:13: client-certificate-data is not a PEM file in base64.',
  },
  {
    name: 'an auth-provider of old',
    files: { config: kubeconfig('auth-provider: {name: gcp}') },
    state: 'broken',
    reason: /auth-provider/,
  },
  {
    name: 'an exec plug-in without a command',
    files: { config: kubeconfig('exec: {apiVersion: client.authentication.k8s.io/v1}') },
    state: 'broken',
    reason: "{root}/config:13: the user's exec plug-in has no command.",
  },
]

test.each(cases)('$name', async (it) => {
  const root = makeRoot(it.files)
  if (it.files.plugin) chmodSync(join(root, 'plugin'), 0o755)
  const result = loadKubeconfig({ path: join(root, 'config'), context: it.context })
  expect(result.state).toBe(it.state)
  if (result.state === 'found')
    expect((await result.connection.headers?.())?.authorization).toBe(it.authorization)
  else {
    const reason = result.reason.replaceAll(root, '{root}')
    if (typeof it.reason === 'string') expect(reason).toBe(it.reason)
    else expect(reason).toMatch(it.reason ?? /^$/)
  }
})

test('takes certificates from data and from files beside it', () => {
  const root = makeRoot({
    config: kubeconfig(
      `client-certificate-data: ${base64(pem)}, client-key: key.pem`,
      'server: https://h:1/, certificate-authority: ca.crt, tls-server-name: k, proxy-url: http://p:3128',
    ),
    'key.pem': 'key',
    'ca.crt': 'ca',
  })
  expect(loadKubeconfig({ path: join(root, 'config') })).toMatchObject({
    state: 'found',
    context: 'dev',
    connection: {
      server: 'https://h:1',
      ca: 'ca',
      clientCertificate: pem,
      clientKey: 'key',
      tlsServerName: 'k',
      proxyUrl: 'http://p:3128',
      clusterName: 'c',
      namespace: 'shop',
    },
  })
})

test('joins the files of KUBECONFIG, the first that names a thing counts', () => {
  const root = makeRoot({ a: 'current-context: dev\n', b: kubeconfig('token: t') })
  const env = { KUBECONFIG: [join(root, 'a'), join(root, 'gone'), join(root, 'b')].join(delimiter) }
  expect(loadKubeconfig({ env })).toMatchObject({ state: 'found', context: 'dev' })
})

test('a machine without a kubeconfig is no mistake', () => {
  expect(loadKubeconfig({ env: { HOME: makeRoot({}) } }).state).toBe('none')
})

test('says what an exec plug-in that fails says', async () => {
  const root = makeRoot({
    config: kubeconfig('exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin}'),
    plugin: '#!/bin/sh\necho "log in first" >&2\nexit 1\n',
  })
  chmodSync(join(root, 'plugin'), 0o755)
  const result = loadKubeconfig({ path: join(root, 'config') })
  const headers = result.state === 'found' ? result.connection.headers : undefined
  await expect(headers?.()).rejects.toMatchObject({
    kind: 'unauthorized',
    message: `${root}/config:13: the exec plug-in ./plugin failed: log in first`,
  })
})
