/** Reads a static pod's manifest: the image's version, the flags' lines, and its host paths. */

import { plainVersion } from '../facts/versions.ts'
import type { Host } from '../host/host.ts'
import { parseStructuredFile } from './structured-file.ts'

export interface StaticPod {
  path: string
  version?: string
  /** The variables with a value of the container, as they stand in the manifest. */
  environment: [string, string][]
  /** The line on which a flag stands in the manifest. */
  flagLine(flag: string, value: string): number | undefined
  /** The host's path of a path inside the container. */
  hostPath(containerPath: string): string
}

/** Undefined when there is no such manifest, or it cannot be read. */
export async function readStaticPod(
  host: Host,
  candidates: string[],
  binary: string,
): Promise<StaticPod | undefined> {
  for (const path of candidates) {
    const text = await host.readText(path)
    if (text.state === 'seen') return parseStaticPod(text.value, path, binary)
  }
  return undefined
}

async function parseStaticPod(
  text: string,
  path: string,
  binary: string,
): Promise<StaticPod | undefined> {
  let content: unknown
  try {
    content = (await parseStructuredFile(text, path)).content
  } catch {
    // The process runs from an earlier state of the file; it only adds detail here.
    return undefined
  }
  const spec = field(content, 'spec')
  const containers = items(field(spec, 'containers'))
  const container = containers.find((it) => runs(it, binary)) ?? containers[0] ?? {}
  const mounts = hostMounts(spec, container)
  const lines = text.split('\n')
  const version = imageVersion(String(field(container, 'image') ?? ''))
  return {
    path,
    ...(version ? { version } : {}),
    environment: items(field(container, 'env')).flatMap(toVariable),
    flagLine: (flag, value) => flagLine(lines, flag, value),
    hostPath: (containerPath) => translate(mounts, containerPath),
  }
}

/** By the command, else by the name: `kube-apiserver` is the image's last part as well. */
function runs(container: unknown, binary: string): boolean {
  const words = [...items(field(container, 'command')), ...items(field(container, 'args'))]
  if (words.some((it) => String(it).split('/').at(-1) === binary)) return true
  return field(container, 'name') === binary
}

function toVariable(entry: unknown): [string, string][] {
  const name = field(entry, 'name')
  const value = field(entry, 'value')
  return typeof name === 'string' && typeof value === 'string' ? [[name, value]] : []
}

/** `1.35.4` of `registry.k8s.io/kube-apiserver:v1.35.4`; undefined for a digest alone. */
export function imageVersion(image: string): string | undefined {
  return plainVersion(/:([^:/@]+)(?:@.*)?$/.exec(image)?.[1])
}

function flagLine(lines: string[], flag: string, value: string): number | undefined {
  const forms = [`--${flag}=${value}`, `--${flag}`]
  const index = lines.findIndex((line) => {
    const word = line
      .trim()
      .replace(/^- /, '')
      .replace(/^["']|["'],?$/g, '')
    return forms.includes(word)
  })
  return index < 0 ? undefined : index + 1
}

interface Mount {
  mountPath: string
  hostPath: string
}

function hostMounts(spec: unknown, container: unknown): Mount[] {
  const volumes = new Map<string, string>()
  for (const volume of items(field(spec, 'volumes'))) {
    const path = field(field(volume, 'hostPath'), 'path')
    if (typeof path === 'string') volumes.set(String(field(volume, 'name')), path)
  }
  const mounts: Mount[] = []
  for (const mount of items(field(container, 'volumeMounts'))) {
    const hostPath = volumes.get(String(field(mount, 'name')))
    const mountPath = field(mount, 'mountPath')
    if (hostPath !== undefined && typeof mountPath === 'string')
      mounts.push({ mountPath: mountPath.replace(/\/+$/, ''), hostPath })
  }
  // The innermost mount of a path counts.
  return mounts.sort((a, b) => b.mountPath.length - a.mountPath.length)
}

function translate(mounts: Mount[], path: string): string {
  const mount = mounts.find((it) => path === it.mountPath || path.startsWith(`${it.mountPath}/`))
  return mount ? mount.hostPath.replace(/\/+$/, '') + path.slice(mount.mountPath.length) : path
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? Reflect.get(value, name)
    : undefined
}

function items(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
