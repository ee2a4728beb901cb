/** Finds the rule and definition files: inside the bundle, or in this package's folder. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { embedded } from './embedded.ts'

/** Text by path relative to this package, in the order of the paths. */
export type RuleFiles = Readonly<Record<string, string>>

/** The built-in files without tests. */
export function readRuleFiles(): RuleFiles {
  return (
    embedded?.files() ?? readFolder(fileURLToPath(new URL('../..', import.meta.url)), isRuleFile)
  )
}

/** Over paths and texts. */
export function hashRuleFiles(files: RuleFiles): string {
  const hash = createHash('sha256')
  for (const file of Object.keys(files).sort()) hash.update(`${file}\0${files[file]}\0`)
  return hash.digest('hex').slice(0, 16)
}

/** The built-in files, read when they are first asked for, and their hash, which a bundle knows. */
export function openRuleFiles(): { hash: string; files: () => RuleFiles } {
  if (embedded) return embedded
  const files = readRuleFiles()
  return { hash: hashRuleFiles(files), files: () => files }
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
