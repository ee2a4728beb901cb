/**
 * Who can do what: subjects and rules in words, and what the page says where something was not seen.
 *
 * @vitest-environment jsdom
 */

import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { cluster, healthy } from '../../dev/answers.ts'
import { type Answer, renderApp } from '../../dev/render-app.tsx'
import { splitResource } from '../api/access-paths.ts'
import { describeRule, parseSubject, printSubject } from './access-words.ts'

test.each([
  ['User/anna', { kind: 'User', name: 'anna', namespace: null }],
  ['Group/a/b', { kind: 'Group', name: 'a/b', namespace: null }],
  ['ServiceAccount/payments/api', { kind: 'ServiceAccount', name: 'api', namespace: 'payments' }],
] as const)('%s names a subject, and is printed so', (text, subject) => {
  expect(parseSubject(text)).toEqual(subject)
  expect(printSubject(subject)).toBe(text)
})

test.each(['', 'User', 'User/', 'ServiceAccount/x', 'ServiceAccount//x', 'Robot/x'])(
  '"%s" names nobody',
  (text) => {
    expect(parseSubject(text)).toBeUndefined()
  },
)

test.each([
  [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['secrets'] }, 'get, list on secrets'],
  [
    { verbs: ['*'], apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'] },
    'everything on deployments.apps, deployments/scale.apps',
  ],
  [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, 'everything on everything'],
  [
    { verbs: ['get'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['a', 'b'] },
    'get on configmaps named a, b',
  ],
  [{ verbs: ['get'], nonResourceURLs: ['/metrics'] }, 'get on /metrics'],
  [{ verbs: 'get' }, '{"verbs":"get"}'],
  [null, 'null'],
])('%j reads "%s"', (rule, text) => {
  expect(describeRule(rule)).toBe(text)
})

test.each([
  ['secrets', 'secrets', ''],
  ['pods/exec', 'pods/exec', ''],
  ['deployments.apps', 'deployments', 'apps'],
  ['deployments.apps/scale', 'deployments/scale', 'apps'],
  ['/metrics.json', '/metrics.json', ''],
])('%s is asked for as %s of "%s"', (text, resource, group) => {
  expect(splitResource(text)).toEqual({ resource, group })
})

const object = (kind: string, name: string) => ({ id: `${kind}/${name}`, kind, name, failed: 1 })
const path = {
  subject: { kind: 'ServiceAccount', name: 'api', namespace: 'payments' },
  namespace: null,
  binding: object('ClusterRoleBinding', 'readers'),
  role: object('ClusterRole', 'reads-secrets'),
  rule: { verbs: ['get'], apiGroups: [''], resources: ['secrets'] },
  is_builtin: false,
}

const page = (items: object[], warnings: string[]): Answer => ({
  body: { items, total: items.length, next_cursor: null, warnings },
})

const answers = (paths: object[], warnings: string[]): Record<string, Answer> => ({
  ...healthy,
  '/clusters': { body: [cluster] },
  '/access-paths': page(paths, warnings),
  '/access-subjects': page([{ subject: path.subject, bindings: 1, is_builtin: false }], warnings),
  '/access-grants': page([], warnings),
})

test('shows the way from a subject to the rule, and what it means', async () => {
  const app = renderApp('/rbac', answers([path], []))
  const table = within(await screen.findByRole('table', { name: 'Who can do it' }))
  expect(table.getByRole('rowheader').textContent).toContain('payments/api')
  expect(table.getByText('get on secrets')).toBeTruthy()
  expect(screen.getByText(/Passwords, keys and tokens/)).toBeTruthy()
  await userEvent.click(table.getByRole('link', { name: 'payments/api' }))
  await waitFor(() => expect(app.address()).toContain('subject='))
})

test.each([
  ['everything was seen', [], /Nobody can do this/],
  ['roles were not seen', ['The Roles were not listed.'], /Nobody was found/],
])('nobody, where %s', async (_, warnings, expected) => {
  renderApp('/rbac', answers([], warnings))
  expect(await screen.findByText(expected)).toBeTruthy()
  for (const warning of warnings) expect(screen.getByText(new RegExp(warning))).toBeTruthy()
})

test('says what failed, with a way to ask again', async () => {
  renderApp('/rbac', { ...answers([], []), '/access-paths': { status: 500, detail: 'It broke.' } })
  expect(await screen.findByText('It broke.')).toBeTruthy()
  expect(screen.getByRole('button', { name: /again/i })).toBeTruthy()
})
