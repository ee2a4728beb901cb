/** Writes the Helm chart and the Kustomize bases of the agent; part of `npm run docs`. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chartFiles, kustomizeFiles } from '@evenkeel/server/manifest-files'

const deploy = fileURLToPath(new URL('../deploy/', import.meta.url))

export function writeDeployment(): void {
  writeFolder('helm/evenkeel-agent', chartFiles())
  for (const [folder, files] of byFolder(kustomizeFiles()))
    writeFolder(`kustomize/${folder}`, files)
}

/** Other folders beside these are not ours. */
function byFolder(files: Map<string, string>): Map<string, Map<string, string>> {
  const folders = new Map<string, Map<string, string>>()
  for (const [path, text] of files) {
    const [folder = '', ...rest] = path.split('/')
    const own = folders.get(folder) ?? new Map<string, string>()
    folders.set(folder, own.set(rest.join('/'), text))
  }
  return folders
}

function writeFolder(name: string, files: Map<string, string>): void {
  const folder = join(deploy, name)
  rmSync(folder, { recursive: true, force: true })
  for (const [path, text] of files) {
    const target = join(folder, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
}
