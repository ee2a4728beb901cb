/**
 * Finds the line of a template that made a line of its output.
 *
 * Helm keeps no trace of its own. A line is taken for the origin only if it is the single candidate:
 * first the same text, then the same key below the same keys.
 */

export function traceLine(
  output: readonly string[],
  line: number,
  template: readonly string[],
): { line: number; column: number } | undefined {
  const text = output[line - 1]
  if (text === undefined || text.trim() === '') return undefined
  const same = indexesOf(template, (it) => it.trim() === text.trim())
  const found = only(same) ?? only(nearestByParents(output, line - 1, template, same))
  if (found === undefined) return undefined
  const column = (template[found] ?? '').search(/\S/) + 1
  return { line: found + 1, column }
}

/** Candidates with the same key, narrowed by the keys that stand above. */
function nearestByParents(
  output: readonly string[],
  index: number,
  template: readonly string[],
  same: readonly number[],
): number[] {
  const key = keyOf(output[index] ?? '')
  if (key === undefined) return []
  let candidates = same.length > 0 ? [...same] : indexesOf(template, (it) => keyOf(it) === key)
  for (const parent of parentsOf(output, index)) {
    if (candidates.length <= 1) break
    const narrowed = candidates.filter((it) => parentsOf(template, it).includes(parent))
    if (narrowed.length > 0) candidates = narrowed
  }
  return candidates
}

/** The keys that the line stands below, nearest first. */
function parentsOf(lines: readonly string[], index: number): string[] {
  const parents: string[] = []
  let indent = indentOf(lines[index] ?? '')
  for (let at = index - 1; at >= 0 && indent > 0; at -= 1) {
    const line = lines[at] ?? ''
    const own = indentOf(line)
    const key = keyOf(line)
    if (key === undefined || own >= indent) continue
    parents.push(key)
    indent = own
  }
  return parents
}

function keyOf(line: string): string | undefined {
  return /^\s*(?:- )*\s*["']?([\w./-]+)["']?:(?:\s|$)/.exec(line)?.[1]
}

function indentOf(line: string): number {
  return /^\s*(?:- +)*/.exec(line)?.[0].length ?? 0
}

function indexesOf(lines: readonly string[], test: (line: string) => boolean): number[] {
  return lines.flatMap((line, index) => (test(line) ? [index] : []))
}

function only(indexes: readonly number[]): number | undefined {
  return indexes.length === 1 ? indexes[0] : undefined
}
