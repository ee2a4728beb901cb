/** Reads a folder of rules as texts, whatever dialect they are in. */

import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RuleFile } from '@evenkeel/benchmarks'
import { Failure } from '../failure.ts'

const filesMax = 20_000
const fileBytesMax = 4 * 1024 * 1024

/** In a stable order. Links are not followed; files that are no rules are passed over. */
export async function loadRuleFiles(folders: string[]): Promise<RuleFile[]> {
  const files: RuleFile[] = []
  for (const folder of folders) {
    for (const file of await pathsBelow(folder)) {
      const { size } = await stat(file)
      // Data of that size may lie beside rules; a rule is never left out in silence.
      if (size > fileBytesMax && !file.endsWith('.rego')) continue
      if (size > fileBytesMax) {
        throw new Failure(
          `${file} is larger than ${fileBytesMax / 1024 / 1024} MB, which no rule is.`,
        )
      }
      files.push({ file, text: await readFile(file, 'utf8') })
    }
  }
  return files
}

async function pathsBelow(folder: string): Promise<string[]> {
  try {
    if ((await stat(folder)).isFile()) return [folder]
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const paths = entries
      .filter((it) => it.isFile() && /\.(rego|ya?ml|json)$/.test(it.name))
      .map((it) => join(it.parentPath, it.name))
    if (paths.length > filesMax) throw new Failure(`${folder} holds more than ${filesMax} files.`)
    return paths.sort()
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(`The rules in ${folder} cannot be read.`, undefined, error)
  }
}
