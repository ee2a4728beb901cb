/** Image archives are the same bytes wherever and whenever they are made of the same files. */

import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { agentImage, writeImageArchive } from '../../scripts/image.ts'

const reasons = process.platform === 'linux' ? [] : ['Images are made of Linux programs.']

describe.skipIf(reasons.length > 0)('image of the agent', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'evenkeel-image-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  async function archive(name: string, modified: number, text: string): Promise<string> {
    const bundle = join(folder, `${name}.mjs`)
    writeFileSync(bundle, text)
    utimesSync(bundle, modified, modified)
    const path = join(folder, `${name}.tar`)
    await writeImageArchive(path, [agentImage(['evenkeel/agent:e2e'], bundle)])
    return createHash('sha256').update(readFileSync(path)).digest('hex')
  }

  test('has the same bytes for the same files of another day', async () => {
    const first = await archive('first', 1_000_000_000, 'one')
    expect(await archive('second', 1_700_000_000, 'one')).toBe(first)
    expect(await archive('third', 1_000_000_000, 'two')).not.toBe(first)
  })
})
