/** A mistake in a rule's file is named with its place, and all of them at once. */

import { expect, test } from 'vitest'
import { readRuleFiles } from './rule-files.ts'
import { loadRules } from './rule-set.ts'

const head = `# METADATA
# scope: package
# title: A rule
# description: Looks at something.
# custom:
#   severity: low
#   category: Things
#   rationale: Because.
#   remediation: Change it.
#   impact: None.
#   resource_types: [kubernetes_cluster]
`
const body = 'package rules.a.b\n\nfinding := {"evaluation": "passed", "evidence": []}\n'

test('a rule is what its file says', () => {
  const { rules, modules } = loadRules({ files: { 'rules/a/b_c.rego': head + body } })
  expect(rules).toHaveLength(1)
  expect(rules[0]).toMatchObject({
    id: 'a-b-c',
    name: 'A rule',
    severity: 'low',
    assessment: 'automated',
    resource_types: ['kubernetes_cluster'],
    controls: [],
  })
  expect(modules.get('a-b-c')?.reference).toBe('data.rules.a.b_c.finding')
})

test.each([
  ['no metadata', { 'rules/a/b.rego': body }, 'rules/a/b.rego has no # METADATA block.'],
  [
    'no YAML',
    { 'rules/a/b.rego': `# METADATA\n# title: [\n${body}` },
    'The METADATA of rules/a/b.rego is not YAML',
  ],
  [
    'a field too many',
    { 'rules/a/b.rego': `${head}#   colour: red\n${body}` },
    'The METADATA of rules/a/b.rego at /custom',
  ],
  [
    'an unknown severity',
    { 'rules/a/b.rego': head.replace('low', 'urgent') + body },
    'The METADATA of rules/a/b.rego at /custom/severity',
  ],
  [
    'one id twice',
    { 'rules/a/b.rego': `${head}#   id: a-c\n${body}`, 'rules/a/c.rego': head + body },
    'rules/a/c.rego has the id a-c of rules/a/b.rego.',
  ],
  [
    'a definition without sections',
    { 'definitions/x.yaml': 'id: x\nname: X\nversion: "1"\nkind: benchmark\n' },
    'definitions/x.yaml at /',
  ],
])('%s', (_, files, message) => {
  expect(() => loadRules({ files })).toThrow(message)
})

test('all mistakes are told at once', () => {
  const files = { 'rules/a/b.rego': body, 'rules/a/c.rego': body }
  expect(() => loadRules({ files })).toThrow(/a\/b\.rego[\s\S]*a\/c\.rego/)
})

test('a control without a rule is listed, with what would answer it', () => {
  const definition = `id: x
name: X
version: "1"
kind: benchmark
sections:
  - number: "1"
    title: One
    rules:
      - { number: "1.1", rule: a-b, assessment: automated }
      - { number: "1.2", rule: cloud-thing, assessment: manual, title: A thing, answered_by: a call }
`
  const ruleSet = loadRules({
    files: { 'definitions/x.yaml': definition, 'rules/a/b.rego': head + body },
  })
  const states = ruleSet.benchmarks[0]?.sections[0]?.rules.map(({ title, state }) => [title, state])
  expect(states).toEqual([
    ['A rule', 'implemented'],
    ['A thing', 'listed'],
  ])
  expect(ruleSet.rules.find(({ id }) => id === 'cloud-thing')).toMatchObject({
    source: null,
    description: 'Not evaluated yet. What would answer it: a call',
    controls: [{ benchmark: 'x', number: '1.2', section: 'One' }],
  })
})

test('the built-in files hold no tests', () => {
  const files = Object.keys(readRuleFiles())
  expect(files.length).toBeGreaterThan(200)
  expect(files.filter((file) => file.endsWith('_test.rego'))).toEqual([])
})

const builtIn = [...loadRules().modules.values()]
const automated = builtIn.filter(({ metadata: { custom } }) => !custom.manual && !custom.same_as)

test('every rule says how it is mended, as a command or as what to write, and what may break', () => {
  const silent = loadRules().rules.filter(
    ({ id, remediation, impact }) =>
      automated.some((it) => it.id === id) && !(remediation.includes('```') && impact),
  )
  expect(silent.map((it) => it.id)).toEqual([])
})

/** What no patch mends: a person has to move, build, choose or decide. */
const withoutFix = [
  'apiserver-admission-securitycontextdeny',
  'apiserver-request-timeout',
  'cni-network-policy-support',
  'credentials-in-configmap',
  'cve-specific',
  'dangling-objects',
  'gke-metadata-server',
  'image-signature',
  'image-vulnerabilities',
  'k8s-version-outdated',
  'kubelet-configz',
  'kubelet-event-qps',
  'kubelet-ip-address-deny',
  'naked-pod',
  'node-auditd',
  'node-cos',
  'ocp-apf',
  'ocp-basic-auth',
  'ocp-insecure-bind',
  'ocp-insecure-port',
  'ocp-kubelet-gc',
  'ocp-kubelet-https',
  'ocp-no-alwayspullimages',
  'ocp-no-unsupported-overrides',
  'ocp-scc-plugin',
  'ocp-secure-port',
  'pod-ssh-server',
  'pod-sudo',
  'private-nodes',
  'psp-enabled',
  'secrets-env',
  'tiller',
  'workload-admin-role',
  'workload-cluster-takeover',
]

test('every rule knows a fix, but those that no patch mends', () => {
  const missing = automated.filter((it) => !it.metadata.custom.fix).map((it) => it.id)
  expect(missing.filter((id) => !withoutFix.includes(id))).toEqual([])
  expect(withoutFix.filter((id) => !missing.includes(id))).toEqual([])
})
