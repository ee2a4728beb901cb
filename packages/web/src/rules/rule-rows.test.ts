/** Which rules each filter leaves, and how what is set for a rule is called. */

import type { Benchmark, KnownRule, RuleSetting, RuleSettingChange } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { rule } from '../../dev/answers.ts'
import { readRulesSearch } from '../url/searches.ts'
import { listRows } from './rule-rows.ts'

const listed = { profile: null, assessment: 'automated', state: 'implemented' } as const
const benchmark: Benchmark = {
  id: 'cis',
  name: 'CIS',
  version: '1',
  sections: [
    {
      number: '1.2',
      title: 'API Server',
      rules: [{ ...listed, number: '1.2.1', rule: 'anonymous', title: 'Nobody is anonymous' }],
    },
    {
      number: '',
      title: 'Pods',
      rules: [
        { ...listed, number: '2.1', rule: 'privileged', title: 'Nobody is privileged' },
        {
          ...listed,
          number: '2.2',
          rule: 'later',
          title: 'For later',
          assessment: 'manual',
          state: 'listed',
        },
      ],
    },
  ],
}
const rules: KnownRule[] = [
  { ...rule, id: 'anonymous', severity: 'high' },
  { ...rule, id: 'privileged', severity: 'low' },
  { ...rule, id: 'own', origin: 'custom' },
  { ...rule, id: 'untold', source: null, origin: null },
]
const setting: RuleSetting = {
  id: '1',
  rule_id: 'anonymous',
  cluster_id: null,
  cluster_labels: {},
  state: 'disabled',
  severity: null,
  parameters: {},
  reason: 'A sandbox.',
  created_at: '2026-11-20T10:00:00.000Z',
  created_by: 'anna',
  updated_at: '2026-11-20T10:00:00.000Z',
  updated_by: 'anna',
}
const settings: RuleSetting[] = [
  setting,
  { ...setting, id: '2', rule_id: 'privileged', state: null, severity: 'info' },
  { ...setting, id: '3', rule_id: 'own', cluster_id: 'c-1' },
]
const lastChanges: RuleSettingChange[] = [
  { ...setting, at: setting.updated_at, by: 'ben', before: setting, after: null },
]
const counts = { passed: 0, failed: 3, unknown: 0, manual: 0 }
const failed = { critical: 0, high: 3, medium: 0, low: 0, info: 0 }
const group = { values: ['own'], label: '', counts, failed, resources: 3, score: 0 }
const clusters = ['c-1', 'c-2'].map((id) => ({ id, labels: {} }))

const source = { rules, settings, lastChanges, counts: [group], clusters }
const rowsOf = (raw: Record<string, string>) => {
  const { search } = readRulesSearch(raw)
  const chosen = search.benchmark === 'all' ? undefined : benchmark
  return listRows({ ...source, benchmark: chosen }, search).flatMap((it) => it.rows)
}

const all = { benchmark: 'all' }
test.each<[search: Record<string, string>, ids: string[]]>([
  [{}, ['anonymous', 'privileged', 'later']],
  [{ search: '2.' }, ['anonymous', 'privileged', 'later']],
  [{ search: ' PRIVI ' }, ['privileged']],
  [{ section: '1.2' }, ['anonymous']],
  [{ section: 'Pods' }, ['privileged', 'later']],
  [{ assessment: 'manual' }, ['later']],
  [{ severity: 'high' }, ['anonymous']],
  [{ state: 'disabled' }, ['anonymous']],
  [{ state: 'overridden' }, ['privileged']],
  // What is only listed runs nowhere.
  [{ state: 'enabled' }, []],
  [{ source: 'built-in' }, ['anonymous', 'privileged', 'later']],
  [{ source: 'built-in', section: 'Pods', severity: 'low' }, ['privileged']],
  [{ source: 'custom' }, []],
  [all, ['anonymous', 'privileged', 'own', 'untold']],
  [{ ...all, source: 'custom' }, ['own']],
  [{ ...all, source: 'built-in' }, ['anonymous', 'privileged']],
  [{ ...all, state: 'disabled' }, ['anonymous', 'own']],
  [{ ...all, failed: 'yes' }, ['own']],
  [{ ...all, severity: 'worst' }, ['anonymous', 'privileged', 'own', 'untold']],
])('%j leaves %j', (search, ids) => {
  expect(rowsOf(search).map((it) => it.id)).toEqual(ids)
})

test('says what is set for a rule, and who set it last', () => {
  const told = rowsOf(all).map((it) => [it.id, it.state?.words, it.lastChange?.by])
  expect(told).toEqual([
    ['anonymous', 'disabled', 'ben'],
    ['privileged', 'overridden', undefined],
    ['own', 'disabled on 1 of 2', undefined],
    ['untold', undefined, undefined],
  ])
})
