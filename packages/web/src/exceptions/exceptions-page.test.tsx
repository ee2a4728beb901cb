/**
 * Exceptions: their four answers, making one with its effect shown first, and revoking one.
 *
 * @vitest-environment jsdom
 */

import type { Exception } from '@evenkeel/model'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { healthy, score } from '../../dev/answers.ts'
import { type Answer, renderApp } from '../../dev/render-app.tsx'
import { defaultUntil, endOfDay, marksOf } from './exception-words.ts'

const exception: Exception = {
  id: 'e-1',
  query: 'rule.id : workloads.privileged',
  reason: 'The agent needs it.',
  category: 'accepted',
  owner: 'platform',
  until: '2027-02-01T23:59:59Z',
  created_at: '2026-11-01T08:00:00Z',
  created_by: 'admin',
  state: 'active',
  decided_by: 'admin',
  decided_at: '2026-11-01T08:00:00Z',
  note: null,
  findings: 3,
  failed: 2,
}
const preview = {
  findings: 3,
  failed: 2,
  score,
  score_after: { ...score, value: 90 },
  warnings: [],
}

test.each<[what: string, answer: Answer, expected: RegExp]>([
  ['failed', { status: 500, detail: 'It broke.' }, /The exceptions could not be loaded.*It broke/],
  ['empty', { body: [] }, /Nothing is accepted/],
  ['over', { body: [{ ...exception, state: 'revoked' }] }, /Nothing is accepted/],
  [
    'there',
    { body: [exception] },
    /The agent needs it.*Accepted riskplatformFebruary 1, 2027in force32Revoke/,
  ],
])('shows exceptions that are %s', async (_, answer, expected) => {
  renderApp('/exceptions', { ...healthy, '/exceptions': answer })
  await waitFor(() => expect(document.body.textContent).toMatch(expected))
})

test('shows that the exceptions are loading', async () => {
  renderApp('/exceptions', { ...healthy, '/exceptions': 'never' })
  expect(await screen.findByRole('status', { name: 'Loading the exceptions' })).toBeTruthy()
})

test('shows what is over when asked to, and offers no revoking of it', async () => {
  const over = { ...exception, state: 'expired' }
  renderApp('/exceptions?past=yes', { ...healthy, '/exceptions': { body: [over] } })
  expect(await screen.findByText('expired')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Revoke' })).toBeNull()
})

test('revokes', async () => {
  const app = renderApp('/exceptions', { ...healthy, '/exceptions': { body: [exception] } })
  await userEvent.click(await screen.findByRole('button', { name: 'Revoke' }))
  await waitFor(() =>
    expect(app.requests.find((it) => it.method === 'DELETE')?.url.pathname).toBe(
      '/api/v1/exceptions/e-1',
    ),
  )
})

test('accepts one finding from its panel, with the effect shown first', async () => {
  const user = userEvent.setup()
  const app = renderApp('/findings?finding=f-1', {
    ...healthy,
    '/exceptions': { body: exception },
    '/exceptions/preview': { body: preview },
  })
  await user.click(await screen.findByRole('button', { name: 'Accept this finding' }))
  const dialog = await screen.findByRole('dialog', { name: 'Accept findings' })
  expect(await within(dialog).findByText(/It covers 3 findings, 2 of them failed/)).toBeTruthy()
  const submit = within(dialog).getByRole<HTMLButtonElement>('button', {
    name: 'Accept these findings',
  })
  expect(submit.disabled).toBe(true)
  await user.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'It has to be.')
  await user.type(within(dialog).getByRole('textbox', { name: 'Who answers for it' }), 'platform')
  await user.click(within(dialog).getByRole('checkbox', { name: 'Without an end' }))
  await user.click(submit)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  const sent = app.requests.find((it) => it.url.pathname === '/api/v1/exceptions')
  expect(sent?.body).toEqual({
    query:
      'rule.id : workloads.privileged and resource.id : k8s_object/apps/Deployment/payments/api and cluster.id : c-1',
    reason: 'It has to be.',
    category: 'accepted',
    owner: 'platform',
    until: null,
  })
})

const waiting: Exception = {
  ...exception,
  id: 'e-2',
  state: 'requested',
  created_by: 'oskar',
  decided_by: null,
  decided_at: null,
  findings: 0,
  failed: 0,
}
const as = (name: string, role: string) => ({
  '/session': { body: { user: { name, role }, mode: 'server', version: '0.1.0' } },
})

test('what waits stands first; an editor approves it, or denies it with a reason', async () => {
  const user = userEvent.setup()
  const app = renderApp('/exceptions', {
    ...healthy,
    '/exceptions': { body: [exception, waiting] },
    '/exceptions/e-2': { body: waiting },
  })
  const [, first] = await screen.findAllByRole('row')
  if (!first) throw new Error('There is no row.')
  await user.click(within(first).getByRole('button', { name: 'Approve' }))
  await user.click(within(first).getByRole('button', { name: 'Deny' }))
  const dialog = await screen.findByRole('dialog', { name: 'Deny this request' })
  const submit = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Deny it' })
  expect(submit.disabled).toBe(true)
  await user.type(within(dialog).getByRole('textbox', { name: 'Why' }), 'Fix it.')
  await user.click(submit)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  const sent = app.requests.filter((it) => it.url.pathname.endsWith('/exceptions/e-2/decision'))
  expect(sent.map((it) => it.body)).toEqual([
    { decision: 'approved', note: '' },
    { decision: 'denied', note: 'Fix it.' },
  ])
})

test('who asked may withdraw, and is told that it waits', async () => {
  renderApp('/exceptions?add=yes', {
    ...healthy,
    ...as('oskar', 'operator'),
    '/exceptions': { body: [exception, waiting] },
  })
  expect(await screen.findByText(/accepts nothing before an editor approves/)).toBeTruthy()
  const buttons = await screen.findAllByRole('button', { name: /Withdraw|Revoke/, hidden: true })
  expect(buttons.map((it) => it.textContent)).toEqual(['Withdraw'])
})

test('a file says what it would do before it does it, and what is wrong with it', async () => {
  const user = userEvent.setup({ applyAccept: false })
  let answer: Answer = { body: { created: 2, unchanged: 1, warnings: [] } }
  const app = renderApp('/exceptions', {
    ...healthy,
    '/exceptions': { body: [exception] },
    '/exceptions/import': () => answer,
  })
  const link = await screen.findByRole('link', { name: 'Download YAML' })
  expect(link.getAttribute('href')).toBe('/api/v1/exceptions.yaml')
  const choose = async () => {
    const input = document.querySelector<HTMLInputElement>('input[type=file]')
    if (!input) throw new Error('There is nothing to choose a file with.')
    await user.upload(input, new File(['version: 1'], 'e.yaml'))
    return await screen.findByRole('dialog', { name: 'Import e.yaml' })
  }
  const dialog = await choose()
  expect(await within(dialog).findByText(/2 exceptions would be added. 1 stand/)).toBeTruthy()
  await user.click(within(dialog).getByRole('button', { name: 'Add 2 exceptions' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  const searches = app.requests.filter((it) => it.url.pathname.endsWith('/import'))
  expect(searches.map((it) => it.url.search)).toEqual(['?dry_run=true', ''])
  answer = { status: 400, detail: 'Line 3: It lacks reason.' }
  await choose()
  expect(await screen.findByText(/Line 3: It lacks reason. Nothing was imported/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: /^Add \d/ })).toBeNull()
})

test.each<[Partial<Exception>, string[]]>([
  [{}, []],
  [{ until: '2026-12-02T10:00:00Z' }, ['ends in 7 days']],
  [{ until: '2026-11-25T12:00:00Z', findings: 0 }, ['ends within a day', 'accepts nothing now']],
  [{ until: null, findings: 0 }, ['accepts nothing now']],
  [{ state: 'requested', findings: 0 }, []],
])('%j is marked %j', (fields, expected) => {
  expect(marksOf({ ...exception, ...fields }, new Date('2026-11-25T10:00:00Z'))).toEqual(expected)
})

test.each([
  ['2027-02-01', '2027-02-01T23:59:59Z'],
  ['2027-13-01', undefined],
  ['', undefined],
])('the day %j ends at %s', (day, expected) => {
  expect(endOfDay(day)).toBe(expected)
})

test('an exception ends after three months unless told otherwise', () => {
  expect(defaultUntil(new Date('2026-11-25T10:00:00Z'))).toBe('2027-02-23')
})

test('offers a viewer nothing that a viewer may not do', async () => {
  const viewer = { user: { name: 'eve', role: 'viewer' }, mode: 'server', version: '0.1.0' }
  renderApp('/exceptions', {
    ...healthy,
    '/session': { body: viewer },
    '/exceptions': { body: [exception] },
  })
  expect(await screen.findByText('The agent needs it.')).toBeTruthy()
  expect(screen.queryByRole('button', { name: /Revoke|Add exception/ })).toBeNull()
})
