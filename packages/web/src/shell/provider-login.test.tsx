/**
 * The button of the identity provider, and what the login page says when it did not work.
 *
 * @vitest-environment jsdom
 */

import { screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { healthy } from '../../dev/answers.ts'
import { type Answer, renderApp } from '../../dev/render-app.tsx'

const signedOut: Answer = { status: 401, detail: 'Sign in.' }

function render(options: Answer, address = '/login') {
  window.history.replaceState(null, '', address)
  return renderApp(address, { ...healthy, '/session': signedOut, '/login-options': options })
}

afterEach(() => window.history.replaceState(null, '', '/'))

test.each([
  ['/login', '/login/oidc?return_to=%2F'],
  ['/findings?q=x', '/login/oidc?return_to=%2Ffindings%3Fq%3Dx'],
])('offers the provider at %s and comes back', async (address, expected) => {
  render({ body: { oidc: { name: 'Example Login' } } }, address)
  const button = await screen.findByRole('link', { name: 'Sign in with Example Login' })
  expect(button.getAttribute('href')).toBe(expected)
})

test.each<[what: string, options: Answer]>([
  ['there is none', { body: { oidc: null } }],
  ['nobody can tell', { status: 500, detail: 'It broke.' }],
  ['nobody answers', 'never'],
])('offers passwords alone where %s', async (_, options) => {
  render(options)
  expect(await screen.findByRole('button', { name: 'Sign in' })).toBeTruthy()
  expect(screen.queryByText(/Sign in with/)).toBeNull()
})

test.each([
  ['provider-unavailable', /does not answer/],
  ['login-refused', /did not confirm the login/],
  ['no-role', /None of your groups has a role/],
  ['name-taken', /belongs to another user/],
  ['<b>anything</b>', /The login did not work/],
])('says why after %s', async (failure, expected) => {
  render({ body: { oidc: null } }, `/login?failure=${encodeURIComponent(failure)}`)
  await waitFor(() => expect(document.body.textContent).toMatch(expected))
  expect(document.body.textContent).not.toContain('anything')
})
