/** Every rule does what its tests say, and says of itself what a reader needs. */

import { compile } from '@evenkeel/rego'
import { describe, expect, test } from 'vitest'
import { readRuleFiles, readTestFiles } from './library/rule-files.ts'
import { loadRules } from './library/rule-set.ts'

const ruleSet = loadRules()

describe('tests of the rules, by our own engine', () => {
  const sources = Object.entries(readTestFiles()).map(([file, source]) => ({ file, source }))
  const { policy, errors } = compile(sources)
  test('compile', () => expect(errors).toEqual([]))

  const cases = sources.flatMap(({ file, source }) => {
    const path = /^package (\S+)/m.exec(source)?.[1]
    const names = [...source.matchAll(/^(test_\w+) if/gm)].map(([, name]) => name ?? '')
    return names.map((name) => ({ title: `${file} ${name}`, reference: `data.${path}.${name}` }))
  })
  test.each(cases)('$title', ({ reference }) => {
    expect(policy?.query(reference).evaluate({ data: {} })).toBe(true)
  })
})

test('every rule is tested for passing, failing, failing by default and not applying', () => {
  const files = readTestFiles()
  const missing = [...ruleSet.modules.values()].flatMap(({ file, metadata }) => {
    const source = files[file.replace('.rego', '_test.rego')] ?? ''
    // A rule that only ever asks a person, or that asks where others fail, has a manual case instead.
    const kinds = metadata.custom.manual ? ['manual', 'na'] : ['passed', 'failed', 'na']
    return kinds
      .filter((kind) => !hasTest(source, kind) && !(kind === 'failed' && hasTest(source, 'manual')))
      .map((kind) => `${file} has no test that is ${kind}`)
  })
  expect(missing).toEqual([])
})

function hasTest(source: string, kind: string): boolean {
  return kind === 'na' ? /not \w+\.finding/.test(source) : source.includes(`== "${kind}"`)
}

test('all 131 controls of CIS Kubernetes 1.12 are there, in 16 sections', () => {
  const benchmark = ruleSet.benchmarks.find(({ id }) => id === 'cis-kubernetes-1.12')
  const numbers = benchmark?.sections.flatMap(({ rules }) => rules.map(({ number }) => number))
  expect(new Set(numbers).size).toBe(131)
  expect(numbers).toHaveLength(131)
  expect(benchmark?.sections).toHaveLength(16)
})

test('at least 123 of them are judged by a rule, and no control of any benchmark is only listed', () => {
  const benchmark = ruleSet.benchmarks.find(({ id }) => id === 'cis-kubernetes-1.12')
  const judged = benchmark?.sections
    .flatMap(({ rules }) => rules)
    .filter(({ rule }) => ruleSet.modules.get(rule)?.metadata.custom.manual !== true)
  expect(judged?.length).toBeGreaterThanOrEqual(123)
  const listed = ruleSet.benchmarks.flatMap(({ id, sections }) =>
    sections
      .flatMap(({ rules }) => rules)
      .filter(({ state }) => state === 'listed')
      .map(({ number }) => `${id} ${number}`),
  )
  expect(listed).toEqual([])
})

test('a rule has one id, and each benchmark has each number once', () => {
  const ids = ruleSet.rules.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { id, sections } of ruleSet.benchmarks) {
    const numbers = sections.flatMap(({ rules }) =>
      rules.map(({ number, rule }) => `${number} ${rule}`),
    )
    expect(new Set(numbers).size, id).toBe(numbers.length)
  }
})

test('what a rule is the same as exists', () => {
  const same = [...ruleSet.modules.values()].flatMap(
    ({ metadata }) => metadata.custom.same_as ?? [],
  )
  expect(same.filter((id) => !ruleSet.modules.has(id))).toEqual([])
})

test('the version changes with any file', () => {
  const files = readRuleFiles()
  const [first = ''] = Object.keys(files)
  const other = loadRules({ files: { ...files, [first]: `${files[first]}\n# changed` } })
  expect(other.version).not.toBe(ruleSet.version)
  expect(loadRules({ files }).version).toBe(ruleSet.version)
})
