/** Sources and data are placed as OPA's loader places them. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { loadPolicies } from './load.ts'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-load-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

test('places a data file by its folders', async () => {
  write('tree/a/b/data.json', '{"x": 1}')
  write('tree/a/more.yaml', 'y: [2]')
  write('tree/p.rego', 'package p')
  const { data, sources } = await loadPolicies([join(folder, 'tree')])
  expect(data).toEqual({ a: { b: { x: 1 }, y: [2] } })
  expect(sources.map((it) => it.source)).toEqual(['package p'])
})

test('a prefix places a named file', async () => {
  const path = write('value.json', '[1, 2]')
  expect((await loadPolicies([`some.place:${path}`])).data).toEqual({ some: { place: [1, 2] } })
})

test('a loop of links ends', async () => {
  write('loop/p.rego', 'package p')
  symlinkSync(join(folder, 'loop'), join(folder, 'loop', 'again'))
  expect((await loadPolicies([join(folder, 'loop')])).sources).toHaveLength(1)
})

test('names that OPA is told to ignore are left out', async () => {
  write('ignored/p.rego', 'package p')
  write('ignored/p_test.rego', 'package p')
  const { sources } = await loadPolicies([join(folder, 'ignored')], { ignore: ['*_test.rego'] })
  expect(sources).toHaveLength(1)
})

test.each([
  [
    'two files that set one key',
    { 'x/data.json': '{"k": 1}', 'x/other.json': '{"k": 2}' },
    'sets k, which another file',
  ],
  ['a list at the root', { 'y/data.json': '[1]' }, 'must hold an object'],
  ['broken JSON', { 'z/data.json': '{"k": ' }, 'does not parse'],
])('%s is refused', async (_, files, message) => {
  const first = Object.keys(files)[0]?.split('/')[0] ?? ''
  for (const [name, text] of Object.entries(files)) write(name, text)
  await expect(loadPolicies([join(folder, first)])).rejects.toThrow(message)
})

test('a path that is not there is named', async () => {
  await expect(loadPolicies([join(folder, 'absent')])).rejects.toThrow('absent cannot be read')
})
