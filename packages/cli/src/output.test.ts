/** Output files are whole or not there. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { writeOutput } from './output.ts'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-output-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('writes the pieces in order', async () => {
  await writeOutput(['a', 'b', 'c'], join(folder, 'whole.txt'))
  expect(readFileSync(join(folder, 'whole.txt'), 'utf8')).toBe('abc')
})

test('writes more than a pipe holds without piling up listeners', async () => {
  const warnings: string[] = []
  const remember = (warning: Error) => warnings.push(warning.message)
  process.on('warning', remember)
  const piece = 'x'.repeat(100_000)
  await writeOutput(
    Array.from({ length: 50 }, () => piece),
    join(folder, 'large.txt'),
  )
  await new Promise((done) => setTimeout(done, 20))
  process.off('warning', remember)
  expect([readFileSync(join(folder, 'large.txt')).length, warnings]).toEqual([5_000_000, []])
  rmSync(join(folder, 'large.txt'))
})

test('leaves nothing behind when the pieces break off', async () => {
  function* broken() {
    yield 'a'
    throw new Error('the printer failed')
  }
  await expect(writeOutput(broken(), join(folder, 'broken.txt'))).rejects.toThrow(
    'the printer failed',
  )
  expect(existsSync(join(folder, 'broken.txt'))).toBe(false)
  expect(readdirSync(folder)).toEqual(['whole.txt'])
})

test('says which file cannot be written and why', async () => {
  const file = join(folder, 'absent', 'x.txt')
  await expect(writeOutput(['a'], file)).rejects.toThrow(
    `${file} could not be written: its folder does not exist.`,
  )
})

test('a file in the place of a folder is named', async () => {
  const file = join(folder, 'whole.txt', 'x.txt')
  await expect(writeOutput(['a'], file)).rejects.toThrow(`${file} could not be written`)
})
