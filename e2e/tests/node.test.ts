/** A node as `kubeadm init` makes it: ready, configurable, and gone without a trace afterwards. */

import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KubeadmNode, startKubeadmNode } from '../cluster/kubeadm-node.ts'
import { findLeftovers } from '../cluster/take-down.ts'
import { missing, title } from '../requirements.ts'

const reasons = missing('node')

describe.skipIf(reasons.length > 0)(title('kubeadm node', reasons), () => {
  let node: KubeadmNode

  beforeAll(async () => {
    node = await startKubeadmNode()
  })
  afterAll(async () => {
    await node?.stop()
    expect(findLeftovers()).toEqual([])
  })

  const configz = async () => {
    const path = `/api/v1/nodes/${node.name}/proxy/configz`
    return JSON.parse(await node.kubectl(['get', '--raw', path])).kubeletconfig
  }

  test('runs the components of a control plane as pods', async () => {
    const components = async () => {
      const { items } = JSON.parse(await node.kubectl(['get', 'pods', '-A', '-o', 'json']))
      return items
        .map((it: { metadata: { labels: Record<string, string> } }) => it.metadata.labels)
        .map((labels: Record<string, string>) => labels.component ?? labels['k8s-app'])
        .sort()
    }
    // The kubelet reports its static pods a moment after the node is Ready.
    await expect
      .poll(components, { timeout: 60_000 })
      .toEqual([
        'etcd',
        'kube-apiserver',
        'kube-controller-manager',
        'kube-proxy',
        'kube-scheduler',
      ])
  })

  test('answers for the configuration of its kubelet', async () => {
    expect(await configz()).toMatchObject({
      authentication: { anonymous: { enabled: false } },
      staticPodPath: '/etc/kubernetes/manifests',
    })
  })

  test('takes on a changed kubelet setting after a restart', async () => {
    const original = readFileSync(node.kubeletConfig, 'utf8')
    expect((await configz()).makeIPTablesUtilChains).toBe(true)
    writeFileSync(node.kubeletConfig, `${original}makeIPTablesUtilChains: false\n`)
    await node.restartKubelet()
    expect((await configz()).makeIPTablesUtilChains).toBe(false)
  })

  test('starts anew over what a crashed run left behind', async () => {
    const uid = async () =>
      JSON.parse(await node.kubectl(['get', 'node', node.name, '-o', 'json'])).metadata.uid
    const crashed = await uid()
    // Nothing was taken down before this call, as after a crash.
    node = await startKubeadmNode()
    expect(await uid()).not.toBe(crashed)
  })
})
