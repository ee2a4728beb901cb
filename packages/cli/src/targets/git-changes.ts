/** The manifests of a git work tree that differ from a ref, those not yet added included. */

import { dirname, join, relative, resolve } from 'node:path'
import { Failure } from '../failure.ts'
import { isThere } from './is-there.ts'
import { runTool } from './run-tool.ts'

const manifestName = /\.(ya?ml|json|ndjson|tpl)(\.gz)?$/i
const wholes = ['Chart.yaml', 'kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** Files and, for what is part of a chart or an overlay, its folder; relative to the working folder. */
export async function changedTargets(ref: string, targets: string[]): Promise<string[]> {
  if (ref.startsWith('-')) throw new Failure(`${ref} is no git ref.`)
  const paths = targets.length > 0 ? targets : ['.']
  const root = (await git(['rev-parse', '--show-toplevel'])).trim()
  const base = (await git(['merge-base', ref, 'HEAD'])).trim()
  const changed = await git(['diff', '--name-only', '-z', '--diff-filter=d', base, '--', ...paths])
  const added = await git([
    'ls-files',
    '--others',
    '--exclude-standard',
    '--full-name',
    '-z',
    '--',
    ...paths,
  ])
  const files = [...changed.split('\0'), ...added.split('\0')].filter((it) => manifestName.test(it))
  const wanted = new Set<string>()
  for (const file of files) wanted.add(await wholeOf(join(root, file), root))
  return [...wanted].map((it) => relative(process.cwd(), it) || '.').sort()
}

/** The nearest folder above that is a chart or an overlay; the file itself where none is. */
async function wholeOf(file: string, root: string): Promise<string> {
  for (let folder = dirname(file); folder.startsWith(root); folder = dirname(folder)) {
    for (const name of wholes) if (await isThere(join(folder, name))) return folder
    if (folder === resolve(root)) break
  }
  return file
}

async function git(args: string[]): Promise<string> {
  const result = await runTool('git', args)
  if (result.state === 'done') return result.output
  if (result.state === 'missing')
    throw new Failure('--changed-since needs git, which is not there.')
  throw new Failure(`--changed-since: git says: ${result.reason}`)
}
