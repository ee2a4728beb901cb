/** Finds the files of the given targets: files as they are named, folders with all below them. */

import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface ManifestFile {
  /** As the user named it, for folders with the rest of the path. */
  path: string
  /** What findings call it, where that is something else: the template that it was rendered from. */
  shown?: string
  /** Named by the user, so that a file without Kubernetes objects is worth a word. */
  isNamed: boolean
}

/**
 * Makes manifests of a folder that holds only what they are made of. Undefined for a folder as any other;
 * `goOn` reads it as it lies nevertheless, with the reason as a gap.
 */
export type RenderFolder = (
  folder: string,
  names: readonly string[],
) => Promise<RenderedFolder | undefined>

export type RenderedFolder =
  | { state: 'rendered'; files: ManifestFile[] }
  | { state: 'failed'; reason: string; goOn: boolean }

export type Target = { file: ManifestFile } | { gap: { source: string; reason: string } }

export const filesMax = 100_000
const depthMax = 64
const manifestName = /\.(ya?ml|json|ndjson)(\.gz)?$/i
const skippedFolders = new Set(['node_modules'])

/** In the order of the targets, folders by name. Hidden entries of folders are left out. */
export async function* findManifests(
  targets: string[],
  render?: RenderFolder,
): AsyncGenerator<Target> {
  const walk: Walk = { seen: new Set(), count: 0, render }
  for (const target of targets) {
    if (target === '-') {
      yield { file: { path: '-', isNamed: true } }
      continue
    }
    try {
      const stats = await stat(target)
      if (stats.isDirectory()) yield* walkFolder(walk, target, 0)
      else if (stats.isFile() || stats.isFIFO()) yield { file: { path: target, isNamed: true } }
      else yield gap(target, `${target} is neither a file nor a folder.`)
    } catch (error) {
      yield gap(target, readReason(target, error))
    }
  }
}

interface Walk {
  /** Real paths of the folders walked, so that a link back does not go round for ever. */
  seen: Set<string>
  count: number
  render: RenderFolder | undefined
}

async function* walkFolder(walk: Walk, folder: string, depth: number): AsyncGenerator<Target> {
  const real = await realpath(folder)
  if (walk.seen.has(real)) return
  walk.seen.add(real)
  if (depth > depthMax)
    return yield gap(folder, `${folder} lies deeper than ${depthMax} folders; name it itself.`)
  let names: string[]
  try {
    names = (await readdir(folder)).sort()
  } catch (error) {
    return yield gap(folder, readReason(folder, error))
  }
  const rendered = await walk.render?.(folder, names)
  if (rendered?.state === 'rendered') {
    for (const file of rendered.files) yield { file }
    return
  }
  if (rendered) {
    yield gap(folder, rendered.reason)
    if (!rendered.goOn) return
  } else if (names.includes('Chart.yaml'))
    return yield gap(
      folder,
      `${folder} is a Helm chart; render it with "helm template" and give the result.`,
    )
  for (const name of names) {
    if (name.startsWith('.') || skippedFolders.has(name)) continue
    yield* visit(walk, join(folder, name), depth)
  }
}

async function* visit(walk: Walk, path: string, depth: number): AsyncGenerator<Target> {
  try {
    const link = await lstat(path)
    const stats = link.isSymbolicLink() ? await stat(path) : link
    if (stats.isDirectory()) yield* walkFolder(walk, path, depth + 1)
    else if (!manifestName.test(path)) return
    else if (!stats.isFile()) yield gap(path, `${path} is no regular file; it was not read.`)
    else {
      walk.count += 1
      if (walk.count === filesMax + 1)
        yield gap(path, `There are more than ${filesMax} files; the rest was not read.`)
      if (walk.count <= filesMax) yield { file: { path, isNamed: false } }
    }
  } catch (error) {
    yield gap(path, readReason(path, error))
  }
}

function gap(source: string, reason: string): Target {
  return { gap: { source, reason } }
}

export function readReason(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return `${path} is not there.`
  if (code === 'EACCES') return `${path} may not be read: permission denied.`
  if (code === 'ELOOP') return `${path} is a link that leads round in a circle.`
  return `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`
}
