/** Rules of every dialect are recognised, run unmodified, and told apart from libraries. */
import type { Resource } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { createInventory } from '../evaluate/inventory.ts'
import type { RuleFile } from './dialect.ts'
import { readForeignRules } from './read-foreign-rules.ts'

const pod = (name: string, spec: object, labels?: Record<string, string>): Resource => ({
  id: `k8s_object/v1/Pod/shop/${name}`,
  type: 'k8s_object',
  subType: 'Pod',
  apiVersion: 'v1',
  name,
  namespace: 'shop',
  ...(labels ? { labels } : {}),
  data: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', ...(labels ? { labels } : {}) },
    spec,
  },
})
const bad = pod('bad', { hostPID: true })
const good = pod('good', { hostPID: false })
const service: Resource = {
  id: 'k8s_object/v1/Service/shop/web',
  type: 'k8s_object',
  subType: 'Service',
  apiVersion: 'v1',
  name: 'web',
  namespace: 'shop',
  data: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' } },
}

const gatekeeper: RuleFile[] = [
  {
    file: 'template.yaml',
    text: `
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: nohostpid, annotations: {metadata.gatekeeper.sh/title: No host PID}}
spec:
  crd: {spec: {names: {kind: NoHostPid}}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      rego: |
        package nohostpid
        import data.lib.pods
        violation[{"msg": msg}] {
          pods.shares(input.review.object)
          msg := sprintf("%v: %v", [input.parameters.word, input.review.object.metadata.name])
        }
      libs:
        - |
          package lib.pods
          shares(object) { object.spec.hostPID }
`,
  },
  {
    file: 'constraint.yaml',
    text: `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NoHostPid
metadata: {name: everywhere}
spec:
  match: {kinds: [{apiGroups: [""], kinds: [Pod]}], excludedNamespaces: ["kube-*"]}
  parameters: {word: shared}
`,
  },
]

const trivy: RuleFile[] = [
  {
    file: 'host_pid.rego',
    text: `# METADATA
# title: No host PID
# custom:
#   id: KSV-0010
#   severity: HIGH
#   input:
#     selector:
#       - type: kubernetes
package builtin.kubernetes.KSV0010

import rego.v1
import data.lib.pods

deny contains res if {
  pods.shares(input)
  res := result.new(sprintf("%s shares", [input.metadata.name]), input.spec)
}
`,
  },
  {
    file: 'lib.rego',
    text: 'package lib.pods\nimport rego.v1\nshares(object) if object.spec.hostPID\n',
  },
]

const conftest: RuleFile[] = [
  {
    file: 'main.rego',
    text: `package main
deny[msg] { input.kind == "Pod"; input.spec.hostPID; msg := "shares" }
warn_labels[msg] { input.kind == "Pod"; not input.metadata.labels; msg := {"msg": "no labels"} }
`,
  },
]

const kubescape: RuleFile[] = [
  {
    file: 'host-pid/raw.rego',
    text: `package armo_builtins
deny[msga] {
  pod := input[_]
  pod.kind == "Pod"
  pod.spec.hostPID
  msga := {"alertMessage": "shares", "failedPaths": ["spec.hostPID"], "fixPaths": [], "alertScore": 7,
    "alertObject": {"k8sApiObjects": [pod]}}
}
`,
  },
  {
    file: 'host-pid/rule.metadata.json',
    text: '{"name": "host-pid", "match": [{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["Pod"]}]}',
  },
]

const datadog: RuleFile[] = [
  {
    file: 'host_pid.rego',
    text: `package datadog
import data.datadog.output as dd_output
import future.keywords.contains
import future.keywords.if
import future.keywords.in

eval(pod) = "fail" if { pod.spec.hostPID } else = "pass"

results contains result if {
  some pod in input.resources.kubernetes_pod
  result := dd_output.format(pod, eval(pod))
}
`,
  },
]

const elastic: RuleFile[] = [
  {
    file: 'rule.rego',
    text: `package compliance.cis_k8s.rules.cis_5_2_3
import future.keywords.if
default evaluation := "passed"
evaluation := "failed" if input.resource.spec.hostPID
finding := {"evaluation": evaluation, "expected": {"hostPID": false}, "evidence": input.resource.spec} if {
  input.type == "k8s_object"
  input.subType == "Pod"
}
`,
  },
]

const native: RuleFile[] = [
  {
    file: 'host_pid.rego',
    text: `# METADATA
# title: No host PID
# scope: package
# custom:
#   severity: high
#   kinds: [Pod]
package rules.host_pid

import rego.v1

finding := {"evaluation": evaluation, "evidence": [{"path": "spec.hostPID", "actual": object.get(input.data.spec, "hostPID", false), "expected": false}]}

default evaluation := "passed"
evaluation := "failed" if input.data.spec.hostPID
`,
  },
]

const cases: [string, RuleFile[], id: string, path: string][] = [
  ['gatekeeper', gatekeeper, 'gatekeeper/NoHostPid/everywhere', 'violation'],
  ['trivy', trivy, 'trivy/KSV-0010', 'deny'],
  ['conftest', conftest, 'conftest/main.deny', 'deny'],
  ['kubescape', kubescape, 'kubescape/host-pid', 'spec.hostPID'],
  ['datadog', datadog, 'datadog/host_pid', 'result'],
  ['elastic', elastic, 'elastic/cis_k8s/cis_5_2_3', 'evidence'],
  ['native', native, 'own/host-pid', 'spec.hostPID'],
]

test.each(cases)(
  '%s: recognised, fails what is bad and passes what is good',
  (dialect, files, id, path) => {
    const { rules, mistakes } = readForeignRules(files)
    expect(mistakes).toEqual([])
    const rule = rules.find((it) => it.rule.id === id)
    expect(rule?.dialect).toBe(dialect)
    const inventory = createInventory()
    for (const it of [bad, good, service]) inventory.add(it)
    const verdict = rule?.judge(bad, inventory.document)
    expect([verdict?.evaluation, verdict?.evidence[0]?.path]).toEqual(['failed', path])
    expect(rule?.judge(good, inventory.document)?.evaluation).toBe('passed')
  },
)

test.each(cases.filter(([dialect]) => dialect !== 'conftest'))(
  '%s: says nothing of a kind that it is not about',
  (_, files, id) => {
    const rule = readForeignRules(files).rules.find((it) => it.rule.id === id)
    expect(rule?.judge(service, createInventory().document)).toBeUndefined()
  },
)

test('all of them in one folder', () => {
  const { rules, mistakes } = readForeignRules(
    cases.flatMap(([dialect, files]) =>
      files.map(({ file, text }) => ({ file: `${dialect}/${file}`, text })),
    ),
  )
  expect(mistakes).toEqual([])
  expect(rules.map((it) => it.rule.id).sort()).toEqual(
    [...cases.map(([, , id]) => id), 'conftest/main.warn_labels'].sort(),
  )
})

test('a warning of Conftest is of low severity', () => {
  const warn = readForeignRules(conftest).rules.find(
    (it) => it.rule.id === 'conftest/main.warn_labels',
  )
  expect(warn?.rule.severity).toBe('low')
  expect(warn?.judge(good, createInventory().document)?.reason).toBe('no labels')
})

test.each([
  [
    'a module that does not parse',
    [{ file: 'x.rego', text: 'package x\np := := 1' }],
    'x.rego',
    'rego_parse_error',
  ],
  [
    'a constraint without its template',
    gatekeeper.slice(1),
    'constraint.yaml',
    'There is no ConstraintTemplate',
  ],
  [
    'a template without a constraint',
    gatekeeper.slice(0, 1),
    'template.yaml',
    'No constraint of the kind NoHostPid',
  ],
  [
    'a template in CEL',
    [
      {
        file: 't.yaml',
        text: (gatekeeper[0]?.text ?? '').replace(
          /rego: \|[\s\S]*/,
          'code: [{engine: K8sNativeValidation}]',
        ),
      },
    ],
    't.yaml',
    'has no Rego',
  ],
])('%s is a mistake with its file', (_, files, file, message) => {
  const { mistakes } = readForeignRules(files)
  expect(mistakes[0]?.file).toBe(file)
  expect(mistakes[0]?.message).toContain(message)
})

test('a rule that ends with an error is unknown, not passed', () => {
  const text = 'package main\nf(x) = 1 { x }\nf(x) = 2 { x }\ndeny[msg] { msg := f(input) }'
  const [rule] = readForeignRules([{ file: 'm.rego', text }]).rules
  expect(rule?.judge(bad, createInventory().document)).toMatchObject({ evaluation: 'unknown' })
})
