/**
 * The access page: its lists, adding and removing, and that only admins see it.
 *
 * @vitest-environment jsdom
 */

import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { healthy, session } from '../../dev/answers.ts'
import { type Answer, type Answers, renderApp } from '../../dev/render-app.tsx'

const ada = { name: 'ada', role: 'editor', created_at: '2026-11-01T08:00:00Z', locked_until: null }
const grant = {
  id: 't-1',
  name: 'ci',
  role: 'viewer',
  created_at: '2026-11-01T08:00:00Z',
  expires_at: null,
}
const entry = {
  at: '2026-11-01T08:00:00Z',
  actor: 'ada',
  action: 'POST /exceptions',
  target: '/api/v1/exceptions',
  status: 201,
  details: {},
}
const answers: Answers = {
  ...healthy,
  '/users': { body: [ada] },
  '/tokens': { body: [grant] },
  '/sessions': { body: [grant] },
  '/audit': { body: { items: [entry], next_cursor: null } },
}
const broken: Answer = { status: 500, detail: 'It broke.' }

test.each<[tab: string, part: Answers, expected: RegExp]>([
  ['users', {}, /adaeditor/],
  ['users', { '/users': { body: [] } }, /There are no users yet/],
  ['users', { '/users': broken }, /The users could not be loaded.*It broke/],
  ['tokens', {}, /civiewer.*no end/],
  ['tokens', { '/tokens': { body: [] } }, /There are no tokens/],
  ['tokens', { '/tokens': broken }, /The tokens could not be loaded/],
  ['sessions', {}, /civiewer/],
  ['audit', {}, /adaPOST \/exceptions\/api\/v1\/exceptions201/],
  [
    'audit',
    { '/audit': { body: { items: [], next_cursor: null } } },
    /Nothing has been written yet/,
  ],
  ['audit', { '/audit': broken }, /The audit log could not be loaded/],
])('shows %s as the server answers', async (tab, part, expected) => {
  renderApp(`/access?tab=${tab}`, { ...answers, ...part })
  await waitFor(() => expect(document.body.textContent).toMatch(expected))
})

test('adds a user once the password is long enough', async () => {
  const user = userEvent.setup()
  const app = renderApp('/access', {
    ...answers,
    '/users': (_, body) => ({ body: body === undefined ? [ada] : { ...ada, name: 'grace' } }),
  })
  await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'grace')
  const add = screen.getByRole<HTMLButtonElement>('button', { name: 'Add user' })
  await user.type(screen.getByLabelText('Password, 12 characters or more'), 'short')
  expect(add.disabled).toBe(true)
  await user.type(screen.getByLabelText('Password, 12 characters or more'), ' no longer')
  await user.click(add)
  await waitFor(() =>
    expect(app.requests.find((it) => it.method === 'POST')?.body).toEqual({
      name: 'grace',
      password: 'short no longer',
      role: 'viewer',
    }),
  )
})

test('shows a new token once', async () => {
  const user = userEvent.setup()
  renderApp('/access?tab=tokens', {
    ...answers,
    '/tokens': (_, body) => ({
      body: body === undefined ? [grant] : { grant, token: 'evk_secret' },
    }),
  })
  await user.type(await screen.findByRole('textbox', { name: 'What it is for' }), 'ci')
  await user.click(screen.getByRole('button', { name: 'Make token' }))
  expect(await screen.findByText('evk_secret')).toBeTruthy()
})

test('is for admins only', async () => {
  renderApp('/access', {
    ...answers,
    '/session': { body: { ...session, user: { name: 'eve', role: 'viewer' } } },
  })
  expect(await screen.findByText('This page is for admins.')).toBeTruthy()
  expect(screen.queryByRole('link', { name: 'Access' })).toBeNull()
})
