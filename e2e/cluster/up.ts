/** Starts a cluster and leaves it running: `node --import tsx e2e/cluster/up.ts [node|api]`. */

import { startApiOnly } from './api-only.ts'
import { buildBinaries } from './binaries.ts'
import { startKubeadmNode } from './kubeadm-node.ts'

const kinds = { node: startKubeadmNode, api: startApiOnly }
const [kind = 'node', ...images] = process.argv.slice(2)
if (kind !== 'node' && kind !== 'api') {
  console.error(`There is no cluster of the kind "${kind}"; say node or api.`)
  process.exit(2)
}

buildBinaries()
const cluster = await kinds[kind]()
if ('importImages' in cluster) for (const archive of images) await cluster.importImages(archive)
cluster.keep()
console.log(`export KUBECONFIG=${cluster.kubeconfig}`)
