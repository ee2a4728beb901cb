/** The places of this machine that a node of the tests uses, and the check that they are free. */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stateRoot } from './processes.ts'

export const nodeName = 'node1'
export const nodeAddress = '10.77.0.11'
/** This machine as the node sees it: where a server of the tests listens for the agent. */
export const hostAddress = '10.77.0.1'
export const podSubnet = '10.244.0.0/24'
export const netns = 'evenkeel-node1'

export const nodeFolder = join(stateRoot, nodeName)
export const containerdFolder = join(nodeFolder, 'containerd')
/** A socket's path may have 107 bytes at most, so it is not below the temporary folder. */
export const containerdState = '/run/evenkeel-e2e'
export const containerdSocket = `${containerdState}/containerd.sock`
export const cniConfig = '/etc/cni/net.d/10-evenkeel-e2e.conflist'
export const kubeletConfig = '/var/lib/kubelet/config.yaml'
export const adminKubeconfig = '/etc/kubernetes/admin.conf'

/** What a node's components, or `ip netns`, make where it does not exist. */
const usedPaths = [
  '/etc/kubernetes',
  '/var/lib/kubelet',
  '/var/lib/etcd',
  '/var/log/pods',
  '/var/log/containers',
  '/usr/libexec/kubernetes',
  '/etc/cni/net.d',
  '/etc/cni',
  '/lib/modules',
  '/run/containerd',
  '/run/netns',
  '/run/xtables.lock',
  containerdState,
]

const madePathsFile = join(nodeFolder, 'made-paths.json')

/** What only a machine has that is a Kubernetes node already. */
const proofsOfNode = [
  '/etc/kubernetes/manifests/kube-apiserver.yaml',
  '/etc/kubernetes/kubelet.conf',
  '/var/lib/kubelet/config.yaml',
  '/var/lib/etcd/member',
]

/** Notes which paths are going to be ours; refuses a machine that is a node of somebody's cluster. */
export function claimPaths(): void {
  const proof = proofsOfNode.find((path) => existsSync(path))
  if (proof) {
    throw new Error(
      `This machine is a Kubernetes node already (${proof} exists); the tests would destroy it.`,
    )
  }
  mkdirSync(nodeFolder, { recursive: true })
  writeFileSync(madePathsFile, JSON.stringify(usedPaths.filter((path) => !existsSync(path))))
  mkdirSync(containerdState, { recursive: true, mode: 0o711 })
}

/** Whether a node of the tests was started here and not taken down yet. */
export const isClaimed = () => existsSync(madePathsFile)

/** Removes what was not here before. */
export function removePaths(): void {
  if (!isClaimed()) return
  const made = JSON.parse(readFileSync(madePathsFile, 'utf8')) as string[]
  rmSync(cniConfig, { force: true })
  if (made.includes('/run/netns')) spawnSync('umount', ['/run/netns'], { stdio: 'ignore' })
  for (const path of made) rmSync(path, { recursive: true, force: true })
  rmSync(nodeFolder, { recursive: true, force: true })
}
