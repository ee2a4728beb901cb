/**
 * The clusters: their four answers, and a new one from its name to its first finding.
 *
 * @vitest-environment jsdom
 */

import type { OnboardingState } from '@evenkeel/model'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { cluster, healthy } from '../../dev/answers.ts'
import { type Answer, renderApp } from '../../dev/render-app.tsx'
import { printShare } from './coverage-cell.tsx'

test.each<[what: string, answer: Answer, expected: RegExp]>([
  ['failed', { status: 500, detail: 'It broke.' }, /The clusters could not be loaded.*It broke/],
  ['empty', { body: [] }, /No cluster is connected yet/],
  ['there', { body: [cluster] }, /prod-eu.*2 of 3.*90%, 1 gap/],
])('shows clusters that are %s', async (_, answer, expected) => {
  renderApp('/clusters', { ...healthy, '/clusters': answer })
  await waitFor(() => expect(document.body.textContent).toMatch(expected))
})

test('shows that the clusters are loading', async () => {
  renderApp('/clusters', { ...healthy, '/clusters': 'never' })
  expect(await screen.findByRole('status', { name: 'Loading the clusters' })).toBeTruthy()
})

test('adds a cluster and shows its states until the first finding', async () => {
  const user = userEvent.setup()
  const created = { ...cluster, id: 'c-2', name: 'new one', state: 'no-contact' }
  const answers = {
    ...healthy,
    '/clusters': (_: URL, body: unknown): Answer =>
      body === undefined
        ? { body: [cluster] }
        : {
            body: {
              cluster: created,
              enrolment_token: 'ekt_secret',
              expires_at: '2026-11-26T08:00:00Z',
              server: 'https://evenkeel.example',
              manifest: 'kind: Namespace',
            },
          },
    '/clusters/c-2': (): Answer => ({
      body: { cluster: { ...created, state: 'first-finding' }, reporters: [], silent_nodes: [] },
    }),
  }
  URL.createObjectURL = () => 'blob:manifest'
  const app = renderApp('/clusters', answers)
  await user.click(await screen.findByRole('button', { name: 'Add cluster' }))
  await user.type(await screen.findByRole('textbox', { name: 'Name' }), ' new one ')
  await user.click(screen.getByRole('button', { name: 'Make the manifest' }))
  expect(await screen.findByText('kubectl apply -f evenkeel-new-one.yaml')).toBeTruthy()
  expect(app.requests.find((it) => it.method === 'POST')?.body).toEqual({ name: 'new one' })
  await user.click(screen.getByRole('button', { name: 'Copy manifest' }))
  expect(await navigator.clipboard.readText()).toBe('kind: Namespace')
  expect(
    await screen.findByRole('link', { name: /See the failed findings of new one/ }),
  ).toBeTruthy()
})

test('adds a cluster with labels and options, and installs it by Helm', async () => {
  const user = userEvent.setup()
  const created = { ...cluster, id: 'c-3', name: 'lab', state: 'no-contact' }
  const body = {
    cluster: created,
    enrolment_token: 'ekt_secret',
    expires_at: '2026-11-26T08:00:00Z',
    server: 'https://evenkeel.example',
    manifest: 'kind: Usual',
  }
  URL.createObjectURL = () => 'blob:manifest'
  const app = renderApp('/clusters?add=yes', {
    ...healthy,
    '/clusters': (_, sent) => ({ body: sent === undefined ? [cluster] : body }),
    '/clusters/c-3': { body: { cluster: created, reporters: [], silent_nodes: [] } },
    '/clusters/c-3/manifest': (url) => ({ body: `asked by ${url.search}` }),
  })
  await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'lab')
  await user.type(screen.getByRole('textbox', { name: 'Labels' }), 'team')
  expect(await screen.findByText('"team" is no pair such as team=payments.')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Make the manifest' })).toHaveProperty('disabled', true)
  await user.type(screen.getByRole('textbox', { name: 'Labels' }), '=a, env=b')
  await user.click(screen.getByText('How the agents look'))
  await user.selectOptions(screen.getByRole('combobox'), '1h')
  await user.click(screen.getByRole('switch'))
  await user.type(screen.getByRole('textbox', { name: 'Namespaces to leave out' }), 'x, y')
  await user.click(screen.getByRole('button', { name: 'Make the manifest' }))
  await user.click(await screen.findByRole('button', { name: 'Copy manifest' }))
  expect(await navigator.clipboard.readText()).toMatch(
    /asked by \?period=1h&node-checks=false&exclude-namespaces=x%2Cy/,
  )
  expect(app.requests.find((it) => it.method === 'POST')?.body).toEqual({
    name: 'lab',
    labels: { team: 'a', env: 'b' },
  })
  await user.click(screen.getByRole('radio', { name: 'Helm' }))
  await user.click(await screen.findByRole('button', { name: 'Copy values' }))
  expect(JSON.parse(await navigator.clipboard.readText())).toMatchObject({
    server: { url: 'https://evenkeel.example' },
    nodeChecks: false,
    excludedNamespaces: ['x', 'y'],
  })
  await user.click(screen.getByRole('radio', { name: 'Kustomize' }))
  expect(await screen.findByText('kubectl apply -k .')).toBeTruthy()
})

test('a cluster whose options are refused is there all the same, and its token is shown', async () => {
  const user = userEvent.setup()
  const created = { ...cluster, id: 'c-4', name: 'lab', state: 'no-contact' }
  const token = { enrolment_token: 'ekt_secret', expires_at: '2026-11-26T08:00:00Z' }
  const body = { cluster: created, ...token, server: 'https://e.example', manifest: 'kind: Usual' }
  URL.createObjectURL = () => 'blob:manifest'
  renderApp('/clusters?add=yes', {
    ...healthy,
    '/clusters': (_, sent) => ({ body: sent === undefined ? [cluster] : body }),
    '/clusters/c-4': { body: { cluster: created, reporters: [], silent_nodes: [] } },
    '/clusters/c-4/manifest': { status: 400, detail: '"A!" is no namespace.' },
  })
  await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'lab')
  await user.click(screen.getByText('How the agents look'))
  await user.type(screen.getByRole('textbox', { name: 'Namespaces to leave out' }), 'A!')
  await user.click(screen.getByRole('button', { name: 'Make the manifest' }))
  expect(await screen.findByText(/without your options: "A!" is no namespace\./)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Copy manifest' }))
  expect(await navigator.clipboard.readText()).toBe('kind: Usual')
})

test('installs the agents of a cluster that is there', async () => {
  const user = userEvent.setup()
  URL.createObjectURL = () => 'blob:manifest'
  const token = { enrolment_token: 'ekt_new', expires_at: '2026-11-26T08:00:00Z' }
  renderApp('/clusters/c-1', {
    ...healthy,
    '/clusters/c-1/enrolment-token': { body: { ...token, server: 'https://evenkeel.example' } },
    '/clusters/c-1/manifest': (url) => ({ body: `asked by ${url.search}` }),
  })
  await user.click(await screen.findByRole('button', { name: 'Install' }))
  await user.click(await screen.findByRole('switch'))
  await user.click(screen.getByRole('button', { name: 'Make the manifest' }))
  await user.click(await screen.findByRole('button', { name: 'Copy token' }))
  expect(await navigator.clipboard.readText()).toBe('ekt_new')
  await user.click(screen.getByRole('button', { name: 'Copy manifest' }))
  expect(await navigator.clipboard.readText()).toMatch(/asked by \?node-checks=false/)
})

test.each<[version: string, expected: string]>([
  ['0.0.9', 'outdated'],
  ['0.1.7', ''],
  ['0.2.0', 'newer than the server'],
])('marks an agent %s', async (agent_version, expected) => {
  const reporter = {
    ...{ scope: 'kube-api', node: null, agent_version, last_cycle_at: null },
    ...{ duration_ms: null, coverage: null, is_stale: false },
  }
  renderApp('/clusters/c-1', {
    ...healthy,
    '/clusters/c-1': { body: { cluster, reporters: [reporter], silent_nodes: [] } },
  })
  const row = await screen.findByRole('row', { name: /Kubernetes API/ })
  expect(row.textContent).toContain(`${agent_version}${expected ? ` ${expected}` : ''}`)
  if (!expected) expect(row.textContent).not.toMatch(/outdated|newer/)
})

test('shows the server’s reason when a cluster cannot be added', async () => {
  const user = userEvent.setup()
  renderApp('/clusters?add=yes', {
    ...healthy,
    '/clusters': (_, body) =>
      body === undefined
        ? { body: [cluster] }
        : { status: 409, detail: 'There is a cluster of that name.' },
  })
  await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'prod-eu')
  await user.click(screen.getByRole('button', { name: 'Make the manifest' }))
  expect(await screen.findByText('There is a cluster of that name.')).toBeTruthy()
})

test.each<[OnboardingState, string]>([
  ['no-contact', 'Waiting for the first agent'],
  ['agent-connected', 'An agent has signed in'],
  ['evaluating', 'held against the rules'],
])('shows a cluster in the state %s', async (state, expected) => {
  const waiting = { ...cluster, state }
  renderApp('/clusters/c-1', {
    ...healthy,
    '/clusters/c-1': { body: { cluster: waiting, reporters: [], silent_nodes: [] } },
  })
  expect(await screen.findByText(new RegExp(expected))).toBeTruthy()
})

test.each<[state: OnboardingState, minutes: number, expected: RegExp | undefined]>([
  ['no-contact', 9, undefined],
  ['no-contact', 11, /No agent has called.*May the pods reach.*kubectl -n evenkeel get pods/],
  ['evaluating', 11, /no finding came.*names the verb and the resource/],
  ['first-finding', 11, undefined],
])('says what to look at when %s lasts %i minutes', async (state, minutes, expected) => {
  const created_at = new Date(Date.now() - minutes * 60_000).toISOString()
  renderApp('/clusters/c-1', {
    ...healthy,
    '/clusters/c-1': {
      body: { cluster: { ...cluster, state, created_at }, reporters: [], silent_nodes: [] },
    },
  })
  await screen.findByRole('region', { name: 'At a glance' })
  if (expected) expect(document.body.textContent).toMatch(expected)
  else expect(screen.queryByText(/takes longer than usual/)).toBeNull()
})

test('names silent nodes and what could not be looked at', async () => {
  renderApp('/clusters/c-1', healthy)
  expect(await screen.findByText(/No agent reports from worker-3/)).toBeTruthy()
  expect(screen.getByText('The API server answered 403.')).toBeTruthy()
})

test('names the namespaces that the configuration leaves out', async () => {
  const coverage = { expected: 10, evaluated: 10, gaps: [], excluded_namespaces: ['lab', 'tmp'] }
  renderApp('/clusters/c-1', {
    ...healthy,
    '/clusters/c-1': {
      body: { cluster: { ...cluster, coverage }, reporters: [], silent_nodes: [] },
    },
  })
  expect((await screen.findByText(/Excluded by configuration/)).textContent).toContain('lab, tmp')
  expect(screen.getByText(/2 namespaces excluded/)).toBeTruthy()
})

test.each([
  [0, 0, 'nothing to evaluate'],
  [999, 1000, '99%'],
  [1000, 1000, '100%'],
])('says that %i of %i is %s', (evaluated, expected, printed) => {
  expect(printShare(evaluated, expected)).toBe(printed)
})

test('removes a cluster once its name is typed', async () => {
  const user = userEvent.setup()
  let isGone = false
  const app = renderApp('/clusters/c-1', {
    ...healthy,
    '/clusters': () => ({ body: isGone ? [] : [cluster] }),
  })
  await user.click(await screen.findByRole('button', { name: 'Remove' }))
  const button = await screen.findByRole<HTMLButtonElement>('button', {
    name: 'Remove the cluster',
  })
  expect(button.disabled).toBe(true)
  await user.type(screen.getByRole('textbox', { name: 'Type prod-eu to confirm' }), 'prod-eu')
  isGone = true
  await user.click(button)
  await waitFor(() => expect(app.address()).toBe('/clusters'))
  expect(app.requests.some((it) => it.method === 'DELETE')).toBe(true)
})

test('shows the agents of a cluster, and revokes one', async () => {
  const user = userEvent.setup()
  const agent = {
    id: 'a-1',
    node: 'worker-1',
    version: '1.2.3',
    address: '10.0.0.7',
    credential_created_at: '2026-03-01T10:00:00Z',
    credential_expires_at: '2026-03-31T10:00:00Z',
    last_seen_at: null,
    revoked_at: null,
    revoked_because: null,
  }
  const copied = {
    ...agent,
    id: 'a-2',
    node: 'worker-2',
    revoked_at: '2026-03-02T10:00:00Z',
    revoked_because: 'two-holders',
  }
  const app = renderApp('/clusters/c-1', {
    ...healthy,
    '/clusters/c-1/agents': { body: [agent, copied] },
  })
  const table = await screen.findByRole('table', { name: 'Agents' })
  expect(table.textContent).toMatch(/worker-1.*1\.2\.3.*worker-2.*two held the same credential/)
  await user.click(screen.getByRole('button', { name: 'Revoke the agent of worker-1' }))
  expect(screen.queryByRole('button', { name: 'Revoke the agent of worker-2' })).toBeNull()
  await user.click(await screen.findByRole('button', { name: 'Revoke the agent' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(app.requests.some((it) => it.method === 'DELETE')).toBe(true)
})
