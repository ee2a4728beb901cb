/** On each distribution every file rule finds its file, and tells right modes and owners from wrong ones. */

import { createEvaluator, loadRules } from '@evenkeel/benchmarks'
import type { Resource } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { collect } from '../../fixtures/collect-node.ts'
import { makeRoot } from '../../fixtures/make-root.ts'
import { distributions, type FileKey } from '../facts/distributions.ts'

const ruleSet = loadRules()

/** The rules over files, by what the file is called in the facts. */
const fileRules = [...ruleSet.modules.values()].flatMap(({ id, file }) => {
  const source = ruleSet.sources.find((it) => it.file === file)?.source ?? ''
  const match = /files\.(mode_within|owned_by)\("(\w+)"/.exec(source)
  return match ? [{ id, key: match[2] as FileKey, isMode: match[1] === 'mode_within' }] : []
})
const folders = new Set<FileKey>(['etcd_data_dir', 'pki_dir', 'kubelet_config_dir'])

interface Owned {
  mode: { file: number; folder: number }
  owner: number
}
const right: Owned = { mode: { file: 0o600, folder: 0o700 }, owner: 0 }
const wrong: Owned = { mode: { file: 0o666, folder: 0o777 }, owner: 1000 }
const etcdUser = 52034

/** The first path of each key, with something in the place of stars. */
function pathsOf(candidates: Partial<Record<FileKey, string[]>>): [FileKey, string][] {
  return Object.entries(candidates).flatMap(([key, paths]): [FileKey, string][] => {
    const [path] = paths ?? []
    return path ? [[key as FileKey, path.replace('/**/', '/').replace(/\*+/g, 'some')]] : []
  })
}

async function evaluate(name: string, owned: Owned) {
  const distribution = distributions.find((it) => it.name === name)
  if (!distribution) throw new Error(`There is no distribution ${name}.`)
  const files: Record<string, object> = {}
  const entry = (type: string, mode: number, id: number) => ({
    type,
    mode: mode.toString(8).padStart(4, '0'),
    uid: id,
    gid: id,
  })
  for (const path of distribution.detect.slice(0, 1)) files[path] = entry('file', 0o600, 0)
  for (const [key, path] of pathsOf(distribution.files)) {
    const isFolder = folders.has(key)
    const owner = key === 'etcd_data_dir' && owned === right ? etcdUser : owned.owner
    const { file, folder } = owned.mode
    files[path] = isFolder ? entry('directory', folder, owner) : entry('file', file, owner)
  }
  // What is only there to be found is a folder where other paths lead through it.
  for (const path of distribution.detect.slice(0, 1))
    if (Object.keys(files).some((it) => it.startsWith(`${path}/`)))
      files[path] = entry('directory', 0o700, owned.owner)
  const root = makeRoot(
    {
      'proc/1/cmdline': ['kubelet'],
      'proc/2/cmdline': ['kube-scheduler'],
      'etc/passwd': `root:x:0:0::/:\netcd:x:${etcdUser}:${etcdUser}::/:\n`,
      'etc/group': `root:x:0:\netcd:x:${etcdUser}:\n`,
    },
    { version: 1, visible: ['/'], files },
  )
  const { resources, data } = await collect(root)
  expect(data?.distribution).toBe(name)
  const evaluator = createEvaluator(ruleSet, { cluster: { id: 'c', name: 'c' }, rules: ruleIds })
  const keys = new Set(pathsOf(distribution.files).map(([key]) => key))
  const evaluations = new Map<string, string>()
  for (const resource of resources as Resource[])
    for (const { rule, result } of evaluator.evaluate(resource))
      evaluations.set(rule.id, result.evaluation)
  return { keys, evaluations }
}
const ruleIds = fileRules.map(({ id }) => id)

const cases = distributions.flatMap(({ name }) => [
  { name, owned: right, says: 'passed' },
  { name, owned: wrong, says: 'failed' },
])

test.each(cases)('files of $name: $says', async ({ name, owned, says }) => {
  const { keys, evaluations } = await evaluate(name, owned)
  const expected = fileRules.filter(({ key }) => keys.has(key)).map(({ id }) => [id, says])
  expect(expected.length).toBeGreaterThan(0)
  expect(expected.map(([id = '']) => [id, evaluations.get(id)])).toEqual(expected)
})
