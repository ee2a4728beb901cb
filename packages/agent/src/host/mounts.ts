/** Finds which of the host's paths can be seen below a root. */

import { readFile } from 'node:fs/promises'
import { posix, resolve } from 'node:path'

/** `everything`, or the host's paths that are mounted one by one. */
export type VisiblePaths = 'everything' | string[]

/**
 * In a pod the host's paths are mounted one by one below a folder like `/host`. What lies between
 * was made by the container runtime, so that a path missing there says nothing of the host.
 */
export async function visiblePathsOf(root: string): Promise<VisiblePaths> {
  const base = resolve(root)
  if (base === '/') return 'everything'
  const points = await mountPoints()
  const below = points.filter((point) => point.startsWith(`${base}/`))
  if (points.includes(base) || below.length === 0) return 'everything'
  return below.map((point) => point.slice(base.length))
}

export function isVisible(visible: VisiblePaths, path: string): boolean {
  if (visible === 'everything') return true
  const clean = posix.normalize(path)
  return visible.some((point) => clean === point || clean.startsWith(`${point}/`))
}

export interface WritableMounts {
  /** Mounted one by one below the root, as the pod asks for them. */
  own: string[]
  /** The read-only ones inside which something else is mounted that can be written. */
  around: string[]
}

/** What could be written below the root by what is mounted there. */
export async function findWritableMounts(root: string): Promise<WritableMounts> {
  const base = resolve(root)
  return base === '/' ? { own: [], around: [] } : parseWritableMounts(await mountInfo(), base)
}

export function parseWritableMounts(mountInfo: string, base: string): WritableMounts {
  const mounts = mountInfo.split('\n').flatMap((line) => {
    const [point = ''] = parseMountPoints(line)
    // The sixth field holds the options of the mount, not of what is mounted.
    const isWritable = (line.split(' ')[5] ?? '').split(',').includes('rw')
    return point.startsWith(`${base}/`) ? [{ path: point.slice(base.length), isWritable }] : []
  })
  const outermost = (path: string): string | undefined =>
    mounts.find((it) => path.startsWith(`${it.path}/`))?.path
  const writable = mounts.filter(({ isWritable }) => isWritable).map(({ path }) => path)
  const around = writable.map(outermost).filter((it) => it !== undefined)
  return {
    own: writable.filter((path) => outermost(path) === undefined),
    around: [...new Set(around)].sort(),
  }
}

async function mountPoints(): Promise<string[]> {
  return parseMountPoints(await mountInfo())
}

async function mountInfo(): Promise<string> {
  try {
    return await readFile('/proc/self/mountinfo', 'utf8')
  } catch {
    // Not Linux, or no /proc: then nothing is mounted one by one either.
    return ''
  }
}

/** The fifth field of each line, with the kernel's octal escapes undone. */
export function parseMountPoints(mountInfo: string): string[] {
  return mountInfo
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter(Boolean)
    .map((point) =>
      point.replace(/\\([0-7]{3})/g, (_, octal: string) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      ),
    )
}
