/** Applies a unified diff as `patch` does, and fails where a line is not what the diff says. */

import assert from 'node:assert'

export function applyDiff(text: string, diff: string): string {
  const lines = text.split('\n')
  const result: string[] = []
  let at = 0
  for (const line of diff.split('\n').slice(2)) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+/.exec(line)
    if (hunk) {
      const from = Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1)
      result.push(...lines.slice(at, from))
      at = from
    } else if (line.startsWith('+')) result.push(line.slice(1))
    else if (line.startsWith(' ') || line.startsWith('-')) {
      assert.equal(lines[at], line.slice(1), 'The diff does not fit the text.')
      if (line.startsWith(' ')) result.push(line.slice(1))
      at += 1
    }
  }
  return [...result, ...lines.slice(at)].join('\n')
}
