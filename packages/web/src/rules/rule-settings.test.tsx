/**
 * Setting rules: the effect stands there before it is saved, parameters are held to their kinds.
 *
 * @vitest-environment jsdom
 */

import { computeScore, type RuleSettingPreview } from '@evenkeel/model'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { healthy, rule } from '../../dev/answers.ts'
import { renderApp } from '../../dev/render-app.tsx'
import { readParameters } from './parameter-fields.tsx'

const none = { critical: 0, high: 0, medium: 0, low: 0, info: 0 }
const score = (passed: number, failed: number) =>
  computeScore({ high: { passed, failed, unknown: 0, manual: 0 } })
const preview: RuleSettingPreview = {
  leaving: 8,
  leaving_failed: { ...none, high: 7 },
  returning: 0,
  returning_failed: none,
  rated_anew: 0,
  score: score(1, 1),
  score_after: score(9, 1),
  clusters: [],
  open: [],
}
const setting = {
  id: '1',
  rule_id: rule.id,
  cluster_id: null,
  cluster_labels: {},
  state: 'disabled' as const,
  severity: null,
  parameters: {},
  reason: 'A sandbox.',
  created_at: '2026-11-20T10:00:00.000Z',
  created_by: 'anna',
  updated_at: '2026-11-20T10:00:00.000Z',
  updated_by: 'anna',
}

test('a rule is set with a reason, after its effect was shown', async () => {
  const user = userEvent.setup()
  const app = await renderApp(`/rules/${rule.id}`, {
    ...healthy,
    [`/rules/${rule.id}`]: { body: rule },
    '/rule-settings': { body: [setting] },
    '/rule-settings/preview': { body: preview },
  })
  expect(await screen.findByText(/A sandbox\./)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Set this rule' }))
  await user.click(await screen.findByRole('combobox', { name: 'State' }))
  await user.click(await screen.findByText(/^Disabled: counts nowhere/))
  expect(await screen.findByText(/8 findings count no longer \(failed: 7 high\)/)).toBeTruthy()
  const save = screen.getByRole<HTMLButtonElement>('button', { name: 'Save' })
  expect(save.disabled).toBe(true)
  await user.type(screen.getByRole('textbox', { name: /Reason/ }), 'Not here.')
  await user.click(save)
  await waitFor(() => {
    const sent = app.requests.filter(
      (it) => it.method === 'POST' && it.url.pathname.endsWith('/rule-settings'),
    )
    expect(sent.map((it) => it.body)).toEqual([
      {
        rule_ids: [rule.id],
        cluster_id: null,
        cluster_labels: {},
        state: 'disabled',
        reason: 'Not here.',
      },
    ])
  })
})

const parameters = [
  { name: 'owners', description: '', default: ['root:root'] },
  { name: 'least', description: '', default: 50 },
]

test.each([
  [{ owners: '', least: '' }, {}, []],
  [{ owners: 'a\n\n b ', least: '7' }, { owners: ['a', 'b'], least: 7 }, []],
  [{ owners: '', least: 'many' }, {}, ['least']],
])('of %j it reads %j', (texts, values, mistakes) => {
  const read = readParameters(parameters, texts)
  expect([read.values, [...read.mistakes.keys()]]).toEqual([values, mistakes])
})
