/** The images of the control plane, made from the built binaries under the names that kubeadm uses. */

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Image, type ImageFile, programFiles, writeImageArchive } from '../../scripts/image.ts'
import { binary, cacheFolder, kubernetesVersion } from './binaries.ts'

/** The name of the image that holds a pod's namespaces. */
export const pauseImage = () => imageNames().find((name) => name.includes('/pause:')) ?? ''

/** An archive with every image of the control plane; written once for each pin. */
export async function controlPlaneImages(): Promise<string> {
  const archive = join(cacheFolder(), 'images.tar')
  if (!existsSync(archive)) await writeImageArchive(archive, imageNames().flatMap(imageOf))
  return archive
}

function imageOf(name: string): Image[] {
  const program = name.replace(/^.*\//, '').replace(/:.*$/, '')
  // Cluster DNS is left out: no test asks for a name.
  if (program === 'coredns') return []
  const path = `/usr/local/bin/${program}`
  const layer: ImageFile[] = [{ path, content: { file: binary(program) }, mode: 0o755 }]
  // kube-proxy writes its rules with this machine's nft.
  if (program === 'kube-proxy') layer.push(...programFiles('/usr/sbin/nft'))
  return [{ names: [name], layers: [layer], config: { entrypoint: [path] } }]
}

function imageNames(): string[] {
  const args = ['config', 'images', 'list', `--kubernetes-version=${kubernetesVersion}`]
  return execFileSync(binary('kubeadm'), args, { encoding: 'utf8' }).trim().split('\n')
}
