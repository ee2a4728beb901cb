/** Takes a node of the tests off this machine, whole or half there. */

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { binary, findBinaries } from './binaries.ts'
import { removeContainers } from './containerd.ts'
import { deleteNetwork, deletePodNamespaces, inNode } from './network.ts'
import {
  containerdFolder,
  containerdSocket,
  containerdState,
  isClaimed,
  netns,
  nodeFolder,
  removePaths,
} from './node-paths.ts'
import { endRecorded } from './processes.ts'

/** Below these, what is mounted is the node's. */
const mountRoots = ['/var/lib/kubelet', containerdState, containerdFolder]
const cgroupRoot = '/sys/fs/cgroup'
const resetTimeoutMs = 60_000
const shimsEndMs = 10_000

/** Ends and removes everything; does nothing where no node of the tests is. */
export async function takeDownNode(): Promise<void> {
  if (!isClaimed()) return
  // The kubelet first: it would start again what is ended below.
  await endRecorded(nodeFolder, ['kubelet'])
  resetKubeadm()
  removeContainers()
  await endRecorded(nodeFolder)
  await endShims()
  unmountAll()
  deletePodNamespaces()
  deleteNetwork()
  removeCgroups()
  removePaths()
}

/** What is left of a node on this machine, one line each; empty after a takedown. */
export function findLeftovers(): string[] {
  return [
    ...[...shims(), ...kubelets()].map((pid) => `process ${pid}`),
    ...mounts().map((path) => `mount ${path}`),
    ...(existsSync(`/run/netns/${netns}`) ? [`network namespace ${netns}`] : []),
    ...podCgroups().map((path) => `cgroup ${path}`),
    ...['/etc/kubernetes', '/var/lib/etcd', nodeFolder, containerdState]
      .filter((path) => existsSync(path))
      .map((path) => `folder ${path}`),
  ]
}

function resetKubeadm(): void {
  if (!existsSync(`/run/netns/${netns}`) || !existsSync(containerdSocket)) return
  const reset = inNode(binary('kubeadm'), [
    'reset',
    '--force',
    `--cri-socket=unix://${containerdSocket}`,
    // The only member of etcd cannot be taken out of it.
    '--skip-phases=remove-etcd-member',
  ])
  // It may fail halfway on a node that is only half there; what follows removes the rest.
  spawnSync(reset.command, reset.args, { stdio: 'ignore', timeout: resetTimeoutMs })
}

/** containerd's shims outlive it, and with them the containers of a containerd that was killed. */
async function endShims(): Promise<void> {
  for (const deadline = Date.now() + shimsEndMs; shims().length > 0; await sleep(100)) {
    const pids = Date.now() > deadline ? shims().flatMap((pid) => [...childrenOf(pid), pid]) : []
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    if (Date.now() > deadline + shimsEndMs) throw new Error(`Processes ${shims()} do not end.`)
  }
}

function shims(): number[] {
  return allProcesses().filter((pid) => {
    const args = readProcess(pid, 'cmdline').split('\0')
    return args[0]?.endsWith('containerd-shim-runc-v2') && args.includes(containerdSocket)
  })
}

/** The kubelets that were built for the tests; only a node has one. */
function kubelets(): number[] {
  const program = findBinaries() && binary('kubelet')
  return allProcesses().filter((pid) => readProcess(pid, 'cmdline').split('\0')[0] === program)
}

function childrenOf(parent: number): number[] {
  return allProcesses().filter((pid) => readProcess(pid, 'status').includes(`\nPPid:\t${parent}\n`))
}

const allProcesses = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)

function readProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    // It ended between the listing and the reading.
    return ''
  }
}

function unmountAll(): void {
  for (const path of mounts()) execFileSync('umount', ['--lazy', path])
}

/** The node's mounts, the innermost first. */
function mounts(): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((path) => mountRoots.some((root) => path === root || path.startsWith(`${root}/`)))
    .reverse()
}

function removeCgroups(): void {
  for (const path of podCgroups()) removeCgroup(path)
}

/** The cgroups of pods: below each controller in version 1, at the root in version 2. */
function podCgroups(): string[] {
  const hierarchies = readdirSync(cgroupRoot).map((name) => join(cgroupRoot, name))
  return [cgroupRoot, ...hierarchies]
    .flatMap((hierarchy) => ['kubepods', 'k8s.io'].map((name) => join(hierarchy, name)))
    .filter((path) => existsSync(path))
}

function removeCgroup(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) removeCgroup(join(path, entry.name))
  }
  rmdirSync(path)
}
