/** The chart and the bases in the repository are those that the source makes. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { chartFiles } from './chart.ts'
import { kustomizeFiles } from './kustomize.ts'
import { defaultValues } from './values.ts'

const deploy = fileURLToPath(new URL('../../../../deploy/', import.meta.url))

test.each([
  ['helm/evenkeel-agent', chartFiles()],
  ['kustomize', kustomizeFiles()],
])('%s is as `npm run docs` writes it', (name, files) => {
  const folder = join(deploy, name)
  const there = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name).slice(folder.length + 1))
    // Beside the bases of the agent there may be others.
    .filter((path) => [...files.keys()].some((it) => it.split('/')[0] === path.split('/')[0]))
  expect(there.sort()).toEqual([...files.keys()].sort())
  for (const [path, text] of files) expect(readFileSync(join(folder, path), 'utf8')).toBe(text)
})

test('the values file of the chart says the defaults', () => {
  expect(parse(chartFiles().get('values.yaml') ?? '')).toEqual(defaultValues())
})
