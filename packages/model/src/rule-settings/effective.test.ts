/** Of several settings the most particular one counts, for each thing that is set. */
import { expect, test } from 'vitest'
import type { RuleSetting } from '../http/rule-settings.ts'
import { effectiveRules, scopeKey } from './effective.ts'

const cluster = { id: 'c1', labels: { env: 'prod', team: 'red' } }
let made = 0

function setting(fields: Partial<RuleSetting>): RuleSetting {
  made += 1
  const at = new Date(made * 1000).toISOString()
  return {
    id: `s${made}`,
    rule_id: 'a',
    cluster_id: null,
    cluster_labels: {},
    state: null,
    severity: null,
    parameters: {},
    reason: 'x',
    created_at: at,
    created_by: 'x',
    updated_at: at,
    updated_by: 'x',
    ...fields,
  }
}

const all = (fields: Partial<RuleSetting>) => setting(fields)
const prod = (fields: Partial<RuleSetting>) =>
  setting({ cluster_labels: { env: 'prod' }, ...fields })
const red = (fields: Partial<RuleSetting>) =>
  setting({ cluster_labels: { team: 'red' }, ...fields })
const both = (fields: Partial<RuleSetting>) =>
  setting({ cluster_labels: { env: 'prod', team: 'red' }, ...fields })
const one = (fields: Partial<RuleSetting>) => setting({ cluster_id: 'c1', ...fields })

test.each<[name: string, settings: RuleSetting[], expected: unknown]>([
  ['none', [], undefined],
  ['all clusters', [all({ state: 'disabled' })], { state: 'disabled' }],
  ['another cluster', [setting({ cluster_id: 'c2', state: 'disabled' })], undefined],
  ['another label', [setting({ cluster_labels: { env: 'test' }, state: 'disabled' })], undefined],
  [
    'a label over all',
    [prod({ state: 'enabled' }), all({ state: 'disabled' })],
    { state: 'enabled' },
  ],
  [
    'two labels over one',
    [both({ state: 'enabled' }), prod({ state: 'disabled' })],
    { state: 'enabled' },
  ],
  [
    'one cluster over labels',
    [one({ state: 'disabled' }), both({ state: 'enabled' })],
    { state: 'disabled' },
  ],
  [
    'of two as wide the later',
    [prod({ state: 'disabled' }), red({ state: 'enabled' })],
    { state: 'enabled' },
  ],
  [
    'one by one',
    [one({ severity: 'low' }), all({ state: 'disabled' })],
    { state: 'disabled', severity: 'low' },
  ],
  [
    'parameters by name',
    [all({ parameters: { x: 1, y: 1 } }), prod({ parameters: { x: 2 } })],
    { parameters: { x: 2, y: 1 } },
  ],
])('%s', (_, settings, expected) => {
  for (const order of [settings, [...settings].reverse()]) {
    const rule = effectiveRules(order, cluster).get('a')
    const plain = rule && {
      ...(rule.state && { state: rule.state.value }),
      ...(rule.severity && { severity: rule.severity.value }),
      ...(Object.keys(rule.parameters).length > 0 && {
        parameters: Object.fromEntries(
          Object.entries(rule.parameters).map(([name, it]) => [name, it.value]),
        ),
      }),
    }
    expect(plain).toEqual(expected)
  }
})

test('the same labels are the same scope in any order', () => {
  const scope = { cluster_id: null, cluster_labels: { a: '1', b: '2' } }
  expect(scopeKey(scope)).toBe(scopeKey({ cluster_id: null, cluster_labels: { b: '2', a: '1' } }))
  expect(scopeKey(scope)).not.toBe(scopeKey({ cluster_id: null, cluster_labels: { a: '1' } }))
})
