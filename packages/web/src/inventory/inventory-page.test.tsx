/**
 * The inventory: its four answers, and where its numbers lead.
 *
 * @vitest-environment jsdom
 */

import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { healthy } from '../../dev/answers.ts'
import { type Answer, renderApp } from '../../dev/render-app.tsx'

const kind = {
  type: 'k8s_object',
  sub_type: 'Deployment',
  resources: 1204,
  namespaces: 12,
  owned: 4,
  counts: { passed: 1, failed: 3, unknown: 5, manual: 0 },
  failed: { critical: 1, high: 2, medium: 0, low: 0, info: 0 },
  score: 71.4,
}

test.each<[what: string, answer: Answer, expected: RegExp]>([
  ['failed', { status: 500, detail: 'It broke.' }, /The inventory could not be loaded.*It broke/],
  ['empty', { body: [] }, /There is nothing in the inventory yet/],
  ['there', { body: [kind] }, /Deployment1,20412431200571.*1,204 resources of 1 kind/],
  [
    'without a score',
    { body: [{ ...kind, type: 'kubernetes_worker_node', sub_type: null, score: null }] },
    /Worker node.*not evaluated/,
  ],
])('shows an inventory that is %s', async (_, answer, expected) => {
  renderApp('/inventory', { ...healthy, '/inventory': answer })
  await waitFor(() => expect(document.body.textContent).toMatch(expected))
})

test('leads from a kind to its resources, from a count to its findings, and to who can do what', async () => {
  const app = renderApp('/inventory?scope=c-1', { ...healthy, '/inventory': { body: [kind] } })
  const link = await screen.findByRole('link', { name: 'Deployment' })
  expect(link.getAttribute('href')).toBe('/resources?scope=c-1&kind=Deployment')
  const failed = screen.getByRole('link', { name: '1 critical on Deployment' }).getAttribute('href')
  expect(new URL(failed ?? '', 'http://it').searchParams.get('q')).toBe(
    'resource.sub_type : Deployment and cluster.id : c-1 and result.evaluation : failed and rule.severity : critical',
  )
  expect(screen.getByRole('main').querySelector('a[href^="/rbac"]')).not.toBeNull()
  const asked = app.requests.find((it) => it.url.pathname === '/api/v1/inventory')
  expect(asked?.url.search).toBe('?cluster=c-1')
})
