/** A cluster through an API that hides parts of it. */

import type { Gap, Resource } from '@evenkeel/model'
import { afterEach, expect, test } from 'vitest'
import { type Answer, type FakeApi, startFakeApi, status } from '../../fixtures/fake-api.ts'
import { createKubeClient, type KubeClient } from '../kube/client.ts'
import { readClusterIdentity } from '../kube/cluster-identity.ts'
import { type ClusterOptions, collectCluster } from './cluster.ts'

let api: FakeApi | undefined
let kube: KubeClient | undefined

afterEach(async () => {
  await kube?.close()
  await api?.close()
})

const lists: Record<string, object[]> = {
  '/api/v1/namespaces': [
    { metadata: { name: 'kube-system', uid: 'uid-1' } },
    { metadata: { name: 'shop' } },
  ],
  '/api/v1/nodes': [
    {
      metadata: { name: 'n1', labels: { 'node-role.kubernetes.io/control-plane': '' } },
      spec: { providerID: 'kind://docker/x' },
      status: {
        nodeInfo: { kubeletVersion: 'v1.34.1', bootID: 'b' },
        conditions: [{ lastHeartbeatTime: 'now' }],
      },
    },
  ],
  '/api/v1/pods': [
    { metadata: { name: 'a', namespace: 'shop', uid: 'u', resourceVersion: '1' }, spec: {} },
  ],
}

async function collect(answer: (path: string) => Answer | undefined, options: ClusterOptions = {}) {
  api = await startFakeApi((line) => {
    const path = line.replace(/^GET /, '').replace(/\?.*/, '')
    const own = answer(path)
    if (own) return own
    if (path === '/version') return { body: { gitVersion: 'v1.34.1' } }
    const items = lists[path]
    if (items) return { body: { metadata: {}, items } }
    return path.startsWith('/apis/') || path.includes('configmaps')
      ? status(404, 'no such kind')
      : { body: { metadata: {}, items: [] } }
  })
  kube = createKubeClient({ server: api.url, name: 'fake' })
  const resources: Resource[] = []
  const gaps: Gap[] = []
  for await (const it of collectCluster(kube, options)) {
    if ('gap' in it) gaps.push(it.gap)
    else resources.push(it.resource)
  }
  return { resources, gaps }
}

test('names the verb and the resource that a 403 asks for, and goes on', async () => {
  const { resources, gaps } = await collect((path) =>
    path === '/apis/apps/v1/deployments' ? status(403, 'no') : undefined,
  )
  expect(gaps).toContainEqual({
    collector: 'kube-api',
    source: 'GET /apis/apps/v1/deployments',
    reason:
      'The agent may not list deployments; grant the verb list on the resource deployments of the API group apps.',
    resourceType: 'k8s_object',
    subType: 'Deployment',
    apiVersion: 'apps/v1',
  })
  expect(resources.map(({ id }) => id)).toContain('k8s_object/core/Pod/shop/a')
})

test('a kind of an add-on that is not installed is no gap, a kind of Kubernetes itself is', async () => {
  const { gaps } = await collect(() => undefined)
  const kinds = gaps.map(({ subType }) => subType)
  expect(kinds).toContain('Deployment')
  expect(kinds).not.toContain('ClusterPolicy')
  expect(kinds).not.toContain('Gateway')
})

test.each([
  ['installed', { body: { resources: [{ name: 'clusterpolicies' }] } }, true],
  ['not installed', status(404, 'no such group'), false],
  ['installed without this kind', { body: { resources: [{ name: 'policies' }] } }, false],
  ['one that nobody knows of', status(400, 'no'), true],
])('a forbidden add-on, %s', async (_, discovery, isGap) => {
  const { gaps } = await collect((path) => {
    if (path === '/apis/kyverno.io/v1') return discovery
    return path === '/apis/kyverno.io/v1/clusterpolicies' ? status(403, 'no') : undefined
  })
  expect(gaps.some(({ subType }) => subType === 'ClusterPolicy')).toBe(isGap)
})

test('gathers the facts of the cluster and drops what changes by the second', async () => {
  const { resources } = await collect(() => undefined, { clusterName: 'prod' })
  expect(resources.find(({ type }) => type === 'kubernetes_cluster')).toEqual({
    id: 'kubernetes_cluster',
    type: 'kubernetes_cluster',
    name: 'prod',
    data: {
      kubernetes_version: '1.34.1',
      provider: 'kind',
      nodes: [
        {
          name: 'n1',
          kubelet_version: 'v1.34.1',
          os_image: null,
          container_runtime: null,
          control_plane: true,
        },
      ],
      namespaces: ['kube-system', 'shop'],
      custom_resources: [],
    },
  })
  const text = JSON.stringify(resources)
  for (const word of ['lastHeartbeatTime', 'bootID', 'resourceVersion', '"uid"'])
    expect(text).not.toContain(word)
})

test('never asks for Secrets, nor lists ConfigMaps', async () => {
  await collect(() => undefined)
  const lines = api?.requests.map(({ line }) => line) ?? []
  expect(lines.filter((line) => /\/secrets(\?|$)/.test(line))).toEqual([])
  expect(lines.filter((line) => /configmaps(\?|$)/.test(line))).toEqual([])
})

test('asks namespace by namespace where only some are wanted', async () => {
  await collect(() => undefined, { namespaces: ['shop'] })
  const lines = api?.requests.map(({ line }) => line) ?? []
  expect(lines).toContain('GET /api/v1/namespaces/shop/pods?limit=500')
  expect(lines).not.toContain('GET /api/v1/pods?limit=500')
})

test('leaves excluded namespaces out', async () => {
  const { resources } = await collect(() => undefined, { excludedNamespaces: ['shop'] })
  expect(resources.map(({ id }) => id)).not.toContain('k8s_object/core/Pod/shop/a')
})

test('an API that does not know us is an error, not a cluster full of gaps', async () => {
  await expect(collect(() => status(401, 'no'))).rejects.toMatchObject({ kind: 'unauthorized' })
})

test("a cluster is known by kube-system's uid", async () => {
  api = await startFakeApi(() => ({ body: { metadata: { name: 'kube-system', uid: 'uid-1' } } }))
  kube = createKubeClient({ server: api.url, name: 'fake', clusterName: 'prod' })
  expect(await readClusterIdentity(kube)).toEqual({ id: 'uid-1', name: 'prod' })
})
