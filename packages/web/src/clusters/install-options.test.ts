/** Options of an installation and what is made of them. */
import { expect, test } from 'vitest'
import {
  helmCommands,
  helmValues,
  kustomization,
  readLabels,
  toQuery,
  usualOptions,
} from './install-options.ts'

test.each<[text: string, expected: ReturnType<typeof readLabels>]>([
  ['', { labels: {} }],
  [' team=payments,\nenv = prod', { labels: { team: 'payments' }, wrong: 'env = prod' }],
  ['team=a=b', { labels: { team: 'a=b' } }],
  ['=x', { labels: {}, wrong: '=x' }],
  ['team', { labels: {}, wrong: 'team' }],
])('%j as labels', (text, expected) => {
  expect(readLabels(text)).toEqual(expected)
})

test('only what is not as usual is asked for', () => {
  expect(toQuery(usualOptions)).toEqual({})
  expect(toQuery({ period: '1h', hasNodeChecks: false, excludedNamespaces: ['a', 'b'] })).toEqual({
    period: '1h',
    'node-checks': 'false',
    'exclude-namespaces': 'a,b',
  })
})

test('Helm and Kustomize are told the same', () => {
  const install = {
    file: 'evenkeel-a',
    server: 'https://e.example:"x"',
    token: 'ek',
    expiresAt: '2026-11-26T08:00:00Z',
    options: { period: '1h', hasNodeChecks: false, excludedNamespaces: ['a'] },
  }
  expect(JSON.parse(helmValues(install))).toEqual({
    server: { url: 'https://e.example:"x"' },
    token: { value: 'ek' },
    period: '1h',
    nodeChecks: false,
    excludedNamespaces: ['a'],
  })
  expect(helmCommands(install)).toContain('--values evenkeel-a-values.yaml')
  expect(kustomization(install)).toContain('\n  - evenkeel-a.yaml\n')
})
