/** Prints what changed between two texts as a unified diff that `patch` takes. */

/** Lines around a change that are shown unchanged. */
const contextLines = 3
/** Beyond this many pairs of lines the changed part is shown as one block. */
const comparedPairsMax = 4_000_000

type Edit = { kind: ' ' | '-' | '+'; line: string }

/** Empty where both are the same. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return ''
  const edits = diffLines(splitLines(before), splitLines(after))
  const hunks = hunksOf(edits)
  return [`--- ${path}`, `+++ ${path}`, ...hunks].join('\n').concat('\n')
}

/** Each line with its end, so that a missing one at the end of the file is seen. */
function splitLines(text: string): string[] {
  return text === '' ? [] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? [])
}

function diffLines(before: string[], after: string[]): Edit[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1
  let tail = 0
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before.at(-1 - tail) === after.at(-1 - tail)
  ) {
    tail += 1
  }
  const middle = diffMiddle(
    before.slice(head, before.length - tail),
    after.slice(head, after.length - tail),
  )
  const same = (line: string): Edit => ({ kind: ' ', line })
  return [
    ...before.slice(0, head).map(same),
    ...middle,
    ...before.slice(before.length - tail).map(same),
  ]
}

/** By the longest common subsequence. */
function diffMiddle(before: string[], after: string[]): Edit[] {
  const removed = (line: string): Edit => ({ kind: '-', line })
  const added = (line: string): Edit => ({ kind: '+', line })
  if (before.length * after.length > comparedPairsMax) {
    return [...before.map(removed), ...after.map(added)]
  }
  const width = after.length + 1
  const lengths = new Uint32Array((before.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const edits: Edit[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]]
    if (old !== undefined && old === fresh) {
      edits.push({ kind: ' ', line: old })
      i += 1
      j += 1
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      edits.push(removed(old))
      i += 1
    } else if (fresh !== undefined) {
      edits.push(added(fresh))
      j += 1
    }
  }
  return edits
}

function hunksOf(edits: Edit[]): string[] {
  const changed = edits.flatMap((it, index) => (it.kind === ' ' ? [] : [index]))
  const ranges: [number, number][] = []
  for (const index of changed) {
    const last = ranges.at(-1)
    if (last && index - last[1] <= 2 * contextLines) last[1] = index
    else ranges.push([index, index])
  }
  return ranges.flatMap(([from, to]) => printHunk(edits, from, to))
}

function printHunk(edits: Edit[], from: number, to: number): string[] {
  const start = Math.max(0, from - contextLines)
  const shown = edits.slice(start, to + contextLines + 1)
  const before = edits.slice(0, start)
  const range = (skipped: '-' | '+') => {
    const offset = before.filter((it) => it.kind !== skipped).length
    const length = shown.filter((it) => it.kind !== skipped).length
    return `${length === 0 ? offset : offset + 1},${length}`
  }
  return [
    `@@ -${range('+')} +${range('-')} @@`,
    ...shown.flatMap(({ kind, line }) =>
      line.endsWith('\n')
        ? [`${kind}${line.slice(0, -1)}`]
        : [`${kind}${line}`, '\\ No newline at end of file'],
    ),
  ]
}
