/**
 * Who may see the pages, and what the frame around them does.
 *
 * @vitest-environment jsdom
 */

import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { cluster, healthy } from '../../dev/answers.ts'
import { type Answer, renderApp } from '../../dev/render-app.tsx'

test.each<[what: string, answer: Answer, expected: RegExp]>([
  ['is none', { status: 401, detail: 'Sign in.' }, /Sign in.*Or with a login link/],
  [
    'cannot be asked for',
    { status: 500, detail: 'It broke.' },
    /Evenkeel could not be loaded.*It broke/,
  ],
  ['is there', healthy['/session'] as Answer, /Overview.*Findings.*Clusters/],
])('shows what to do when the session %s', async (_, answer, expected) => {
  renderApp('/clusters', { ...healthy, '/session': answer })
  await waitFor(() => expect(document.body.textContent).toMatch(expected))
})

test('trades the token of a login link for a session', async () => {
  window.location.hash = '#token=once'
  const app = renderApp('/login', healthy)
  await screen.findByText('Posture score')
  expect(app.requests[0]).toMatchObject({ method: 'POST', body: { token: 'once' } })
  expect(window.location.hash).toBe('')
})

test('says why a login link does not work', async () => {
  window.location.hash = '#token=twice'
  renderApp('/login', { ...healthy, '/session': { status: 401, detail: 'It was used already.' } })
  expect(await screen.findByText('It was used already.')).toBeTruthy()
  window.location.hash = ''
})

test.each([
  ['f', '/findings'],
  ['c', '/clusters'],
  ['o', '/'],
])('goes to a page by G, then %s', async (key, expected) => {
  const app = renderApp('/clusters', healthy)
  await screen.findByRole('heading', { name: 'Clusters' })
  fireEvent.keyDown(window, { key: 'g' })
  fireEvent.keyDown(window, { key })
  await waitFor(() => expect(app.address()).toBe(expected))
})

test('lists the shortcuts by ?, and turns the single keys off', async () => {
  const app = renderApp('/clusters', healthy)
  await screen.findByRole('heading', { name: 'Clusters' })
  fireEvent.keyDown(window, { key: '?' })
  await userEvent.click(await screen.findByRole('switch', { name: 'Use single-key shortcuts' }))
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  fireEvent.keyDown(window, { key: 'g' })
  fireEvent.keyDown(window, { key: 'f' })
  expect(app.address()).toBe('/clusters')
})

test('goes back in time on every page, and says which pages follow', async () => {
  const app = renderApp('/clusters', healthy)
  await screen.findByRole('heading', { name: 'Clusters' })
  await userEvent.click(screen.getByRole('button', { name: 'Now' }))
  fireEvent.click(await screen.findByText('7 days ago'))
  await waitFor(() => expect(app.address()).toMatch(/^\/clusters\?at=20/))
  expect(await screen.findByText(/This page shows now/)).toBeTruthy()
  await userEvent.click(screen.getByRole('link', { name: 'Findings' }))
  await waitFor(() => expect(app.address()).toMatch(/^\/findings\?at=20/))
  expect(await screen.findByText(/You are looking at the past/)).toBeTruthy()
})

test('says on every page who is silent, and since when', async () => {
  const silent = { ...cluster, silent: { reporters: 1, of: 2, since: '2026-11-20T08:00:00Z' } }
  const app = renderApp('/rules', { ...healthy, '/clusters': { body: [silent] } })
  const text = await screen.findByText(/1 of 2 are silent/)
  expect(text.textContent).toContain(`from ${cluster.name} since`)
  await userEvent.click(screen.getByRole('link', { name: 'See what is silent' }))
  await waitFor(() => expect(app.address()).toMatch(/^\/clusters\//))
})

test('shows times in the zone that was chosen', async () => {
  renderApp('/findings?at=2026-11-20T08:00:00Z', healthy)
  await screen.findByText('api')
  await userEvent.click(screen.getByRole('button', { name: 'User and help' }))
  fireEvent.click(await screen.findByText('Preferences'))
  await userEvent.click(await screen.findByRole('radio', { name: 'UTC' }))
  expect(screen.getAllByText(/Nov 20, 2026, 8:00 AM UTC/).length).toBeGreaterThan(0)
  await userEvent.click(screen.getByRole('radio', { name: 'This computer' }))
})

test('has a page for an address that leads nowhere', async () => {
  renderApp('/nothing/here', healthy)
  expect(await screen.findByText('There is no page at this address.')).toBeTruthy()
})

test('asks to sign in again when the session ends in mid-work', async () => {
  let isOver = false
  const ended: Answer = { status: 401, detail: 'The session is over.' }
  renderApp('/clusters', {
    ...healthy,
    '/session': () => (isOver ? ended : (healthy['/session'] as Answer)),
    '/scores': () => ended,
  })
  await screen.findByRole('heading', { name: 'Clusters' })
  isOver = true
  await userEvent.click(screen.getByRole('link', { name: 'Overview' }))
  expect(await screen.findByText('Your session ended')).toBeTruthy()
})

test('keeps what was typed when the session ends in mid-edit', async () => {
  const user = userEvent.setup()
  let isOver = false
  const ended: Answer = { status: 401, detail: 'The session is over.' }
  const app = renderApp('/clusters?add=yes', {
    ...healthy,
    '/session': (_, body) => {
      if (body) isOver = false
      return isOver ? ended : (healthy['/session'] as Answer)
    },
    '/clusters': (_, body) => (body === undefined ? { body: [cluster] } : ended),
  })
  const dialog = within(await screen.findByRole('dialog'))
  await user.type(dialog.getByRole('textbox', { name: 'Name' }), 'typed-before')
  isOver = true
  await user.click(dialog.getByRole('button', { name: 'Make the manifest' }))
  const again = within(await screen.findByRole('dialog', { name: 'Your session ended' }))
  await user.type(again.getByRole('textbox', { name: 'Name' }), 'ada{Escape}')
  await user.type(again.getByLabelText('Password'), 'right')
  await user.click(again.getByRole('button', { name: 'Sign in' }))
  await waitFor(() => expect(screen.queryByText('Your session ended')).toBeNull())
  expect(dialog.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('typed-before')
  expect(app.address()).toMatch(/^\/clusters/)
})

test('signs in by name and password, and says why not', async () => {
  const user = userEvent.setup()
  let isIn = false
  const app = renderApp('/clusters', {
    ...healthy,
    '/session': (_, body) => {
      if (JSON.stringify(body)?.includes('right')) isIn = true
      if (isIn) return healthy['/session'] as Answer
      return { status: 401, detail: body ? 'Name or password are wrong.' : 'Sign in.' }
    },
  })
  await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'ada')
  await user.type(screen.getByLabelText('Password'), 'wrong')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  expect(await screen.findByText('Name or password are wrong.')).toBeTruthy()
  await user.clear(screen.getByLabelText('Password'))
  await user.type(screen.getByLabelText('Password'), 'right')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  expect(await screen.findByRole('heading', { name: 'Clusters' })).toBeTruthy()
  expect(app.requests.filter((it) => it.method === 'POST').at(-1)?.body).toEqual({
    name: 'ada',
    password: 'right',
  })
})

test('signs out', async () => {
  const user = userEvent.setup()
  let isOut = false
  renderApp('/clusters', {
    ...healthy,
    '/session': () =>
      isOut ? { status: 401, detail: 'Sign in.' } : (healthy['/session'] as Answer),
  })
  await user.click(await screen.findByRole('button', { name: 'User and help' }))
  isOut = true
  fireEvent.click(await screen.findByText('Sign out'))
  expect(await screen.findByText('Or with a login link')).toBeTruthy()
})
