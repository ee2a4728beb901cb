/**
 * Builds fixtures/sample/sample.snapshot from a List of a cluster's objects and the recorded node.
 *
 * node --import tsx packages/agent/scripts/record-sample.ts OBJECTS_FILE
 */
import { join } from 'node:path'
import type { Observation, Resource } from '@evenkeel/model'
import { collectManifests } from '../src/collectors/manifests.ts'
import { collectNode } from '../src/collectors/node.ts'
import { writeSnapshot } from '../src/snapshots/snapshot.ts'

const [objects = ''] = process.argv.slice(2)
const fixtures = join(import.meta.dirname, '../fixtures')
const recordedAt = '2026-11-24T14:20:00.000Z'

/** Objects of a cluster stand in no file. */
const withoutSource = ({ source: _, ...resource }: Resource): Resource => resource
/** Events and leases change by the second and no rule reads them. */
const left = new Set(['Lease', 'Endpoints', 'Event'])

const cluster: Observation[] = []
let proxyConfig: string | undefined
for await (const observation of collectManifests([objects], { clusterName: 'sample' })) {
  if ('gap' in observation) throw new Error(observation.gap.reason)
  const { resource } = observation
  if (left.has(resource.subType ?? '')) continue
  if (resource.id === 'k8s_object/core/ConfigMap/kube-system/kube-proxy')
    proxyConfig = (resource.data as { data: Record<string, string> }).data['config.conf']
  cluster.push({ resource: withoutSource(resource) })
}
const node: Observation[] = []
for await (const it of collectNode({ root: join(fixtures, 'kubeadm-node') }, { proxyConfig }))
  node.push(it)
const counts = await writeSnapshot(
  join(fixtures, 'sample/sample.snapshot'),
  [...cluster, ...node],
  {
    created_at: recordedAt,
    cluster: { id: '5a3c1e00-0000-4000-8000-000000000001', name: 'sample' },
    kubernetes_version: '1.35.4',
  },
)
console.log(counts)
