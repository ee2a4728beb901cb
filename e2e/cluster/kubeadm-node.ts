/** A real control plane node on this machine, as `kubeadm init` makes it, in its own network. */

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { binary, kubernetesVersion } from './binaries.ts'
import { importImages, startContainerd } from './containerd.ts'
import { controlPlaneImages } from './images.ts'
import { kubectl } from './kubectl.ts'
import { createNetwork, inNode } from './network.ts'
import {
  adminKubeconfig,
  claimPaths,
  containerdSocket,
  hostAddress,
  kubeletConfig,
  nodeAddress,
  nodeFolder,
  nodeName,
  podSubnet,
} from './node-paths.ts'
import {
  disown,
  logRoot,
  otherOwner,
  own,
  type RunningProcess,
  startProcess,
  until,
} from './processes.ts'
import { takeDownNode } from './take-down.ts'

export interface KubeadmNode {
  name: string
  /** Where the API server and the kubelet listen; reached from this machine alone. */
  address: string
  /** This machine as the node and its pods see it. */
  hostAddress: string
  /** Path of the administrator's kubeconfig. */
  kubeconfig: string
  /** Path of the kubelet's configuration file; read again by `restartKubelet`. */
  kubeletConfig: string
  kubectl(args: string[], input?: string): Promise<string>
  importImages(archive: string): Promise<void>
  /** Returns when the node is Ready by a status that the new kubelet reported. */
  restartKubelet(): Promise<void>
  /** Leaves the node running when this process ends; `down.ts` takes it down. */
  keep(): void
  stop(): Promise<void>
}

const flagsFile = '/var/lib/kubelet/kubeadm-flags.env'

/** Starts the node; one at a time on a machine. What an earlier run left is taken down first. */
export async function startKubeadmNode(): Promise<KubeadmNode> {
  const user = otherOwner(nodeFolder)
  if (user) throw new Error(`Process ${user} uses the node of this machine; wait until it is done.`)
  await takeDownNode()
  claimPaths()
  own(nodeFolder)
  try {
    createNetwork()
    await startContainerd()
    await importImages(await controlPlaneImages())
    let kubelet = await initialise()
    await untilReady(kubelet)
    // Before that, no pod reaches the API by its service address.
    const proxy = ['rollout', 'status', '-n=kube-system', 'daemonset/kube-proxy', '--timeout=55s']
    await kubectl(adminKubeconfig, proxy)
    return {
      name: nodeName,
      address: nodeAddress,
      hostAddress,
      kubeconfig: adminKubeconfig,
      kubeletConfig,
      kubectl: (args, input) => kubectl(adminKubeconfig, args, input),
      importImages,
      restartKubelet: async () => {
        await kubelet.stop()
        const restartedAt = Date.now()
        kubelet = startKubelet()
        await untilReady(kubelet, restartedAt)
      },
      keep: () => disown(nodeFolder),
      stop: takeDownNode,
    }
  } catch (error) {
    await takeDownNode()
    throw error
  }
}

/** Runs `kubeadm init`, which waits for a kubelet that, without systemd, nobody starts but us. */
async function initialise(): Promise<RunningProcess> {
  const config = join(nodeFolder, 'kubeadm.yaml')
  writeFileSync(config, kubeadmConfig())
  rmSync(flagsFile, { force: true })
  const kubeadm = startProcess(nodeFolder, {
    name: 'kubeadm',
    ...inNode(binary('kubeadm'), [
      'init',
      `--config=${config}`,
      '--ignore-preflight-errors=all',
      '--skip-phases=addon/coredns',
    ]),
  })
  await until('kubeadm configured the kubelet', () => {
    return existsSync(flagsFile) || !kubeadm.isRunning()
  })
  const kubelet = startKubelet()
  await until('kubeadm is done', () => !kubeadm.isRunning(), 300_000)
  // Written by its last phases but one; absent when it gave up.
  if (!existsSync(adminKubeconfig)) throw new Error(`kubeadm failed; its log is in ${logRoot}.`)
  return kubelet
}

function startKubelet(): RunningProcess {
  // KUBELET_KUBEADM_ARGS="--flag=value ...", as the systemd unit of kubeadm's package reads it.
  const flags = readFileSync(flagsFile, 'utf8').match(/^KUBELET_KUBEADM_ARGS="(.*)"$/m)?.[1] ?? ''
  return startProcess(nodeFolder, {
    name: 'kubelet',
    ...inNode(binary('kubelet'), [
      '--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf',
      '--kubeconfig=/etc/kubernetes/kubelet.conf',
      `--config=${kubeletConfig}`,
      ...flags.split(' ').filter(Boolean),
    ]),
  })
}

/** Waits for Ready, and for a report of this kubelet, not of the one before it. */
async function untilReady(kubelet: RunningProcess, since = 0): Promise<void> {
  await until(
    `${nodeName} is Ready`,
    async () => {
      if (!kubelet.isRunning()) throw new Error(`The kubelet ended; its log is in ${logRoot}.`)
      const conditions = 'jsonpath={range .status.conditions[?(@.type=="Ready")]}{.status}{end}'
      const lease = 'jsonpath={.spec.renewTime}'
      const get = (...args: string[]) => kubectl(adminKubeconfig, ['get', ...args]).catch(() => '')
      if ((await get('node', nodeName, '-o', conditions)) !== 'True') return false
      return Date.parse(await get('lease', '-n=kube-node-lease', nodeName, '-o', lease)) > since
    },
    180_000,
  )
}

function kubeadmConfig(): string {
  const kubeadm = 'apiVersion: kubeadm.k8s.io/v1beta4'
  return `${kubeadm}
kind: InitConfiguration
localAPIEndpoint:
  advertiseAddress: ${nodeAddress}
nodeRegistration:
  name: ${nodeName}
  criSocket: unix://${containerdSocket}
  taints: []
  kubeletExtraArgs:
    # It asks for the node's name by DNS otherwise, and waits ten seconds for no answer, each time.
    - name: node-ip
      value: ${nodeAddress}
---
${kubeadm}
kind: ClusterConfiguration
kubernetesVersion: ${kubernetesVersion}
networking:
  podSubnet: ${podSubnet}
---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: cgroupfs
# Kubernetes 1.35 refuses cgroup v1 otherwise; harmless where there is version 2.
failCgroupV1: false
failSwapOn: false
# The kubelet and everything of the node see this machine's disk, which may be nearly full.
evictionHard:
  memory.available: 100Mi
---
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
conntrack:
  # Would be written to /proc/sys, which other network namespaces share or is read-only.
  maxPerCore: 0
  min: 0
`
}
