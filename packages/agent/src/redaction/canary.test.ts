/** Plants secrets in every place that is known for them and searches all that comes out. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Observation } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { makeRoot } from '../../fixtures/make-root.ts'
import { collectManifests } from '../collectors/manifests.ts'
import { collectNode } from '../collectors/node.ts'
import { writeSnapshot } from '../snapshots/snapshot.ts'

const canary = 'cAnArY0123456789'
const webToken = `eyJhbGciOiJSUzI1NiJ9.${canary}.${canary}`

const planted: Record<string, object> = {
  'the value of an environment variable': {
    spec: { containers: [{ name: 'a', env: [{ name: 'X', value: canary }] }] },
  },
  'the environment of an init container': {
    spec: { initContainers: [{ name: 'a', env: [{ name: 'X', value: canary }] }] },
  },
  'the environment of an ephemeral container': {
    spec: { ephemeralContainers: [{ name: 'a', env: [{ name: 'X', value: canary }] }] },
  },
  'a password flag': { spec: { containers: [{ name: 'a', args: [`--password=${canary}`] }] } },
  'a token in the argument after its flag': {
    spec: { containers: [{ name: 'a', command: ['app', '--api-token', canary] }] },
  },
  'an assignment in a script': {
    spec: {
      containers: [{ name: 'a', command: ['sh', '-c', `export DB_PASSWORD=${canary} && run`] }],
    },
  },
  'a URL with credentials in an argument': {
    spec: { containers: [{ name: 'a', args: [`postgres://app:${canary}@db/app`] }] },
  },
  'a bearer in a probe': {
    spec: {
      containers: [
        {
          name: 'a',
          livenessProbe: {
            httpGet: { httpHeaders: [{ name: 'Authorization', value: `Bearer ${canary}` }] },
          },
        },
      ],
    },
  },
  'a command of a probe': {
    spec: {
      containers: [
        { name: 'a', readinessProbe: { exec: { command: ['check', `--secret=${canary}`] } } },
      ],
    },
  },
  'the last applied configuration': {
    metadata: {
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `{"env":"${canary}"}` },
    },
  },
  'a URL in an annotation': {
    metadata: { annotations: { hook: `https://u:${canary}@example.com` } },
  },
  'a token in an annotation': { metadata: { annotations: { token: webToken } } },
  'managed fields': { metadata: { managedFields: [{ manager: canary }] } },
  'the data of a Secret': {
    kind: 'Secret',
    data: { password: canary },
    stringData: { other: canary },
  },
  'a private key in a ConfigMap': {
    kind: 'ConfigMap',
    data: { key: `-----BEGIN RSA PRIVATE KEY-----\n${canary}\n-----END RSA PRIVATE KEY-----` },
  },
  'a password in a ConfigMap': {
    kind: 'ConfigMap',
    data: { 'app.properties': `db.password=${canary}\n` },
  },
  'binary data of a ConfigMap': { kind: 'ConfigMap', binaryData: { x: canary } },
  'a token in a custom resource': {
    apiVersion: 'x.example/v1',
    kind: 'Thing',
    spec: { auth: { token: canary } },
  },
  'the request of a certificate signing request': {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    spec: { request: canary },
  },
  'the status': { status: { message: canary } },
  'a template of a Deployment': {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: {
      template: { spec: { containers: [{ name: 'a', env: [{ name: 'X', value: canary }] }] } },
    },
  },
}

test.each(Object.entries(planted))('%s does not leave', async (_, fields) => {
  const metadata = {
    name: 'x',
    namespace: 'y',
    ...('metadata' in fields ? (fields.metadata as object) : {}),
  }
  const object = { apiVersion: 'v1', kind: 'Pod', ...fields, metadata }
  const root = makeRoot({ 'x.json': JSON.stringify(object) })
  const text = await snapshotOf(root, collectManifests([join(root, 'x.json')]))
  expect(text).toContain('"name":"x"')
  expect(text).not.toContain(canary)
})

test('what a rule reads of a command line stays', async () => {
  const args = [
    '--token-auth-file=/etc/tokens.csv',
    '--enable-bootstrap-token-auth=true',
    '--service-account-key-file=/etc/kubernetes/pki/sa.pub',
    '--tls-private-key-file=/etc/kubernetes/pki/apiserver.key',
    '--authentication-token-webhook=true',
    '--etcd-servers=https://127.0.0.1:2379',
    '--service-account-extend-token-expiration=false',
  ]
  const root = makeRoot({
    'x.json': JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'x' },
      spec: { containers: [{ name: 'a', args }] },
    }),
  })
  const text = await snapshotOf(root, collectManifests([join(root, 'x.json')]))
  expect(text).toContain(JSON.stringify(args))
})

test('nothing secret of a node leaves', async () => {
  const root = makeRoot({
    'proc/1/cmdline': [
      'kube-apiserver',
      `--oidc-client-secret=${canary}`,
      '--tls-private-key-file=/etc/kubernetes/pki/apiserver.key',
      '--encryption-provider-config=/etc/kubernetes/enc.yaml',
      '--authentication-config=/etc/kubernetes/authn.yaml',
    ],
    'proc/2/cmdline': [
      'kubelet',
      '--config=/var/lib/kubelet/config.yaml',
      `--manifest-url=https://u:${canary}@example.com`,
    ],
    'proc/3/cmdline': ['etcd'],
    'proc/3/environ': `PATH=/bin\0SECRET=${canary}\0ETCD_DISCOVERY_PROXY=http://u:${canary}@p\0`,
    'etc/kubernetes/pki/apiserver.key': canary,
    'etc/kubernetes/admin.conf': canary,
    'etc/kubernetes/kubelet.conf': canary,
    'etc/kubernetes/enc.yaml': `resources: [{providers: [{aescbc: {keys: [{name: a, secret: ${canary}}]}}, {kms: {endpoint: "unix:///kms.sock"}}]}]`,
    'etc/kubernetes/authn.yaml': `jwt: [{issuer: {url: "https://u:${canary}@idp"}}]`,
    'var/lib/kubelet/config.yaml': `kind: KubeletConfiguration\nstaticPodURLHeader:\n  Authorization: ["Bearer ${canary}"]\n`,
  })
  const text = await snapshotOf(root, collectNode({ root }, { nodeName: 'n' }))
  expect(text).toContain('kms.sock')
  expect(text).not.toContain(canary)
})

async function snapshotOf(root: string, observations: AsyncIterable<Observation>): Promise<string> {
  const path = join(root, 'out.snapshot')
  await writeSnapshot(path, observations, { cluster: { id: 'c', name: 'c' } })
  const text = gunzipSync(readFileSync(path)).toString('utf8')
  writeFileSync(`${path}.ndjson`, text)
  return text
}
