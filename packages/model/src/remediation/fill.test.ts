/** Remediations are split into text and commands, and what a finding tells is filled in safely. */

import { expect, test } from 'vitest'
import type { Finding } from '../finding.ts'
import { fillRemediation, openPlaceholders, printCommand } from './fill.ts'

function finding(resource: Partial<Finding['resource']> = {}, file?: string): Finding {
  return {
    id: 'f',
    rule: {
      id: 'r',
      name: 'R',
      section: 'S',
      number: '1.1',
      benchmark: { id: 'b', version: '1' },
      severity: 'low',
      controls: [],
    },
    resource: {
      id: 'k8s_object/apps/Deployment/payments/api',
      type: 'k8s_object',
      sub_type: 'Deployment',
      name: 'api',
      namespace: 'payments',
      owner: null,
      source: null,
      ...resource,
    },
    cluster: { id: 'c', name: 'prod-eu' },
    result: {
      evaluation: 'failed',
      reason: null,
      evidence: file ? [{ path: 'p', actual: 1, expected: 2, source: { kind: 'flag', file } }] : [],
    },
    first_seen: null,
    changed_at: null,
    exception: null,
  }
}

const printed = (markdown: string, of: Finding = finding(), values = {}) =>
  fillRemediation(markdown, of).blocks.map((block) =>
    block.kind === 'text' ? block.text : printCommand(block, values),
  )
const sh = (command: string) => `\`\`\`sh\n${command}\n\`\`\``

const named = (name: string) => finding({ name })

test.each<[what: string, markdown: string, of: Finding, values: object, expected: string[]]>([
  ['text alone', 'Do this.\n\nThen that.', finding(), {}, ['Do this.\n\nThen that.']],
  [
    'text, a command, text',
    `Run\n\n${sh('kubectl get pods')}\n\nand look.`,
    finding(),
    {},
    ['Run', 'kubectl get pods', 'and look.'],
  ],
  [
    'what the finding tells',
    sh('kubectl -n <namespace> edit <kind> <name>'),
    finding(),
    {},
    ['kubectl -n payments edit Deployment api'],
  ],
  [
    'the kind as a placeholder of its own name',
    sh('kubectl edit deployment <deployment-name> <deployment>'),
    finding(),
    {},
    ['kubectl edit deployment api api'],
  ],
  [
    'capitals and underscores in a placeholder',
    sh('kubectl drain <NODE_NAME>'),
    finding({ type: 'kubernetes_worker_node', sub_type: null, name: 'n1', namespace: null }),
    {},
    ['kubectl drain n1'],
  ],
  [
    'the file that the evidence names',
    sh('chmod 600 <file>'),
    finding({}, '/etc/x'),
    {},
    ['chmod 600 /etc/x'],
  ],
  [
    'what stands in backticks in a text',
    'Edit `<name>` in `<namespace>` on `<node>`, not <name>.',
    finding(),
    {},
    ['Edit `api` in `payments` on `<node>`, not <name>.'],
  ],
  ['nothing to fill in', sh('chown <owner> x'), finding(), {}, ['chown <owner> x']],
  [
    'what the reader typed',
    sh('chown <owner> x'),
    finding(),
    { owner: 'etcd:etcd' },
    ['chown etcd:etcd x'],
  ],
  ['what the reader typed over what is known', sh('ls <name>'), finding(), { name: 'b' }, ['ls b']],
  ['a value that a shell would run', sh('ls <name>'), named('a; reboot'), {}, ["ls 'a; reboot'"]],
  ['a value with a quote', sh('ls <name>'), named("it's"), {}, ["ls 'it'\\''s'"]],
  ['inside single quotes', sh("ls '<name>'"), named("a'b"), {}, ["ls 'a'\\''b'"]],
  ['inside double quotes', sh('ls "<name>"'), named('$(id)`'), {}, ['ls "\\$(id)\\`"']],
  [
    'after an apostrophe in a comment',
    sh("# it's\nls <name>"),
    named('a b'),
    {},
    ["# it's\nls 'a b'"],
  ],
  [
    'a value in YAML is not quoted for a shell',
    '```yaml\nname: <name>\n```',
    named('a:b'),
    {},
    ['name: a:b'],
  ],
  [
    'heredocs and comparisons are no placeholders',
    sh('cat <<EOF> x; test a < b > c'),
    finding(),
    {},
    ['cat <<EOF> x; test a < b > c'],
  ],
  ['a fence that is never closed', '```sh\nls <name>', finding(), {}, ['ls api']],
  ['an empty fence', 'a\n```\n```\nb', finding(), {}, ['a', 'b']],
])('fills %s', (_, markdown, of, values, expected) => {
  expect(printed(markdown, of, values)).toEqual(expected)
})

test('lists the placeholders that are still open, each once', () => {
  const { blocks } = fillRemediation(sh('a <name> <owner> <group>\nb <owner>'), finding())
  expect(openPlaceholders(blocks)).toEqual(['owner', 'group'])
  expect(openPlaceholders(blocks, { owner: 'root' })).toEqual(['group'])
})

test('an object of the whole cluster has no namespace to name', () => {
  const command = sh('kubectl describe <kind> <name> -n <namespace>')
  const role = { sub_type: 'ClusterRole', name: 'wide', namespace: null }
  expect(printed(command, finding(role))).toEqual(['kubectl describe ClusterRole wide'])
  expect(printed(command)).toEqual(['kubectl describe Deployment api -n payments'])
})
