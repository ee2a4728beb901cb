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

test('opens a group to the groups within it, asked for then', async () => {
  const counts = { passed: 0, failed: 2, unknown: 0, manual: 0 }
  const failed = { critical: 0, high: 2, medium: 0, low: 0, info: 0 }
  const groupOf = (value: string) => ({
    items: [{ values: [value], label: value, counts, failed, resources: 1, score: 0 }],
    total: 1,
    next_cursor: null,
    warnings: [],
  })
  const app = renderApp('/findings?group=section,kind', {
    ...healthy,
    '/findings': (url) => {
      const group = url.searchParams.get('group')
      if (group === null) return { body: page([finding()]) }
      return { body: groupOf(group === 'rule.section' ? 'etcd' : 'Pod') }
    },
  })
  const asked = () => app.requests.filter((it) => it.url.searchParams.has('group'))
  await userEvent.click(await screen.findByRole('button', { name: 'etcd' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Pod' }))
  expect(asked().map((it) => it.url.searchParams.get('q'))).toEqual([null, 'rule.section : etcd'])
  expect(await screen.findByText(/5\.2\.2 No container is privileged/)).toBeTruthy()
  expect(app.requests.at(-1)?.url.searchParams.get('q')).toBe(
    'rule.section : etcd and resource.sub_type : Pod',
  )
})

test('selects by X, by box and by Shift, and takes the selected ones elsewhere', async () => {
  const items = [1, 2, 3].map((at) => finding({ id: `f-${at}`, name: `pod-${at}` }))
  renderApp('/findings?q=a+:+b', {
    ...healthy,
    '/findings': { body: { ...page(items), total: 4204 } },
  })
  await screen.findByText('pod-1')
  fireEvent.keyDown(window, { key: 'j' })
  fireEvent.keyDown(window, { key: 'x' })
  expect(await screen.findByText('1 finding selected')).toBeTruthy()
  const user = userEvent.setup()
  await user.keyboard('{Shift>}')
  await user.click(screen.getByRole('checkbox', { name: 'Select pod-3' }))
  await user.keyboard('{/Shift}')
  expect(screen.getByText('3 findings selected')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Select all 4,204 findings that match' }))
  expect(screen.getByText('4,204 findings selected')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Export selected' }))
  const csv = await screen.findByText('CSV')
  expect(csv.closest('a')?.getAttribute('href')).toBe('/api/v1/export?q=a+%3A+b&format=csv')
})

test('asks for the findings of the past, and says so', async () => {
  const app = renderApp('/findings?at=2026-11-20T08:00:00Z&finding=f-1', healthy)
  expect(await screen.findByText(/You are looking at the past/)).toBeTruthy()
  await screen.findByRole('complementary', { name: 'Finding' })
  const asked = (path: string) =>
    app.requests.filter((it) => it.url.pathname === path).map((it) => it.url.searchParams.get('at'))
  await waitFor(() => expect(asked('/api/v1/findings/f-1')).toEqual(['2026-11-20T08:00:00Z']))
  expect(new Set(asked('/api/v1/findings'))).toEqual(new Set(['2026-11-20T08:00:00Z']))
  expect(new Set(asked('/api/v1/facets'))).toEqual(new Set(['2026-11-20T08:00:00Z']))
  const [back] = screen.getAllByRole('button', { name: 'Back to now' })
  if (back) await userEvent.click(back)
  await waitFor(() => expect(app.address()).toBe('/findings?finding=f-1'))
})

test('compares two times', async () => {
  const move = { before: 'passed', after: 'failed', kind: 'opened' } as const
  const difference = {
    ...page([]),
    items: [{ finding: finding(), ...move }],
    total: 1,
    from: '2026-11-18T08:00:00Z',
    to: '2026-11-25T08:00:00Z',
    moves: [{ ...move, count: 37 }],
  }
  const app = renderApp('/findings?since=now-7d', { ...healthy, '/diff': { body: difference } })
  expect(await screen.findByRole('table', { name: 'Differences' })).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: '37 began to fail' }))
  await waitFor(() => expect(app.requests.at(-1)?.url.searchParams.get('kind')).toBe('opened'))
  await userEvent.click(screen.getByRole('button', { name: /No container is privileged/ }))
  expect(app.address()).toBe('/findings?since=now-7d&finding=f-1')
})

test('shows a saved view, marks what differs from it, and saves that', async () => {
  const view = {
    id: 'v-1',
    name: 'Worst first',
    page: 'findings',
    search: 'q=a+%3A+b&sort=-rule.severity',
    visibility: 'private',
    is_default: false,
    owner: 'admin',
    updated_at: '2026-11-20T08:00:00Z',
  }
  const saved: unknown[] = []
  const app = renderApp('/findings', {
    ...healthy,
    '/views': { body: [view] },
    '/views/v-1': (_, body) => {
      saved.push(body)
      return { body: view }
    },
  })
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'Views' }))
  fireEvent.click(await screen.findByText('Worst first'))
  await waitFor(() => expect(app.address()).toContain('view=v-1'))
  expect(app.address()).toContain('sort=-rule.severity')
  const inTable = within(await screen.findByRole('table'))
  await user.click(inTable.getByRole('button', { name: 'Resource' }))
  await user.click(await screen.findByRole('button', { name: /Worst first.*modified/ }))
  fireEvent.click(await screen.findByText(/Save the changes/))
  await waitFor(() => expect(saved).toHaveLength(1))
  expect(saved[0]).toMatchObject({ name: 'Worst first', search: 'q=a+%3A+b&sort=resource.name' })
})

test.each([
  ['/findings', 'q=rule.section'],
  ['/findings?q=a+:+b', 'q=a+:+b'],
])(
  'shows the default view at %s only where nothing else is asked for',
  async (address, expected) => {
    const app = renderApp(address, {
      ...healthy,
      '/views': {
        body: [
          {
            id: 'v-1',
            name: 'Mine',
            page: 'findings',
            search: 'q=rule.section+%3A+etcd',
            visibility: 'private',
            is_default: true,
            owner: 'admin',
            updated_at: '2026-11-20T08:00:00Z',
          },
        ],
      },
    })
    await screen.findByText('api')
    await waitFor(() => expect(app.address()).toContain(expected))
  },
)

test('filters by the value of a cell, from the keyboard', async () => {
  const app = renderApp('/findings', healthy)
  await screen.findByText('api')
  fireEvent.keyDown(window, { key: 'j' })
  await waitFor(() => expect(document.activeElement?.getAttribute('data-finding')).toBe('f-1'))
  if (document.activeElement) fireEvent.keyDown(document.activeElement, { key: 'ContextMenu' })
  fireEvent.click(await screen.findByText('Namespace', { selector: '[role=menu] *' }))
  fireEvent.click(await screen.findByText('Filter it out'))
  await waitFor(() =>
    expect(new URLSearchParams(app.address().split('?')[1]).get('q')).toBe(
      'not resource.namespace : payments',
    ),
  )
})

test('moves a column, and keeps that for the next visit', async () => {
  const app = renderApp('/findings?cols=rule,resource', healthy)
  await screen.findByText('api')
  await userEvent.click(screen.getByRole('button', { name: 'Columns' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Move Resource up' }))
  await waitFor(() => expect(app.address()).toContain('cols=resource%2Crule'))
  expect(localStorage.getItem('evenkeel-columns')).toBe('"resource,rule"')
})

test('says which part of the query takes all away', async () => {
  renderApp('/findings?q=a+:+b+and+c+:+d', {
    ...healthy,
    '/findings': (url) => ({
      body: url.searchParams.get('q') === 'c : d' ? page([finding()]) : page([]),
    }),
  })
  const without = await screen.findByRole('button', { name: '1 finding' })
  expect(without.parentElement?.textContent).toBe('Without a : b there are 1 finding')
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
  const app = renderApp('/findings', { ...healthy, '/findings': () => ({ body: page(items) }) })
  await screen.findByText('api')
  const newest = (it: { url: URL }) => it.url.searchParams.get('sort') === '-changed_at'
  await waitFor(() => expect(app.requests.some(newest)).toBe(true))
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

test('has a column, a filter and groups of a label, and keeps columns in their place', async () => {
  const labelled = finding()
  const shown = { ...labelled, resource: { ...labelled.resource, labels: { team: 'core' } } }
  const app = renderApp('/findings?cols=rule,label:team&pin=1', {
    ...healthy,
    '/findings': { body: page([shown]) },
  })
  const cell = await screen.findByRole('cell', { name: 'core' })
  expect(screen.getByRole('columnheader', { name: /^Rule/ }).dataset.pinned).toBe('true')
  const asked = (path: string) =>
    app.requests
      .filter((it) => it.url.pathname === `/api/v1${path}`)
      .map((it) => it.url.searchParams)
  expect(asked('/findings')[0]?.get('labels')).toBe('team')
  await waitFor(() =>
    expect(asked('/facets').map((it) => it.get('fields'))).toContain('resource.labels.team'),
  )
  fireEvent.contextMenu(cell)
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Group by team' }))
  await waitFor(() => expect(asked('/findings').at(-1)?.get('group')).toBe('resource.labels.team'))
})
