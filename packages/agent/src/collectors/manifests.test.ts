/** Manifests from files and folders: where things stand, and what is wrong with those that are broken. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Observation } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { makeRoot, type RootFiles } from '../../fixtures/make-root.ts'
import { collectManifests } from './manifests.ts'

const pod = (name: string, extra = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  namespace: shop\n${extra}`
const json = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop' },
})

async function collect(root: string, targets: string[] = ['.']) {
  const seen: Observation[] = []
  for await (const it of collectManifests(targets.map((target) => join(root, target))))
    seen.push(it)
  const strip = (text: string) => text.replaceAll(`${root}/`, '').replaceAll(root, '.')
  return {
    resources: seen.flatMap((it) =>
      'resource' in it
        ? [
            `${strip(it.resource.id)} ${strip(it.resource.source?.file ?? '')}:${it.resource.source?.line}`,
          ]
        : [],
    ),
    gaps: seen.flatMap((it) =>
      'gap' in it ? [`${strip(it.gap.source)} | ${strip(it.gap.reason)}`] : [],
    ),
    all: seen.flatMap((it) => ('resource' in it ? [it.resource] : [])),
  }
}

interface Case {
  name: string
  files: RootFiles
  targets?: string[]
  resources?: string[]
  gaps?: (string | RegExp)[]
}

const cases: Case[] = [
  {
    name: 'gives each document of a YAML file its line',
    files: { 'a.yaml': `# x\n${pod('a')}---\n---\n${pod('b')}` },
    resources: ['k8s_object/core/Pod/shop/a a.yaml:2', 'k8s_object/core/Pod/shop/b a.yaml:9'],
  },
  {
    name: 'reads folders by name, hidden entries and other files left out',
    files: {
      'b.yml': pod('b'),
      'a/c.json': JSON.stringify(json('c')),
      '.git/x.yaml': pod('x'),
      'readme.md': 'kind: Pod',
    },
    resources: ['k8s_object/core/Pod/shop/c a/c.json:1', 'k8s_object/core/Pod/shop/b b.yml:1'],
  },
  {
    name: 'takes a List apart, in JSON and in YAML',
    files: {
      'a.json': `{\n "apiVersion": "v1",\n "items": [\n  ${JSON.stringify(json('a'))},\n  ${JSON.stringify(json('b'))}\n ],\n "kind": "List"\n}`,
      'b.yaml':
        'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: c}\n',
    },
    resources: [
      'k8s_object/core/Pod/shop/a a.json:4',
      'k8s_object/core/Pod/shop/b a.json:5',
      'k8s_object/core/Pod/c b.yaml:4',
    ],
  },
  {
    name: 'knows the kind of the items of a typed list',
    files: {
      'a.json': JSON.stringify({
        kind: 'PodList',
        apiVersion: 'v1',
        items: [{ metadata: { name: 'a' } }],
      }),
    },
    resources: ['k8s_object/core/Pod/a a.json:1'],
  },
  {
    name: 'reads JSON documents one after the other and in an array',
    files: {
      'a.json': `${JSON.stringify(json('a'))}\n${JSON.stringify(json('b'))}\n[${JSON.stringify(json('c'))}]`,
    },
    resources: ['a', 'b', 'c'].map(
      (name, index) => `k8s_object/core/Pod/shop/${name} a.json:${index + 1}`,
    ),
  },
  {
    name: 'goes on after a YAML document with a mistake',
    files: { 'a.yaml': `${pod('a')}---\nkind: Pod\nmetadata: {name: b\n---\n${pod('c')}` },
    resources: ['k8s_object/core/Pod/shop/a a.yaml:1', 'k8s_object/core/Pod/shop/c a.yaml:10'],
    gaps: [/^a\.yaml:\d+:\d+ \| a\.yaml:\d+:\d+: .+\.$/],
  },
  {
    name: 'goes on after a list item with a mistake',
    files: {
      'a.json': `{"kind":"List","items":[\n${JSON.stringify(json('a'))},\n{"kind":"Pod" "x"},\n${JSON.stringify(json('b'))}]}`,
    },
    resources: ['k8s_object/core/Pod/shop/a a.json:2', 'k8s_object/core/Pod/shop/b a.json:4'],
    gaps: [/^a\.json:3:15 \| /],
  },
  {
    name: 'says where a file is cut off, and keeps what came before',
    files: { 'a.json': `{"kind":"List","items":[\n${JSON.stringify(json('a'))},\n{"kind":"Pod",` },
    resources: ['k8s_object/core/Pod/shop/a a.json:2'],
    gaps: [/^a\.json:3:15 \| a\.json:3:15: the file ends inside an object; it was cut off\.$/],
  },
  {
    name: 'refuses aliases that multiply without end',
    files: {
      'a.yaml': `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
      'b.yaml': pod('b'),
    },
    resources: ['k8s_object/core/Pod/shop/b b.yaml:1'],
    gaps: [/^a\.yaml:1:1 \| .*alias/i],
  },
  {
    name: 'says that a template is to be rendered first',
    files: {
      'a.yaml': '{{- if .Values.x }}\nkind: Pod\n{{- end }}\n',
      'b.yaml': 'kind: Pod\nmetadata:\n  {{ include "x" . }}\n  name: x\n',
    },
    gaps: [/a\.yaml:1:1 .* render it/, /b\.yaml:3:1 .* render it/],
  },
  {
    name: 'leaves a Helm chart to Helm',
    files: {
      'chart/Chart.yaml': 'name: x',
      'chart/templates/a.yaml': '{{ x }}',
      'a.yaml': pod('a'),
    },
    resources: ['k8s_object/core/Pod/shop/a a.yaml:1'],
    gaps: ['chart | chart is a Helm chart; render it with "helm template" and give the result.'],
  },
  {
    name: 'passes over files of other kinds in a folder',
    files: { 'values.yaml': 'a: 1\n', 'empty.yaml': '', 'a.yaml': pod('a') },
    resources: ['k8s_object/core/Pod/shop/a a.yaml:1'],
  },
  {
    name: 'says that a named file holds nothing of Kubernetes',
    files: { 'values.yaml': 'a: 1\n' },
    targets: ['values.yaml'],
    gaps: [/^values\.yaml \| values\.yaml holds no Kubernetes object/],
  },
  {
    name: 'says that a target is not there, and reads the others',
    files: { 'a.yaml': pod('a') },
    targets: ['gone.yaml', 'a.yaml'],
    resources: ['k8s_object/core/Pod/shop/a a.yaml:1'],
    gaps: ['gone.yaml | gone.yaml is not there.'],
  },
  {
    name: 'walks a circle of links once',
    files: { 'x/a.yaml': pod('a'), 'x/loop': { link: '..' }, 'self.yaml': { link: 'self.yaml' } },
    resources: ['k8s_object/core/Pod/shop/a x/a.yaml:1'],
    gaps: ['self.yaml | self.yaml is a link that leads round in a circle.'],
  },
  {
    name: 'keeps the same object of two files apart',
    files: { 'a.yaml': pod('a'), 'b.yaml': pod('a') },
    resources: [
      'k8s_object/core/Pod/shop/a a.yaml:1',
      'k8s_object/core/Pod/shop/a@b.yaml b.yaml:1',
    ],
  },
  {
    name: 'reads YAML as Kubernetes does: yes is true, a date is text',
    files: { 'a.yaml': pod('a', 'spec:\n  hostPID: yes\n  x: 2020-01-01\n  y: 12:30\n') },
    resources: ['k8s_object/core/Pod/shop/a a.yaml:1'],
  },
]

test.each(cases)('$name', async (it) => {
  const { resources, gaps } = await collect(makeRoot(it.files), it.targets)
  expect(resources).toEqual(it.resources ?? [])
  expect(gaps).toHaveLength(it.gaps?.length ?? 0)
  it.gaps?.forEach((expected, index) => {
    if (typeof expected === 'string') expect(gaps[index]).toBe(expected)
    else expect(gaps[index]).toMatch(expected)
  })
})

test('types the values of YAML 1.1', async () => {
  const { all } = await collect(
    makeRoot({
      'a.yaml': pod('a', 'spec: {hostPID: yes, a: 2020-01-01, b: 12:30, c: 0644, d: "yes"}\n'),
    }),
  )
  expect(all[0]?.data).toHaveProperty('spec', {
    hostPID: true,
    a: '2020-01-01',
    b: '12:30',
    c: 420,
    d: 'yes',
  })
})

test('reads gzip, whatever the file is called', async () => {
  const root = makeRoot({})
  writeFileSync(join(root, 'dump'), gzipSync(JSON.stringify({ kind: 'List', items: [json('a')] })))
  expect((await collect(root, ['dump'])).resources).toEqual(['k8s_object/core/Pod/shop/a dump:1'])
})

test('says that gzip is cut off', async () => {
  const root = makeRoot({})
  const packed = gzipSync(JSON.stringify({ kind: 'List', items: [json('a')] }))
  writeFileSync(join(root, 'dump.gz'), packed.subarray(0, packed.length - 12))
  const { gaps } = await collect(root, ['dump.gz'])
  expect(gaps).toHaveLength(1)
})

test('does not wait at a FIFO in a folder', async () => {
  const root = makeRoot({ 'a.yaml': pod('a') })
  execFileSync('mkfifo', [join(root, 'b.yaml')])
  const { resources, gaps } = await collect(root)
  expect(resources).toHaveLength(1)
  expect(gaps).toEqual(['b.yaml | b.yaml is no regular file; it was not read.'])
})

const template = { spec: { containers: [{ name: 'a', image: 'i' }] } }
const owned = (kind: string, name: string, owner: [string, string], spec: object) => ({
  apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1',
  kind,
  metadata: {
    name,
    namespace: 'shop',
    labels: { 'pod-template-hash': name },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: owner[0], name: owner[1], controller: true }],
  },
  spec,
})
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'api', namespace: 'shop' },
  spec: { template },
}
const podSpec = {
  ...template.spec,
  nodeName: 'n1',
  serviceAccountName: 'default',
  securityContext: {},
  tolerations: [{ key: 'x' }],
  volumes: [{ name: 'kube-api-access-abc', projected: {} }],
  containers: [
    {
      name: 'a',
      image: 'i',
      resources: {},
      volumeMounts: [{ name: 'kube-api-access-abc', mountPath: '/x' }],
    },
  ],
}
const sidecar = { ...podSpec, containers: [...podSpec.containers, { name: 'proxy', image: 'p' }] }

const folding: [name: string, objects: object[], ids: string[]][] = [
  [
    'pods that are what their Deployment says are looked at as the Deployment',
    [
      owned('Pod', 'api-1-a', ['ReplicaSet', 'api-1'], podSpec),
      owned('ReplicaSet', 'api-1', ['Deployment', 'api'], { replicas: 1, template }),
      deployment,
    ],
    ['k8s_object/apps/Deployment/shop/api'],
  ],
  [
    'pods with an injected sidecar are looked at once for all of them',
    [
      deployment,
      owned('ReplicaSet', 'api-1', ['Deployment', 'api'], { replicas: 2, template }),
      owned('Pod', 'api-1-a', ['ReplicaSet', 'api-1'], sidecar),
      owned('Pod', 'api-1-b', ['ReplicaSet', 'api-1'], { ...sidecar, nodeName: 'n2' }),
    ],
    ['k8s_object/apps/Deployment/shop/api', 'k8s_object/core/Pod/shop/api-*'],
  ],
  [
    'pods whose owner was not seen are looked at once for each owner',
    [
      owned('Pod', 'a-1', ['DaemonSet', 'a'], podSpec),
      owned('Pod', 'a-2', ['DaemonSet', 'a'], podSpec),
      owned('Pod', 'b-1', ['DaemonSet', 'b'], podSpec),
    ],
    ['k8s_object/core/Pod/shop/a-*', 'k8s_object/core/Pod/shop/b-*'],
  ],
  [
    'pods of one owner that differ are looked at each',
    [
      owned('Pod', 'a-1', ['DaemonSet', 'a'], podSpec),
      owned('Pod', 'a-2', ['DaemonSet', 'a'], sidecar),
    ],
    ['k8s_object/core/Pod/shop/a-*', 'k8s_object/core/Pod/shop/a-*~2'],
  ],
  [
    'a static pod keeps its own name',
    [owned('Pod', 'etcd-n1', ['Node', 'n1'], podSpec)],
    ['k8s_object/core/Pod/shop/etcd-n1'],
  ],
  [
    'old ReplicaSets without pods say nothing',
    [
      deployment,
      owned('ReplicaSet', 'api-0', ['Deployment', 'api'], { replicas: 0, template: { spec: {} } }),
    ],
    ['k8s_object/apps/Deployment/shop/api'],
  ],
]

test.each(folding)('%s', async (_, items, ids) => {
  const root = makeRoot({ 'a.json': JSON.stringify({ kind: 'List', items }) })
  const { all } = await collect(root)
  expect(all.map(({ id }) => id).sort()).toEqual(ids)
})
