/** A containerd of the node's own, apart from any that this machine runs. */

import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { pauseImage } from './images.ts'
import { inNode } from './network.ts'
import {
  cniConfig,
  containerdFolder,
  containerdSocket,
  containerdState,
  nodeFolder,
  podSubnet,
} from './node-paths.ts'
import { startProcess, until } from './processes.ts'

/** Starts containerd and returns when it answers. */
export async function startContainerd(): Promise<void> {
  const config = join(nodeFolder, 'containerd.toml')
  mkdirSync(dirname(cniConfig), { recursive: true })
  writeFileSync(config, containerdConfig())
  writeFileSync(cniConfig, JSON.stringify(podNetwork(), null, 2))
  const containerd = startProcess(nodeFolder, {
    name: 'containerd',
    ...inNode('containerd', ['--config', config]),
  })
  await until('containerd answers', () => {
    if (!containerd.isRunning()) throw new Error('containerd ended; see its log.')
    return existsSync(containerdSocket) && canReach()
  })
}

/** Imports every image of an archive under the names that it has there. */
export async function importImages(archive: string): Promise<void> {
  await promisify(execFile)('ctr', ctrArgs('images', 'import', archive))
}

/** Kills and removes every container that is left. */
export function removeContainers(): void {
  if (!existsSync(containerdSocket) || !canReach()) return
  const list = (...args: string[]) =>
    execFileSync('ctr', ctrArgs(...args), { encoding: 'utf8' })
      .split('\n')
      .filter(Boolean)
  const attempt = (...args: string[]) => {
    try {
      execFileSync('ctr', ctrArgs(...args), { stdio: 'ignore' })
    } catch {
      // It ended by itself meanwhile. What really stays is found at the end of the takedown.
    }
  }
  for (const id of list('tasks', 'list', '-q')) attempt('tasks', 'delete', '--force', id)
  for (const id of list('containers', 'list', '-q')) attempt('containers', 'delete', id)
}

function canReach(): boolean {
  try {
    execFileSync('ctr', ctrArgs('--timeout', '5s', 'version'), { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const ctrArgs = (...args: string[]) => ['-a', containerdSocket, '-n', 'k8s.io', ...args]

function containerdConfig(): string {
  return `version = 2
root = "${containerdFolder}"
state = "${containerdState}/state"
[plugins."io.containerd.internal.v1.opt"]
  path = "${containerdFolder}/opt"
[grpc]
  address = "${containerdSocket}"
[plugins."io.containerd.grpc.v1.cri"]
  # Where CAP_SYS_RESOURCE is withheld, runc cannot lower the score and ends.
  restrict_oom_score_adj = true
  sandbox_image = "${pauseImage()}"
  # Nothing may listen on a port of this machine.
  disable_tcp_service = true
[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "/usr/lib/cni"
  conf_dir = "${dirname(cniConfig)}"
`
}

function podNetwork(): object {
  return {
    cniVersion: '1.0.0',
    name: 'evenkeel-e2e',
    plugins: [
      {
        type: 'bridge',
        bridge: 'cni0',
        isGateway: true,
        ipMasq: false,
        ipam: {
          type: 'host-local',
          ranges: [[{ subnet: podSubnet }]],
          routes: [{ dst: '0.0.0.0/0' }],
          dataDir: join(nodeFolder, 'addresses'),
        },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  }
}
