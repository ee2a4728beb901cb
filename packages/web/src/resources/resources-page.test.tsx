/**
 * The inventory: its four answers, its filters, and the page of one resource.
 *
 * @vitest-environment jsdom
 */

import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { finding, healthy, page } from '../../dev/answers.ts'
import { type Answer, renderApp } from '../../dev/render-app.tsx'

const resource = {
  id: 'k8s_object/apps/Deployment/payments/api',
  type: 'k8s_object',
  sub_type: 'Deployment',
  name: 'api',
  namespace: 'payments',
  owner: null,
  cluster: { id: 'c-1', name: 'prod-eu' },
  counts: { passed: 1, failed: 2, unknown: 0, manual: 0 },
}
const list = (items: object[]) => ({ items, total: items.length, next_cursor: null, warnings: [] })

test.each<[what: string, address: string, answer: Answer, expected: RegExp]>([
  [
    'failed',
    '',
    { status: 500, detail: 'It broke.' },
    /The resources could not be loaded.*It broke/,
  ],
  ['empty', '', { body: list([]) }, /There are no resources yet/],
  ['not matched', '?search=x', { body: list([]) }, /No resource matches/],
  ['there', '', { body: list([resource]) }, /apiDeploymentpayments–prod-eu201.*1 resource/],
])('shows resources that are %s', async (_, search, answer, expected) => {
  renderApp(`/resources${search}`, { ...healthy, '/resources': answer })
  await waitFor(() => expect(document.body.textContent).toMatch(expected))
})

test('shows that the resources are loading', async () => {
  renderApp('/resources', { ...healthy, '/resources': 'never' })
  expect(await screen.findByRole('status', { name: 'Loading the resources' })).toBeTruthy()
})

test('asks for what the address says', async () => {
  const app = renderApp('/resources?kind=Deployment&namespace=payments&scope=c-1', {
    ...healthy,
    '/resources': { body: list([resource]) },
  })
  await screen.findByRole('link', { name: 'api' })
  const asked = app.requests.find((it) => it.url.pathname === '/api/v1/resources')
  expect(asked?.url.search).toBe('?cluster=c-1&kind=Deployment&namespace=payments&limit=100')
})

test('shows one resource with its findings', async () => {
  const detail = {
    resource,
    api_version: 'apps/v1',
    node: null,
    labels: {},
    data: { kind: 'Deployment' },
  }
  renderApp(`/resources/${encodeURIComponent(resource.id)}?cluster=c-1`, {
    ...healthy,
    '/resources': { body: detail },
    '/findings': { body: page([finding()]) },
  })
  expect(await screen.findByRole('heading', { name: 'api' })).toBeTruthy()
  expect(
    await screen.findByRole('link', { name: /5\.2\.2 No container is privileged/ }),
  ).toBeTruthy()
})
