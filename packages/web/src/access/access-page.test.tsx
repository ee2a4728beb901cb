/**
 * The access page: its lists, adding, changing and ending, and what is left of it for who is no admin.
 *
 * @vitest-environment jsdom
 */

import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { healthy, session } from '../../dev/answers.ts'
import { type Answer, type Answers, renderApp } from '../../dev/render-app.tsx'

const red = [{ cluster_labels: { team: 'red' }, namespaces: ['shop'] }]
const ada = {
  name: 'ada',
  role: 'editor',
  reach: red,
  source: 'local',
  created_at: '2026-11-01T08:00:00Z',
  last_login_at: null,
  locked_until: null,
  version: 'v1',
}
const olga = { ...ada, name: 'olga@example.org', role: 'viewer', reach: null, source: 'oidc' }
const grant = {
  id: 't-1',
  name: 'ci',
  role: 'viewer',
  reach: null,
  created_at: '2026-11-01T08:00:00Z',
  expires_at: null,
  last_used_at: null,
}
const token = { ...grant, abilities: ['read', 'export'] }
const ownSession = {
  ...grant,
  id: 's-1',
  name: 'ada',
  source: 'local',
  user_agent: 'Browser 1',
  address: '10.0.0.7',
  is_current: true,
}
const entry = {
  at: '2026-11-01T08:00:00Z',
  actor: 'ada',
  action: 'POST /exceptions',
  target: 'x-1',
  status: 201,
  address: '10.0.0.7',
  details: { reason: 'Known' },
}
const approver = {
  name: 'Approver',
  description: 'Decides.',
  permissions: ['exceptions.approve'],
  updated_at: '2026-11-01T08:00:00Z',
  updated_by: 'grace',
  held_by: ['the user "ada"'],
}
const answers: Answers = {
  ...healthy,
  '/users': { body: [ada, olga] },
  '/tokens': { body: [token] },
  '/roles': { body: [approver] },
  '/sessions': { body: [ownSession] },
  '/audit': { body: { items: [entry], next_cursor: null } },
}
const broken: Answer = { status: 500, detail: 'It broke.' }

test.each<[tab: string, part: Answers, expected: RegExp]>([
  ['users', {}, /adaeditornamespace shop of clusters with team=redpassword/],
  ['users', {}, /olga@example\.orgviewereverythingidentity provider/],
  ['users', { '/users': { body: [] } }, /There are no users yet/],
  ['users', { '/users': broken }, /The users could not be loaded.*It broke/],
  ['roles', {}, /ApproverDecides\.decide on exceptionsthe user "ada"/],
  ['roles', { '/roles': { body: [] } }, /There are no roles of your own/],
  ['roles', { '/roles': broken }, /The roles could not be loaded/],
  ['tokens', {}, /civiewerread, exporteverythingneverno end/],
  ['tokens', { '/tokens': { body: [] } }, /There are no tokens/],
  ['tokens', { '/tokens': broken }, /The tokens could not be loaded/],
  ['sessions', {}, /ada this oneviewernever10\.0\.0\.7Browser 1/],
  ['sessions', { '/sessions': { body: [] } }, /There are no sessions/],
  ['sessions', { '/sessions': broken }, /The sessions could not be loaded/],
  ['audit', {}, /adaPOST \/exceptionsx-1reason: Known10\.0\.0\.7201/],
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

test.each(['users', 'roles', 'tokens', 'sessions', 'audit'])(
  'says that %s are loading',
  async (tab) => {
    renderApp(`/access?tab=${tab}`, { ...answers, [`/${tab}`]: 'never' })
    expect(await screen.findByLabelText(/^Loading the/)).toBeTruthy()
  },
)

test('adds a user who sees a part, once the password is long enough', async () => {
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
  await user.click(screen.getByRole('radio', { name: 'Only some clusters or namespaces' }))
  await user.type(screen.getByRole('textbox', { name: 'Clusters with the labels' }), 'team')
  expect(screen.getByRole('alert').textContent).toBe('"team" is no label; write team=red.')
  expect(add.disabled).toBe(true)
  await user.type(screen.getByRole('textbox', { name: 'Clusters with the labels' }), '=red')
  await user.type(screen.getByRole('textbox', { name: 'Their namespaces' }), 'shop')
  await user.keyboard('{Enter}')
  await waitFor(() =>
    expect(app.requests.find((it) => it.method === 'POST')?.body).toEqual({
      name: 'grace',
      password: 'short no longer',
      role: 'viewer',
      reach: red,
    }),
  )
})

test('changes what a user sees; those of a provider follow their groups', async () => {
  const user = userEvent.setup()
  const app = renderApp('/access', {
    ...answers,
    '/users': (_, body) => ({ body: body === undefined ? [ada, olga] : ada }),
  })
  await user.click(await screen.findByRole('button', { name: 'Change ada' }))
  expect(screen.queryByRole('button', { name: `Change ${olga.name}` })).toBeNull()
  const dialog = within(await screen.findByRole('dialog'))
  await user.click(dialog.getByRole('radio', { name: 'Everything' }))
  await user.click(dialog.getByRole('button', { name: 'Save' }))
  await waitFor(() =>
    expect(app.requests.find((it) => it.method === 'PATCH')).toMatchObject({
      url: { pathname: '/api/v1/users/ada' },
      body: { role: 'editor', reach: null },
    }),
  )
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('who changed a user meanwhile is told, and what was typed is kept', async () => {
  const user = userEvent.setup()
  let now: object = ada
  const app = renderApp('/access', {
    ...answers,
    '/users': (url) => {
      if (!url.pathname.endsWith('/ada')) return { body: [now] }
      if (now !== ada) return { body: now }
      now = { ...ada, role: 'operator', reach: null, version: 'v2' }
      return { status: 412, detail: 'It was changed by somebody.' }
    },
  })
  await user.click(await screen.findByRole('button', { name: 'Change ada' }))
  const dialog = within(await screen.findByRole('dialog'))
  await user.type(dialog.getByLabelText(/^New password/), 'correct horse battery')
  await user.click(dialog.getByRole('button', { name: 'Save' }))
  expect(
    await dialog.findByText(/Somebody changed ada meanwhile, who now is operator and sees everyth/),
  ).toBeTruthy()
  await user.click(dialog.getByRole('button', { name: 'Save over it' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  const writes = app.requests.filter((it) => it.method === 'PATCH')
  expect(writes.map((it) => it.ifMatch)).toEqual(['"v1"', '"v2"'])
  expect(writes[1]?.body).toEqual({ role: 'editor', reach: red, password: 'correct horse battery' })
})

test('shows a new token once, with what it may', async () => {
  const user = userEvent.setup()
  const app = renderApp('/access?tab=tokens', {
    ...answers,
    '/tokens': (_, body) => ({
      body: body === undefined ? [token] : { grant: token, token: 'evk_secret' },
    }),
  })
  await user.type(await screen.findByRole('textbox', { name: 'What it is for' }), 'ci')
  await user.click(screen.getByRole('checkbox', { name: 'Take exports' }))
  await user.click(screen.getByRole('button', { name: 'Make token' }))
  expect(await screen.findByText('evk_secret')).toBeTruthy()
  expect(app.requests.find((it) => it.method === 'POST')?.body).toEqual({
    name: 'ci',
    role: 'viewer',
    reach: null,
    abilities: ['read'],
    expires_at: null,
  })
})

test('makes a role, and tells who changed one meanwhile', async () => {
  const user = userEvent.setup()
  const now = { ...approver, permissions: [], updated_at: '2026-11-02T08:00:00Z' }
  let isChanged = false
  const app = renderApp('/access?tab=roles', {
    ...answers,
    '/roles': (url, body) => {
      if (body === undefined) return { body: [isChanged ? now : approver] }
      if (!url.pathname.endsWith('/Approver') || isChanged) return { body: now }
      isChanged = true
      return { status: 412, detail: 'It was changed by somebody.' }
    },
  })
  await user.type(await screen.findByRole('textbox', { name: 'Name of the role' }), 'On call')
  await user.click(screen.getByRole('checkbox', { name: 'assign and comment' }))
  await user.click(screen.getByRole('button', { name: 'Make role' }))
  await waitFor(() =>
    expect(app.requests.find((it) => it.method === 'POST')?.body).toEqual({
      name: 'On call',
      description: '',
      permissions: ['findings.discuss'],
    }),
  )
  await user.click(await screen.findByRole('button', { name: 'Change Approver' }))
  await user.click(screen.getByRole('checkbox', { name: 'share views' }))
  await user.click(screen.getByRole('button', { name: 'Save the role' }))
  expect(await screen.findByText(/grace changed this role meanwhile; it now may noth/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Save over it' }))
  await screen.findByRole('button', { name: 'Make role' })
  const writes = app.requests.filter((it) => it.method === 'PUT')
  expect(writes.map((it) => it.ifMatch)).toEqual([
    `"${approver.updated_at}"`,
    `"${now.updated_at}"`,
  ])
  expect(writes[1]?.body).toMatchObject({ permissions: ['exceptions.approve', 'views.share'] })
})

test('tells what groups of the identity provider would get', async () => {
  const user = userEvent.setup()
  const trial = {
    grant: { role: 'Approver', reach: null },
    mapped: [{ group: 'leads', role: 'Approver', reach: null }],
    unknown_roles: ['Gone'],
  }
  renderApp('/access?tab=roles', { ...answers, '/oidc/trial': { body: trial } })
  await user.type(await screen.findByRole('textbox', { name: /^Groups of the/ }), 'leads, all')
  await user.click(screen.getByRole('button', { name: 'Try groups' }))
  expect(
    await screen.findByText(/is Approver and sees everything. leads is mapped to Approver. The ma/),
  ).toBeTruthy()
})

test('asks the audit log by the query of the address, and exports the same', async () => {
  const user = userEvent.setup()
  const app = renderApp('/access?tab=audit', answers)
  await user.type(await screen.findByRole('textbox', { name: 'Query' }), 'actor : ada{Enter}')
  await waitFor(() => expect(app.address()).toMatch(/q=actor/))
  await waitFor(() =>
    expect(app.requests.some((it) => it.url.searchParams.get('q') === 'actor : ada')).toBe(true),
  )
  expect(screen.getByRole('link', { name: 'CSV' }).getAttribute('href')).toBe(
    '/api/v1/audit/export?q=actor+%3A+ada&format=csv',
  )
})

test('who is no admin sees their own sessions, and ends them', async () => {
  const user = userEvent.setup()
  const app = renderApp('/access', {
    ...answers,
    '/session': { body: { ...session, user: { name: 'eve', role: 'viewer', reach: red } } },
  })
  expect(
    await screen.findByText(/You are eve, have the role viewer and see namespace shop/),
  ).toBeTruthy()
  expect(screen.queryByRole('link', { name: 'Access' })).toBeNull()
  expect(screen.queryByRole('tab')).toBeNull()
  await user.click(await screen.findByRole('button', { name: /^End the session of ada/ }))
  await waitFor(() =>
    expect(app.requests.find((it) => it.method === 'DELETE')?.url.pathname).toBe(
      '/api/v1/sessions/s-1',
    ),
  )
})
