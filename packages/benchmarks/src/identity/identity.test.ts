/** Ids stay, and hashes change with what matters and with nothing else. */

import type { Finding, Resource } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { findingId, hashFinding, hashResource } from './identity.ts'

test('the id of a finding is a uuid that depends on each part', () => {
  const id = findingId('c1', 'r1', 'rule')
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(findingId('c1', 'r1', 'rule')).toBe(id)
  const others = [
    findingId('c2', 'r1', 'rule'),
    findingId('c1', 'r2', 'rule'),
    findingId('c1', 'r1', 'r'),
  ]
  expect(new Set([id, ...others, findingId('c1r', '1', 'rule')]).size).toBe(5)
})

const resource = (metadata: object, rest: object = {}): Resource => ({
  id: 'x',
  type: 'k8s_object',
  name: 'web',
  data: { metadata: { name: 'web', ...metadata }, ...rest },
})

test.each([
  ['resourceVersion', resource({ resourceVersion: '7' }), true],
  ['managedFields', resource({ managedFields: [{}] }), true],
  ['uid and times', resource({ uid: 'a', creationTimestamp: 'b', generation: 3 }), true],
  ['status', resource({}, { status: { phase: 'Running' } }), true],
  [
    'the order of keys',
    { name: 'web', data: { metadata: { name: 'web' } }, type: 'k8s_object', id: 'x' } as Resource,
    true,
  ],
  ['labels', resource({ labels: { a: 'b' } }), false],
  ['spec', resource({}, { spec: {} }), false],
  ['the version of a node', resource({}, { status: { nodeInfo: { kubeletVersion: '1' } } }), false],
])('%s', (_, changed, isSame) => {
  expect(hashResource(changed) === hashResource(resource({}))).toBe(isSame)
})

test('a finding changes with its verdict and not with its history', () => {
  const finding: Finding = {
    id: 'a',
    rule: {
      id: 'r',
      name: 'R',
      section: '',
      number: '',
      benchmark: { id: 'b', version: '1' },
      severity: 'low',
      controls: [],
    },
    resource: {
      id: 'x',
      type: 'k8s_object',
      sub_type: null,
      name: 'x',
      namespace: null,
      owner: null,
      source: null,
    },
    cluster: { id: 'c', name: 'c' },
    result: { evaluation: 'passed', reason: null, evidence: [] },
    first_seen: null,
    changed_at: null,
    exception: null,
  }
  const hash = hashFinding(finding)
  expect(hashFinding({ ...finding, first_seen: '2026-01-01T00:00:00Z', lifecycle: 'open' })).toBe(
    hash,
  )
  expect(hashFinding({ ...finding, result: { ...finding.result, evaluation: 'failed' } })).not.toBe(
    hash,
  )
})

test('an object of great depth has a hash', () => {
  let deep: unknown = 'end'
  for (let i = 0; i < 100_000; i++) deep = { deeper: [deep] }
  expect(hashResource(resource({}, { spec: deep }))).toMatch(/^[0-9a-f]{64}$/)
})
