/** Where the container runtime looks for CNI configuration, since the kubelet has no flag for it any more. */

import type { Host } from '../host/host.ts'
import type { NamedFile } from './files.ts'

const configFiles = ['/etc/containerd/config.toml', '/etc/crio/crio.conf']

/** Empty for the usual folder, which is among the candidates, and where no configuration is seen. */
export async function containerdConfigFolder(host: Host): Promise<NamedFile[]> {
  for (const file of configFiles) {
    const text = await host.readText(file)
    if (text.state !== 'seen') continue
    const folder = /^\s*(?:conf_dir|network_dir)\s*=\s*["']([^"']+)["']/m.exec(text.value)?.[1]
    if (folder) return [{ key: 'cni_config', path: `${folder}/*`, namedBy: `${file} conf_dir` }]
  }
  return []
}
