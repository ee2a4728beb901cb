/** Patterns that no shell expanded: quoted ones, and those of Windows. */

import { glob, isDynamicPattern } from 'tinyglobby'
import { Failure } from '../failure.ts'
import { isThere } from './is-there.ts'

/** A name that is there stands for itself, whatever characters it has. */
export async function expandTargets(targets: string[]): Promise<string[]> {
  const expanded: string[] = []
  for (const target of targets) {
    if (!isDynamicPattern(target) || (await isThere(target))) {
      expanded.push(target)
      continue
    }
    const found = await glob(target, { followSymbolicLinks: false, expandDirectories: false })
    if (found.length === 0) throw new Failure(`No file matches ${target}.`)
    expanded.push(...found.sort())
  }
  return expanded
}
