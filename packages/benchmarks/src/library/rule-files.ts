/** Finds the rule and definition files: inside the bundle, or in this package's folder. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { embeddedFiles } from './embedded.ts'

/** Text by path relative to this package, in the order of the paths. */
export type RuleFiles = Readonly<Record<string, string>>

/** The built-in files without tests. */
export function readRuleFiles(): RuleFiles {
  if (embeddedFiles) return embeddedFiles
  return readFolder(fileURLToPath(new URL('../..', import.meta.url)), isRuleFile)
}

/** The files with the rules' tests. From a checkout only. */
export function readTestFiles(): RuleFiles {
  return readFolder(
    fileURLToPath(new URL('../..', import.meta.url)),
    (path) => path.startsWith('rules/') && path.endsWith('.rego'),
  )
}

function isRuleFile(path: string): boolean {
  if (path.startsWith('definitions/')) return path.endsWith('.yaml')
  return path.startsWith('rules/') && path.endsWith('.rego') && !path.endsWith('_test.rego')
}

function readFolder(root: string, isWanted: (path: string) => boolean): RuleFiles {
  const files: Record<string, string> = {}
  const paths = ['definitions', 'rules'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/')),
  )
  for (const path of paths.sort()) {
    if (isWanted(path)) files[path] = readFileSync(join(root, path), 'utf8')
  }
  return files
}
