/** Objects that nobody should write: nothing hides, nothing crashes, what cannot be read is a gap with its place. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadRules } from '@evenkeel/benchmarks'
import { expect, test } from 'vitest'
import { makeRoot } from '../../fixtures/make-root.ts'
import { runCycle } from '../cycle/run-cycle.ts'
import { collectManifests } from './manifests.ts'

const spec = { containers: [{ name: 'a', image: 'a:1', securityContext: { privileged: true } }] }
const template = { template: { spec } }
const cron = { jobTemplate: { spec: template } }

function object(kind: string, name: unknown, its: unknown, owner?: string): object {
  const [ownerKind, ownerName] = owner?.split('/') ?? []
  const reference = { apiVersion: 'apps/v1', kind: ownerKind, name: ownerName, controller: true }
  return {
    apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1',
    kind,
    metadata: { name, namespace: 'shop', ...(owner ? { ownerReferences: [reference] } : {}) },
    spec: its,
  }
}

const inContainer = (fields: object) => ({ containers: [{ name: 'a', image: 'a:1', ...fields }] })
const many = Array.from({ length: 20_000 }, (_, i) => ({ ...spec.containers[0], name: `c${i}` }))
const big = { ...object('Pod', 'p', spec), data: 'y'.repeat(10_000_000) }
const other = inContainer({})

interface Case {
  name: string
  items: unknown[]
  /** `Kind/name evaluation`. */
  says: string[]
  gaps?: RegExp[]
}

const cases: Case[] = [
  {
    name: 'a number for a name',
    items: [object('Pod', 5, spec)],
    says: [],
    gaps: [/Pod is a number/],
  },
  { name: 'an object for a name', items: [object('Pod', {}, spec)], says: [], gaps: [/an object/] },
  { name: 'no name', items: [object('Pod', undefined, spec)], says: [], gaps: [/has no name/] },
  {
    name: 'a number for a kind',
    items: [{ apiVersion: 'v1', kind: 5, metadata: { name: 'a' } }],
    says: [],
    gaps: [/kind is a number/],
  },
  {
    name: 'null for containers',
    items: [object('Pod', 'p', { containers: null })],
    says: ['Pod/p unknown'],
  },
  {
    name: 'text for containers',
    items: [object('Pod', 'p', { containers: 'x' })],
    says: ['Pod/p unknown'],
  },
  { name: 'null for a spec', items: [object('Pod', 'p', null)], says: ['Pod/p unknown'] },
  {
    name: 'text for a boolean',
    items: [object('Pod', 'p', inContainer({ securityContext: { privileged: 'true' } }))],
    says: ['Pod/p unknown'],
  },
  {
    name: 'one name twice',
    items: [object('Pod', 'p', other), object('Pod', 'p', spec)],
    says: ['Pod/p failed', 'Pod/p passed'],
  },
  {
    name: 'a pod that owns itself',
    items: [object('Pod', 'p', spec, 'Pod/p')],
    says: ['Pod/p failed'],
  },
  {
    name: 'a ReplicaSet that owns itself',
    items: [object('ReplicaSet', 'a', template, 'ReplicaSet/a')],
    says: ['ReplicaSet/a failed'],
  },
  {
    name: 'owners in a ring',
    items: [
      object('ReplicaSet', 'a', template, 'ReplicaSet/b'),
      object('ReplicaSet', 'b', template, 'ReplicaSet/a'),
    ],
    says: ['ReplicaSet/a failed', 'ReplicaSet/b failed'],
  },
  {
    name: 'owners of two kinds in a ring',
    items: [object('Job', 'a', template, 'CronJob/b'), object('CronJob', 'b', cron, 'Job/a')],
    says: ['CronJob/b failed'],
  },
  {
    name: 'a Deployment behind a harmless one',
    items: [
      object('Deployment', 'a', template, 'Deployment/b'),
      object('Deployment', 'b', { template: { spec: other } }),
    ],
    says: ['Deployment/a failed', 'Deployment/b passed'],
  },
  {
    name: 'a pod behind a workload that makes other pods',
    items: [
      object('Pod', 'a-1', spec, 'StatefulSet/a'),
      object('StatefulSet', 'a', { template: { spec: other } }),
    ],
    says: ['Pod/a-* failed', 'StatefulSet/a passed'],
  },
  {
    name: 'a kind of somebody else',
    items: [{ apiVersion: 'example.org/v1', kind: 'Widget', metadata: { name: 'w' }, spec }],
    says: [],
  },
  { name: '10 MB in one object', items: [big], says: ['Pod/p failed'] },
  {
    name: '20,000 containers',
    items: [object('Pod', 'p', { containers: many })],
    says: ['Pod/p failed'],
  },
  {
    name: 'names out of JavaScript',
    items: [object('Pod', '__proto__', spec), object('Pod', 'constructor', spec)],
    says: ['Pod/__proto__ failed', 'Pod/constructor failed'],
  },
]

const ruleSet = loadRules()
const evaluator = { cluster: { id: 'c', name: 'c' }, rules: ['pod-privileged'] }
const evaluate = (root: string) => runCycle(collectManifests([root]), { ruleSet, evaluator })

test.each(cases)('$name', async ({ items, says, gaps = [] }) => {
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
  const result = await evaluate(makeRoot({ 'a.json': list }))
  const found = result.findings.map(
    ({ resource, result: { evaluation } }) => `${resource.sub_type}/${resource.name} ${evaluation}`,
  )
  expect(found.sort()).toEqual(says)
  expect(result.gaps.map(({ reason }) => reason)).toEqual(
    gaps.map((it) => expect.stringMatching(it)),
  )
  for (const { source } of result.gaps) expect(source).toMatch(/a\.json:1$/)
})

const yaml = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n'

test.each([
  ['YAML in another encoding', 'a.yaml', Buffer.from(`${yaml}# \xe9\n`, 'latin1'), 'a.yaml:4:1'],
  ['JSON in another encoding', 'a.json', Buffer.from('{\n"a": "\xe9"}', 'latin1'), 'a.json:2:1'],
  ['UTF-16', 'a.yaml', Buffer.from(`\ufeff${yaml}`, 'utf16le'), 'a.yaml:1:1'],
])('%s is a gap with its place', async (_, name, bytes, place) => {
  const root = makeRoot({})
  writeFileSync(join(root, name), bytes)
  const { findings, gaps } = await evaluate(root)
  expect(findings).toEqual([])
  expect(gaps.map(({ source }) => source)).toEqual([join(root, place)])
})
