/** What is kept comes back for the same contents alone, and only from a file that nobody else may write. */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createEvaluator } from '../evaluate/evaluator.ts'
import { readCache, writeCache } from './cache.ts'
import { readRuleFiles } from './rule-files.ts'
import { loadRules } from './rule-set.ts'

const name = `test-${process.pid}`
const folder = join(import.meta.dirname, '../../../../node_modules/.cache/evenkeel')
afterAll(() => {
  for (const it of kept()) rmSync(join(folder, it))
})
const kept = () => readdirSync(folder).filter((it) => it.startsWith(`${name}-`))

test('the same contents give what was kept, others nothing', () => {
  expect(readCache(name, 'a')).toBeUndefined()
  writeCache(name, 'a', 'bytes')
  expect(readCache(name, 'a')?.toString()).toBe('bytes')
  expect(readCache(name, 'b')).toBeUndefined()
})

test.skipIf(process.platform === 'win32')('a file that others may write is not read', () => {
  writeCache(name, 'open', 'bytes')
  for (const it of kept()) chmodSync(join(folder, it), 0o666)
  expect(readCache(name, 'open')).toBeUndefined()
})

test('old files are removed', () => {
  for (let i = 0; i < 30; i += 1) writeCache(name, `contents ${i}`, 'x')
  expect(kept().length).toBeLessThanOrEqual(16)
})

test('a folder that cannot be written does no harm', () => {
  const before = process.env.XDG_CACHE_HOME
  process.env.XDG_CACHE_HOME = join(mkdtempSync(join(tmpdir(), 'evenkeel-cache-')), 'absent\0')
  expect(() => writeCache('\0', 'x', 'y')).not.toThrow()
  process.env.XDG_CACHE_HOME = before
})

test('rules that were kept say the same as rules that are made anew', () => {
  const fresh = loadRules({ files: readRuleFiles() })
  const usual = loadRules()
  expect(usual).toEqual(fresh)
  const pod = {
    id: 'k8s_object/core/Pod/x/a',
    type: 'k8s_object' as const,
    subType: 'Pod',
    apiVersion: 'v1',
    name: 'a',
    namespace: 'x',
    data: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', namespace: 'x' },
      spec: { hostPID: true, containers: [{ name: 'c', image: 'i' }] },
    },
  }
  const options = { cluster: { id: 'c', name: 'c' } }
  const evaluate = (ruleSet: ReturnType<typeof loadRules>) =>
    createEvaluator(ruleSet, options).evaluate(pod)
  const once = evaluate(fresh)
  // The second evaluator of the same rules reads what the first has kept.
  expect(evaluate(loadRules({ files: readRuleFiles() }))).toEqual(once)
  expect(once.length).toBeGreaterThan(10)
})
