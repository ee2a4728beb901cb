/** Changed texts of files, kept apart until they are written or thrown away. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Overlay {
  /** As it is now; throws what reading throws. */
  read(file: string): string
  /** As it lies on the disk. */
  original(file: string): string
  change(file: string, text: string): void
  /** Where collectors read a file. */
  pathOf(file: string): string
  changed(): string[]
  close(): void
}

export function openOverlay(): Overlay {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-fix-'))
  const originals = new Map<string, string>()
  const texts = new Map<string, { text: string; path: string }>()
  const original = (file: string): string => {
    const known = originals.get(file) ?? readFileSync(file, 'utf8')
    originals.set(file, known)
    return known
  }
  const close = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', close)
  return {
    original,
    read: (file) => texts.get(file)?.text ?? original(file),
    change(file, text) {
      original(file)
      const path = texts.get(file)?.path ?? join(folder, `${texts.size}`)
      writeFileSync(path, text, { mode: 0o600 })
      texts.set(file, { text, path })
    },
    pathOf: (file) => texts.get(file)?.path ?? file,
    changed: () =>
      [...texts.keys()].filter((it) => texts.get(it)?.text !== originals.get(it)).sort(),
    close,
  }
}
