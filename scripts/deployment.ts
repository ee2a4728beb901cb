/** Writes the Helm chart and the Kustomize bases of the agent; part of `npm run docs`. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chartFiles, kustomizeFiles } from '@evenkeel/server/manifest-files'

const deploy = fileURLToPath(new URL('../deploy/', import.meta.url))

export function writeDeployment(): void {
  writeFolder('helm/evenkeel-agent', chartFiles())
  writeFolder('kustomize', kustomizeFiles())
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
