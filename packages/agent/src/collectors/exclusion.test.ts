/** Excluded namespaces are neither asked for nor taken. */
import { expect, test } from 'vitest'
import { startFakeApi, status } from '../../fixtures/fake-api.ts'
import { createKubeClient } from '../kube/client.ts'
import { collectCluster } from './cluster.ts'

/** A server that does not heed the selector, as some that only look like one. */
async function collect(excludedNamespaces: string[]) {
  const items: Record<string, object[]> = {
    '/api/v1/namespaces': [
      { metadata: { name: 'kube-system', uid: 'u' } },
      { metadata: { name: 'a' } },
      { metadata: { name: 'b' } },
    ],
    '/api/v1/services': [
      { metadata: { name: 's', namespace: 'a' } },
      { metadata: { name: 's', namespace: 'b' } },
    ],
    '/apis/rbac.authorization.k8s.io/v1/clusterroles': [{ metadata: { name: 'a' } }],
  }
  const api = await startFakeApi((line) => {
    const path = line.replace('GET ', '').split('?')[0] ?? ''
    if (path === '/version') return { body: { gitVersion: 'v1.35.0' } }
    return path in items ? { body: { metadata: {}, items: items[path] } } : status(404, 'none')
  })
  const kube = createKubeClient({ server: api.url, name: 'fake' })
  const ids: string[] = []
  for await (const it of collectCluster(kube, { excludedNamespaces }))
    if ('resource' in it) ids.push(it.resource.id)
  await kube.close()
  await api.close()
  const asked = api.requests.map(({ line }) => decodeURIComponent(line))
  return { ids: ids.filter((id) => id.startsWith('k8s_object/')), asked }
}

test('nothing of an excluded namespace is a resource', async () => {
  const { ids, asked } = await collect(['a', 'c'])
  expect(ids.sort()).toEqual([
    'k8s_object/core/Namespace/b',
    'k8s_object/core/Namespace/kube-system',
    'k8s_object/core/Service/b/s',
    'k8s_object/rbac.authorization.k8s.io/ClusterRole/a',
  ])
  const of = (path: string) => asked.find((line) => line.startsWith(`GET ${path}?`))
  expect(of('/api/v1/services')).toContain(
    'fieldSelector=metadata.namespace!=a,metadata.namespace!=c',
  )
  expect(of('/api/v1/namespaces')).toContain('fieldSelector=metadata.name!=a,metadata.name!=c')
  expect(of('/apis/rbac.authorization.k8s.io/v1/clusterroles')).not.toContain('fieldSelector')
})

test('without exclusions nothing is selected', async () => {
  const { ids, asked } = await collect([])
  expect(ids).toHaveLength(6)
  expect(asked.join()).not.toContain('fieldSelector')
})
