/** The region of a fix, put into the file, is the file that the fix makes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../program.ts'

test('SARIF offers the lines to replace', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-region-'))
  try {
    const file = join(folder, 'pod.yaml')
    const text =
      '# first\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: true # why\n  containers: [{name: a, image: a:1}]\n'
    writeFileSync(file, text)
    const output = join(folder, 'out.sarif')
    const options = ['--fixes', '--rule', 'pod-host-pid', '--format', 'sarif', '--output', output]
    await run(['node', 'evenkeel', 'scan', file, ...options])
    const [result] = JSON.parse(readFileSync(output, 'utf8')).runs[0].results
    const [{ deletedRegion, insertedContent }] = result.fixes[0].artifactChanges[0].replacements
    const lines = text.split('\n')
    const after = [
      ...lines.slice(0, deletedRegion.startLine - 1),
      ...insertedContent.text.split('\n').slice(0, -1),
      ...lines.slice(deletedRegion.endLine - 1),
    ].join('\n')
    expect(after).toBe(text.replace('  hostPID: true # why\n', insertedContent.text))
    expect([deletedRegion.startLine, deletedRegion.endLine]).toEqual([6, 7])
    expect(insertedContent.text).not.toContain('hostPID: true')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
