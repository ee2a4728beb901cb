/** The manifest is held against our own rules, and covers what the agent asks for. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { collectedKinds, distributions } from '@evenkeel/agent'
import { clusterPermissions, explained, hostPathsOf } from '@evenkeel/server/manifest-files'
import { afterAll, expect, test } from 'vitest'
import { run } from '../program.ts'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-manifest-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function manifest(...args: string[]): Promise<string> {
  const token = join(folder, 'token')
  writeFileSync(token, 'evk_enrolment_x\n')
  return print(['--server', 'https://e.example', '--token-file', token, ...args])
}

async function print(args: string[]): Promise<string> {
  const chunks: string[] = []
  const { write } = process.stdout
  process.stdout.write = ((chunk: string) => chunks.push(chunk) > 0) as typeof write
  try {
    expect(await run(['node', 'evenkeel', 'manifest', ...args])).toBe(0)
  } finally {
    process.stdout.write = write
  }
  return chunks.join('')
}

async function failedRules(text: string): Promise<string[]> {
  const file = join(folder, 'agent.yaml')
  const results = join(folder, 'results.json')
  writeFileSync(file, text)
  await run(['node', 'evenkeel', 'scan', file, '--format', 'json', '--output', results])
  const { findings } = JSON.parse(readFileSync(results, 'utf8')) as {
    findings: { rule: { id: string }; result: { evaluation: string } }[]
  }
  expect(findings.length).toBeGreaterThan(50)
  const failed = findings.filter(({ result }) => result.evaluation === 'failed')
  return [...new Set(failed.map(({ rule }) => rule.id))].sort()
}

test.each([
  ['on every node', [], explained.nodeChecks],
  ['without a look at nodes', ['--no-node-checks'], explained.apiOnly],
])('%s it fails only the rules that are explained', async (_, args, reasons) => {
  expect(await failedRules(await manifest(...args))).toEqual(Object.keys(reasons).sort())
})

test('takes the values of the chart', async () => {
  const file = join(folder, 'values.yaml')
  writeFileSync(
    file,
    'period: 1h\nserver: {url: https://v.example}\ntoken: {existingSecret: mine}\n',
  )
  const text = await print(['--values', file, '--log-level', 'debug'])
  expect(text).toContain('value: "https://v.example"')
  expect(text).toContain('secretName: mine')
  expect(text).toContain('period: "1h"')
  expect(text).toContain('log-level: "debug"')
})

test('every kind that is collected may be listed and watched', () => {
  const granted = new Set(
    clusterPermissions.flatMap(({ group, resources }) =>
      Object.entries(resources).map(([resource, kind]) => `${group}/${resource}/${kind}`),
    ),
  )
  const asked = collectedKinds.map(({ group, resource, kind }) => `${group}/${resource}/${kind}`)
  expect(asked.filter((it) => !granted.has(it))).toEqual([])
})

test.each(distributions.map((it) => [it.name, it] as const))(
  'the files of %s lie below what is mounted',
  (name, { files, flagFiles }) => {
    const mounted = hostPathsOf(name).map(({ path }) => path)
    const paths = [...Object.values(files).flat(), ...flagFiles]
    const outside = paths.filter((path) => !mounted.some((it) => `${path}/`.startsWith(`${it}/`)))
    expect(outside).toEqual(elsewhere[name] ?? [])
  },
)

/** Mounting these would make the folders on every node that does not have them. */
const rare = [
  '/etc/etcd/etcd.conf',
  '/var/lib/kube-scheduler/kubeconfig',
  '/var/lib/kube-scheduler/config.yaml',
  '/var/lib/kube-controller-manager/kubeconfig',
  '/etc/sysconfig/kubelet',
]
const elsewhere: Record<string, string[]> = { kubeadm: rare, minikube: rare }
