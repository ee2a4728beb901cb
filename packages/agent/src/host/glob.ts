/** Expands `*` and `**` against a host; what cannot be listed is said, never skipped. */

import { posix } from 'node:path'
import type { Host } from './host.ts'

export interface GlobResult {
  /** Sorted, existing paths. */
  paths: string[]
  hidden: { path: string; reason: string }[]
}

const depthMax = 8
const pathsMax = 5000

/** `*` is any name or part of one, `**` any number of folders; a final `**` means every file below. */
export async function expandGlob(host: Host, pattern: string): Promise<GlobResult> {
  const result: GlobResult = { paths: [], hidden: [] }
  const segments = pattern.split('/').filter(Boolean)
  await walk({ host, result }, '/', segments, 0)
  result.paths = [...new Set(result.paths)].sort()
  return result
}

interface Walk {
  host: Host
  result: GlobResult
}

async function walk(it: Walk, folder: string, segments: string[], depth: number): Promise<void> {
  const [segment, ...rest] = segments
  if (segment === undefined || depth > depthMax) return
  if (!segment.includes('*')) {
    const path = posix.join(folder, segment)
    if (rest.length > 0) return walk(it, path, rest, depth)
    const found = await it.host.stat(path)
    if (found.state === 'seen') add(it, path)
    if (found.state === 'hidden') it.result.hidden.push({ path, reason: found.reason })
    return
  }
  const names = await it.host.list(folder)
  if (names.state === 'hidden') it.result.hidden.push({ path: folder, reason: names.reason })
  if (names.state !== 'seen') return
  if (segment === '**' && rest.length > 0) await walk(it, folder, rest, depth)
  const pattern = segment === '**' ? /^/ : nameRegex(segment)
  for (const name of names.value.filter((entry) => pattern.test(entry)))
    await visit(it, posix.join(folder, name), { segment, rest, depth })
}

interface Step {
  segment: string
  rest: string[]
  depth: number
}

async function visit(it: Walk, path: string, { segment, rest, depth }: Step): Promise<void> {
  const stat = await it.host.stat(path)
  if (stat.state === 'hidden') it.result.hidden.push({ path, reason: stat.reason })
  // It went away between the listing and the look, or is a dangling link.
  if (stat.state !== 'seen') return
  const isFolder = stat.value.type === 'directory'
  if (segment === '**') {
    if (isFolder) await walk(it, path, [segment, ...rest], depth + 1)
    else if (rest.length === 0) add(it, path)
  } else if (rest.length > 0) await walk(it, path, rest, depth)
  else if (!isFolder) add(it, path)
}

function add(it: Walk, path: string): void {
  if (it.result.paths.length < pathsMax) it.result.paths.push(path)
  else if (it.result.paths.length === pathsMax)
    it.result.hidden.push({ path, reason: `More than ${pathsMax} files; the rest was not read.` })
}

function nameRegex(segment: string): RegExp {
  const source = segment.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')
  return new RegExp(`^${source}$`)
}
