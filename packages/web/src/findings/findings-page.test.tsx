/**
 * The findings page: its four answers, its address, its keys, its groups and its flyout.
 *
 * @vitest-environment jsdom
 */

import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { finding, healthy, page } from '../../dev/answers.ts'
import { type Answer, renderApp } from '../../dev/render-app.tsx'

test.each<[what: string, answer: Answer, expected: RegExp]>([
  ['loading', 'never', /^$/],
  [
    'failed',
    { status: 503, detail: 'The database is away.' },
    /could not be loaded.*The database is away.*req-1/,
  ],
  ['of another shape', { body: { items: [{ id: 1 }] } }, /another shape than this page expects/],
  ['empty', { body: page([]) }, /There are no findings yet/],
  ['there', { body: page([finding()]) }, /5\.2\.2No container is privileged/],
])('shows findings that are %s', async (what, answer, expected) => {
  renderApp('/findings', { ...healthy, '/findings': answer })
  if (what === 'loading') {
    expect(await screen.findByRole('status', { name: 'Loading the findings' })).toBeTruthy()
    return
  }
  await waitFor(() => expect(document.body.textContent).toMatch(expected))
})

test('says that nothing matches and offers to clear the query', async () => {
  const app = renderApp('/findings?q=a+:+b', { ...healthy, '/findings': { body: page([]) } })
  await userEvent.click(await screen.findByRole('button', { name: 'Clear the query' }))
  await waitFor(() => expect(app.address()).toBe('/findings'))
})

test('asks for what the address says', async () => {
  const app = renderApp('/findings?q=rule.id+:+x&sort=-rule.severity', healthy)
  await screen.findByText('api')
  const asked = app.requests.find((it) => it.url.pathname === '/api/v1/findings')
  expect(asked?.url.search).toBe('?q=rule.id+%3A+x&sort=-rule.severity&limit=50')
})

test('limits the query to the cluster of the scope', async () => {
  const app = renderApp('/findings?q=a+:+b&scope=c-1', healthy)
  await screen.findByText('api')
  const asked = app.requests.find((it) => it.url.pathname === '/api/v1/findings')
  expect(asked?.url.searchParams.get('q')).toBe('a : b and cluster.id : c-1')
})

test('does not send a query that cannot be read, and offers the fix', async () => {
  const app = renderApp(
    `/findings?q=${encodeURIComponent('rule.name : this is not a drill')}`,
    healthy,
  )
  const [fix] = await screen.findAllByRole('button', { name: /^Write/ })
  expect(app.requests.some((it) => it.url.pathname === '/api/v1/findings')).toBe(false)
  if (fix) await userEvent.click(fix)
  await screen.findByText('api')
  const asked = app.requests.find((it) => it.url.pathname === '/api/v1/findings')
  expect(asked?.url.searchParams.get('q')).toBe('rule.name : "this is not a drill"')
})

test('writes a facet into the query and the address', async () => {
  const app = renderApp('/findings', healthy)
  await userEvent.click(await screen.findByRole('checkbox', { name: /payments/ }))
  await waitFor(() =>
    expect(new URLSearchParams(app.address().split('?')[1]).get('q')).toBe(
      'resource.namespace : payments',
    ),
  )
  const ticked = await screen.findByRole<HTMLInputElement>('checkbox', { name: /payments/ })
  expect(ticked.checked).toBe(true)
})

test('walks with J and K, opens with Enter, closes with Escape and gives the focus back', async () => {
  const app = renderApp('/findings', healthy)
  await screen.findByText('api')
  fireEvent.keyDown(window, { key: 'j' })
  fireEvent.keyDown(window, { key: 'j' })
  fireEvent.keyDown(window, { key: 'k' })
  await waitFor(() => expect(document.activeElement?.getAttribute('data-finding')).toBe('f-1'))
  if (document.activeElement) fireEvent.keyDown(document.activeElement, { key: 'Enter' })
  await screen.findByRole('complementary', { name: 'Finding' })
  expect(app.address()).toBe('/findings?finding=f-1')
  fireEvent.keyDown(window, { key: 'j' })
  await waitFor(() => expect(app.address()).toBe('/findings?finding=f-2'))
  fireEvent.keyDown(window, { key: 'Escape' })
  await waitFor(() => expect(app.address()).toBe('/findings'))
  await waitFor(() => expect(document.activeElement?.getAttribute('data-finding')).toBe('f-2'))
})

test('sorts by a column, then the other way round', async () => {
  const app = renderApp('/findings', healthy)
  const head = await screen.findByRole('button', { name: 'Severity' })
  // The facet of that name comes first in the page.
  const inTable = within(screen.getByRole('table')).getByRole('button', { name: 'Severity' })
  expect(head).toBeTruthy()
  await userEvent.click(inTable)
  await waitFor(() => expect(app.address()).toContain('sort=rule.severity'))
  await userEvent.click(inTable)
  await waitFor(() => expect(app.address()).toContain('sort=-rule.severity'))
})

test('shows groups with links to their findings, and opens one', async () => {
  const counts = { passed: 3, failed: 1200, unknown: 0, manual: 0 }
  const failed = { critical: 0, high: 1200, medium: 0, low: 0, info: 0 }
  const group = { counts, failed, resources: 2, score: 12 }
  const groups = {
    items: [
      { ...group, values: ['payments'], label: 'payments' },
      { ...group, values: [null], label: '' },
    ],
    total: 2,
    next_cursor: null,
    warnings: [],
  }
  renderApp('/findings?q=a+:+b&group=namespace', {
    ...healthy,
    '/findings': (url) => ({ body: url.searchParams.has('group') ? groups : page([finding()]) }),
  })
  const [link] = await screen.findAllByRole('link', { name: '1,200' })
  const q = new URL(link?.getAttribute('href') ?? '', 'http://localhost').searchParams.get('q')
  expect(q).toBe('a : b and resource.namespace : payments and result.evaluation : failed')
  await userEvent.click(screen.getByRole('button', { name: 'payments' }))
  expect(await screen.findByText(/5\.2\.2 No container is privileged/)).toBeTruthy()
  expect(screen.getByRole('button', { name: 'no namespace' })).toBeTruthy()
})

test('offers new results instead of moving the rows', async () => {
  const listeners: (() => void)[] = []
  class FakeEventSource {
    addEventListener(_: string, listener: () => void) {
      listeners.push(listener)
    }
    close() {}
  }
  let items = [finding()]
  vi.stubGlobal('EventSource', FakeEventSource)
  renderApp('/findings', { ...healthy, '/findings': () => ({ body: page(items) }) })
  await screen.findByText('api')
  items = [finding({ id: 'f-9', name: 'newcomer' }), finding()]
  for (const listener of listeners) listener()
  const pill = await screen.findByRole('button', { name: '1 new result' }, { timeout: 5000 })
  expect(screen.queryByText('newcomer')).toBeNull()
  await userEvent.click(pill)
  expect(await screen.findByText('newcomer')).toBeTruthy()
})

test('leaves out of the address what it does not know', async () => {
  const app = renderApp('/findings?group=bogus&q=a+:+b', healthy)
  await screen.findByText('api')
  const asked = app.requests.find((it) => it.url.pathname === '/api/v1/findings')
  expect(asked?.url.searchParams.has('group')).toBe(false)
})
