/** The network namespace of the node: one cable to this machine, and no way further. */

import { execFileSync, spawnSync } from 'node:child_process'
import { hostAddress, netns, nodeAddress, podSubnet } from './node-paths.ts'

const hostInterface = 'evenkeel-host'

export function createNetwork(): void {
  const run = (line: string) => ip(line.split(' '))
  run(`netns add ${netns}`)
  run(`link add ${hostInterface} type veth peer name eth0 netns ${netns}`)
  run(`address add ${hostAddress}/24 dev ${hostInterface}`)
  run(`link set ${hostInterface} up`)
  run(`-n ${netns} link set lo up`)
  run(`-n ${netns} address add ${nodeAddress}/24 dev eth0`)
  run(`-n ${netns} link set eth0 up`)
  run(`-n ${netns} route add default via ${hostAddress}`)
  // Pods reach this machine, and this machine reaches pods, through the node.
  run(`route add ${podSubnet} via ${nodeAddress}`)
  execFileSync('nsenter', [`--net=/run/netns/${netns}`, 'sysctl', '-qw', 'net.ipv4.ip_forward=1'])
}

/** Deletes the namespace; cable, routes, bridge and packet filter rules go with it. */
export function deleteNetwork(): void {
  spawnSync('ip', ['link', 'delete', hostInterface], { stdio: 'ignore' })
  spawnSync('ip', ['netns', 'delete', netns], { stdio: 'ignore' })
}

/** Deletes the namespaces of pods in which no process is left. */
export function deletePodNamespaces(): void {
  const list = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' }).stdout ?? ''
  for (const [name] of list.matchAll(/^cni-[0-9a-f-]+/gm)) {
    const pids = spawnSync('ip', ['netns', 'pids', name], { encoding: 'utf8' }).stdout ?? ''
    if (pids.trim() === '') spawnSync('ip', ['netns', 'delete', name], { stdio: 'ignore' })
  }
}

/** The command line that runs a program in the node's network and otherwise on this machine. */
export function inNode(command: string, args: string[]): { command: string; args: string[] } {
  // Not `ip netns exec`: that mounts /sys anew, without the cgroups below it.
  return { command: 'nsenter', args: [`--net=/run/netns/${netns}`, command, ...args] }
}

function ip(args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] })
}
