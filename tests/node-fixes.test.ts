/** A fix of a node's finding is done to the files, the node is read again, and that finding alone is mended. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { collectNode, runCycle } from '@evenkeel/agent'
import { loadRules } from '@evenkeel/benchmarks'
import type { FileFix, Finding } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Change, changedNode } from './change-node.ts'
import { applyDiff } from './unified-diff.ts'

const manifests = '/etc/kubernetes/manifests'
const bad: Record<string, [file: string, from: string | RegExp, to: string][]> = {
  'as recorded': [],
  'the API server lets everything through': [
    ['kube-apiserver', /--authorization-mode=.*/, '--authorization-mode=AlwaysAllow'],
    ['kube-apiserver', /--enable-admission-plugins=.*/, '--enable-admission-plugins=AlwaysAdmit'],
    [
      'kube-apiserver',
      '    - --secure-port',
      '    - --token-auth-file=/t.csv # for tests\n    - --secure-port',
    ],
    [
      'kube-apiserver',
      '    - --secure-port',
      '    - --disable-admission-plugins=NamespaceLifecycle,ServiceAccount\n    - --secure-port',
    ],
  ],
  'values stand as arguments of their own': [
    ['kube-apiserver', /--authorization-mode=.*/, '--authorization-mode\n    - AlwaysAllow'],
    ['kube-scheduler', '--bind-address=127.0.0.1', '"--bind-address=0.0.0.0" # all of them'],
  ],
  'etcd trusts everybody': [
    ['etcd', '--client-cert-auth=true', '--client-cert-auth=false'],
    ['etcd', '--peer-client-cert-auth=true', '--auto-tls=true\n    - --peer-auto-tls=true'],
  ],
  'the controller manager is open': [
    ['kube-controller-manager', '--bind-address=127.0.0.1', '--bind-address=0.0.0.0'],
    [
      'kube-controller-manager',
      '--use-service-account-credentials=true',
      '--feature-gates=RotateKubeletServerCertificate=false,AllAlpha=false',
    ],
  ],
}

const kubelets: Record<string, Change> = {
  'a kubelet that is open': {
    kubelet: {
      'anonymous:\n    enabled: false': 'anonymous:\n    enabled: true # why not',
      'mode: Webhook': 'mode: AlwaysAllow',
      'rotateCertificates: true': 'rotateCertificates: false\nmakeIPTablesUtilChains: false',
    },
  },
  'files that are open': {
    modes: {
      [`${manifests}/etcd.yaml`]: '0666',
      '/etc/kubernetes/pki/ca.key': '0644',
      '/etc/kubernetes/admin.conf': '0640',
    },
    owners: {
      [`${manifests}/kube-scheduler.yaml`]: [1000, 0],
      '/etc/kubernetes/pki': [1000, 1000],
    },
  },
}

const cases: [string, () => string][] = [
  ...Object.entries(bad).map(([name, edits]): [string, () => string] => [
    name,
    () => nodeWith(edits),
  ]),
  ...Object.entries(kubelets).map(([name, change]): [string, () => string] => [
    name,
    () => changedNode(change),
  ]),
]

test.each(cases)('the fixes of a node: %s', async (_, make) => {
  const before = await findingsOf(make(), true)
  const fixed = before.filter((it) => it.result.fix?.is_verified)
  expect(fixed.length).toBeGreaterThan(3)
  for (const finding of fixed) {
    const root = make()
    for (const file of finding.result.fix?.files ?? []) applyFile(root, file)
    restart(root)
    const after = await findingsOf(root)
    // One finding for the control plane, one for the worker: a rule is mended on both.
    const { id } = finding.rule
    expect(evaluationOf(after, finding.id), id).toBe('passed')
    const worse = after.filter(
      (it) => isBad(it) && !before.some((was) => was.id === it.id && isBad(was)),
    )
    expect(
      worse.map((it) => it.rule.id),
      id,
    ).toEqual([])
  }
})

test('a diff touches one place and keeps what people wrote beside it', async () => {
  const root = nodeWith(bad['values stand as arguments of their own'] ?? [])
  const findings = await findingsOf(root, true)
  const diffOf = (rule: string) =>
    findings.find((it) => it.rule.id === rule)?.result.fix?.files?.[0]?.diff
  expect(diffOf('scheduler-bind-address')).toMatchInlineSnapshot(`
    "--- /etc/kubernetes/manifests/kube-scheduler.yaml
    +++ /etc/kubernetes/manifests/kube-scheduler.yaml
    @@ -12,7 +12,7 @@
         - kube-scheduler
         - --authentication-kubeconfig=/etc/kubernetes/scheduler.conf
         - --authorization-kubeconfig=/etc/kubernetes/scheduler.conf
    -    - "--bind-address=0.0.0.0" # all of them
    +    - --bind-address=127.0.0.1 # all of them
         - --kubeconfig=/etc/kubernetes/scheduler.conf
         - --leader-elect=true
         image: registry.k8s.io/kube-scheduler:v1.35.4
    "
  `)
  expect(diffOf('apiserver-authz-no-alwaysallow')).toMatchInlineSnapshot(`
    "--- /etc/kubernetes/manifests/kube-apiserver.yaml
    +++ /etc/kubernetes/manifests/kube-apiserver.yaml
    @@ -14,8 +14,7 @@
         - kube-apiserver
         - --advertise-address=10.77.0.11
         - --allow-privileged=true
    -    - --authorization-mode
    -    - AlwaysAllow
    +    - --authorization-mode=Node,RBAC
         - --client-ca-file=/etc/kubernetes/pki/ca.crt
         - --enable-admission-plugins=NodeRestriction
         - --enable-bootstrap-token-auth=true
    "
  `)
  expect(diffOf('kubelet-seccomp-default')).toMatchInlineSnapshot(`
    "--- /var/lib/kubelet/config.yaml
    +++ /var/lib/kubelet/config.yaml
    @@ -49,3 +49,4 @@
     streamingConnectionIdleTimeout: 0s
     syncFrequency: 0s
     volumeStatsAggPeriod: 0s
    +seccompDefault: true
    "
  `)
})

function nodeWith(edits: [string, string | RegExp, string][]): string {
  const root = changedNode({})
  for (const [name, from, to] of edits) {
    const path = join(root, manifests, `${name}.yaml`)
    const text = readFileSync(path, 'utf8')
    expect(text.replace(from, to), `${name} has no ${String(from)}`).not.toBe(text)
    writeFileSync(path, text.replace(from, to))
  }
  restart(root)
  return root
}

async function findingsOf(root: string, withFixes = false): Promise<Finding[]> {
  const { findings } = await runCycle(collectNode({ root }, {}), {
    ruleSet: loadRules(),
    evaluator: { cluster: { id: 'c', name: 'c' } },
    withFixes,
    nodeRoot: root,
  })
  return findings
}

function evaluationOf(findings: Finding[], id: string) {
  return findings.find((it) => it.id === id)?.result.evaluation
}

function isBad({ result }: Finding): boolean {
  return result.evaluation === 'failed' || result.evaluation === 'unknown'
}

function applyFile(root: string, { path, diff, mode, owner }: FileFix): void {
  if (diff !== null) {
    const file = join(root, path)
    writeFileSync(file, applyDiff(readFileSync(file, 'utf8'), diff))
  }
  const list = join(root, '.evenkeel-recorded.json')
  const facts = JSON.parse(readFileSync(list, 'utf8'))
  if (mode !== null) facts.files[path].mode = mode
  if (owner === 'root:root') Object.assign(facts.files[path], { uid: 0, gid: 0 })
  writeFileSync(list, JSON.stringify(facts))
}

/** What the kubelet does when a manifest changes: the process gets the command that stands there. */
function restart(root: string): void {
  for (const name of readdirSync(join(root, manifests))) {
    const pod = parse(readFileSync(join(root, manifests, name), 'utf8'))
    const command: string[] = pod.spec.containers[0].command
    for (const pid of readdirSync(join(root, 'proc'))) {
      const path = join(root, 'proc', pid, 'cmdline')
      if (readFileSync(path, 'utf8').split('\0')[0] !== command[0]) continue
      writeFileSync(path, `${command.join('\0')}\0`)
    }
  }
}
