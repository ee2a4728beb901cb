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
import { type Answers, renderApp } from '../../dev/render-app.tsx'
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

const answers: Answers = {
  ...healthy,
  [`/rules/${rule.id}`]: { body: rule },
  '/rule-settings': { body: [setting], etag: 'W/"1"' },
  '/rule-settings/preview': { body: preview },
}
/** What somebody else did after the page was read. */
const meanwhile = { ...setting, severity: 'low' as const, updated_at: '2026-11-25T09:00:00.000Z' }
const change = {
  at: meanwhile.updated_at,
  by: 'ben',
  rule_id: rule.id,
  cluster_id: null,
  cluster_labels: {},
  reason: 'It is but a warning.',
  before: setting,
  after: meanwhile,
}

/** Opens the dialog of the rule's page, turns the rule off and says why. */
async function disable(user: ReturnType<typeof userEvent.setup>) {
  await screen.findByText(/A sandbox\./)
  await user.click(screen.getByRole('button', { name: 'Set this rule' }))
  await user.click(await screen.findByRole('combobox', { name: 'State' }))
  await user.click(await screen.findByText(/^Disabled: counts nowhere/))
  await user.type(screen.getByRole('textbox', { name: /Reason/ }), 'Not here.')
}

const writesOf = (app: ReturnType<typeof renderApp>) =>
  app.requests.filter(
    ({ method, url }) => method !== 'GET' && /\/rule-settings(\/\d+)?$/.test(url.pathname),
  )

test('a rule is set with a reason, after its effect was shown', async () => {
  const user = userEvent.setup()
  const app = renderApp(`/rules/${rule.id}`, answers)
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
    expect(writesOf(app).map((it) => it.body)).toEqual([
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

test('who was faster is named, what was typed stays, and it is written over what they wrote', async () => {
  const user = userEvent.setup()
  let hasChanged = false
  const app = renderApp(`/rules/${rule.id}`, {
    ...answers,
    '/rule-settings': (_, body) => {
      if (body === undefined) {
        return hasChanged
          ? { body: [meanwhile], etag: 'W/"2"' }
          : { body: [setting], etag: 'W/"1"' }
      }
      if (hasChanged) return { body: [setting] }
      hasChanged = true
      return { status: 412, detail: 'It was changed by somebody.' }
    },
    '/rule-settings/history': () => ({ body: hasChanged ? [change] : [] }),
  })
  await disable(user)
  const save = screen.getByRole('button', { name: 'Save' })
  await user.click(save)
  expect(
    await screen.findByText(/ben changed “No container is privileged”.*severity low.*a warning/),
  ).toBeTruthy()
  const typed = screen.getByRole<HTMLTextAreaElement>('textbox', { name: /Reason/ })
  expect(typed.value).toBe('Not here.')
  await user.click(save)
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Save' })).toBeNull())
  expect(writesOf(app).map((it) => it.ifMatch)).toEqual(['W/"1"', 'W/"2"'])
})

test('a change of another rule meanwhile is no conflict', async () => {
  const user = userEvent.setup()
  const other = { ...setting, id: '2', rule_id: 'another' }
  let tag = 1
  const app = renderApp(`/rules/${rule.id}`, {
    ...answers,
    '/rule-settings': (_, body) => {
      if (body === undefined) return { body: [setting, other], etag: `W/"${tag}"` }
      tag += 1
      return tag === 2 ? { status: 412, detail: 'It was changed.' } : { body: [setting] }
    },
  })
  await disable(user)
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Save' })).toBeNull())
  expect(writesOf(app).map((it) => it.ifMatch)).toEqual(['W/"1"', 'W/"2"'])
})

test.each([
  ['as it was read', setting, [['DELETE', 'W/"one"']], undefined],
  ['not when somebody changed it', meanwhile, [], /ben changed .*Nothing was taken away by you/],
])('a setting is taken away %s', async (_, now, writes, told) => {
  const user = userEvent.setup()
  const app = renderApp(`/rules/${rule.id}`, {
    ...answers,
    '/rule-settings/1': { body: now, etag: 'W/"one"' },
    '/rule-settings/history': { body: [change] },
  })
  await user.click(await screen.findByRole('button', { name: 'Take away for All clusters' }))
  if (told) expect(await screen.findByText(told)).toBeTruthy()
  await waitFor(() => {
    expect(writesOf(app).map((it) => [it.method, it.ifMatch])).toEqual(writes)
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
