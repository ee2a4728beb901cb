/** The Kubernetes API of the tests is a real one: lists, permissions, tokens. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiOnlyCluster, startApiOnly } from '../cluster/api-only.ts'
import { kubectl } from '../cluster/kubectl.ts'
import { missing, title } from '../requirements.ts'

const reasons = missing('api')

describe.skipIf(reasons.length > 0)(title('Kubernetes API', reasons), () => {
  let cluster: ApiOnlyCluster

  beforeAll(async () => {
    cluster = await startApiOnly()
  })
  afterAll(() => cluster?.stop())

  test('lists objects with the kubeconfig of the administrator', async () => {
    const { items } = JSON.parse(await cluster.kubectl(['get', 'namespaces', '-o', 'json']))
    expect(items.map((it: { metadata: { name: string } }) => it.metadata.name)).toEqual(
      expect.arrayContaining(['default', 'kube-node-lease', 'kube-public', 'kube-system']),
    )
  })

  test('denies a service account what no role grants it', async () => {
    await cluster.kubectl(['create', 'serviceaccount', 'reader'])
    await cluster.kubectl(['create', 'clusterrole', 'reads-pods', '--verb=list', '--resource=pods'])
    await cluster.kubectl([
      'create',
      'clusterrolebinding',
      'reader',
      '--clusterrole=reads-pods',
      '--serviceaccount=default:reader',
    ])
    const token = (await cluster.kubectl(['create', 'token', 'reader'])).trim()
    // Without the kubeconfig: its client certificate would win over the token.
    const access = [`--server=${cluster.url}`, `--certificate-authority=${cluster.caFile}`]
    const as = (...args: string[]) =>
      kubectl('/dev/null', [...access, `--token=${token}`, ...args]).catch(
        (error: { stderr?: string }) => `${error.stderr}`,
      )

    expect(await as('get', 'pods', '-A', '-o', 'name')).toBe('')
    expect(await as('get', 'secrets', '-A')).toContain('is forbidden')
    expect(await as('get', 'pods/any', '-n', 'default')).toContain(
      'User "system:serviceaccount:default:reader" cannot get resource "pods"',
    )
  })
})
