/** The agent's configuration: what comes before what, and what is said of mistakes. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeRoot } from '../../fixtures/make-root.ts'
import { type AgentConfig, type ConfigValues, readAgentConfig } from './config.ts'

const valid: [
  name: string,
  flags: ConfigValues,
  env: NodeJS.ProcessEnv,
  expected: Partial<AgentConfig>,
][] = [
  [
    'has defaults',
    {},
    {},
    { periodMs: 14_400_000, kubeScope: 'leader', isNodeScopeOn: true, port: 9464 },
  ],
  [
    'reads the environment',
    {},
    { EVENKEEL_SERVER: 'https://e/', NODE_NAME: 'n1' },
    { server: 'https://e', nodeName: 'n1' },
  ],
  [
    'takes a flag before the environment',
    { period: '1h30m' },
    { EVENKEEL_PERIOD: '2h' },
    { periodMs: 5_400_000 },
  ],
  ['splits lists', { 'exclude-namespaces': 'a, b,' }, {}, { excludedNamespaces: ['a', 'b'] }],
  [
    'turns scopes off',
    { 'node-scope': 'off', 'kube-scope': 'never', port: '0' },
    {},
    { isNodeScopeOn: false, kubeScope: 'never', port: 0 },
  ],
]

test.each(valid)('%s', (_, flags, env, expected) => {
  const result = readAgentConfig(flags, env)
  expect(result).toMatchObject({ config: expected })
})

test('the spool is beside the credential where nothing else is said', () => {
  const of = (flags: ConfigValues) => readAgentConfig(flags, {})
  expect(of({})).toMatchObject({ config: { spoolFolder: undefined, spoolBytesMax: 67_108_864 } })
  expect(of({ 'credential-file': '/var/a/credential' })).toMatchObject({
    config: { spoolFolder: '/var/a/spool' },
  })
  expect(
    of({ 'credential-file': '/var/a/c', 'spool-folder': '/var/b', 'spool-size': '2Gi' }),
  ).toMatchObject({ config: { spoolFolder: '/var/b', spoolBytesMax: 2_147_483_648 } })
})

const wrong: [flags: ConfigValues, mistake: string][] = [
  [{ period: '4' }, 'period is "4"; it must be a duration such as 4h or 30m, at least 10s.'],
  [{ period: '1s' }, 'period is "1s"; it must be a duration such as 4h or 30m, at least 10s.'],
  [
    { server: 'evenkeel' },
    'server is "evenkeel"; it must be an address such as https://evenkeel.example.com.',
  ],
  [
    { 'spool-size': '64' },
    'spool-size is "64"; it must be a size such as 64Mi or 1Gi, at least 1Mi.',
  ],
  [
    { 'spool-size': '1.5Gi' },
    'spool-size is "1.5Gi"; it must be a size such as 64Mi or 1Gi, at least 1Mi.',
  ],
  [{ port: '70000' }, 'port is "70000"; it must be a number from 0 (none) to 65535.'],
  [
    { 'kube-scope': 'sometimes' },
    'kube-scope is "sometimes"; it must be one of leader, always, never.',
  ],
]

test.each(wrong)('%o is a mistake', (flags, mistake) => {
  expect(readAgentConfig(flags, {})).toEqual({ mistakes: [mistake] })
})

const lines: [line: string, expected: Partial<AgentConfig> | RegExp][] = [
  ['cluster: "a \\"b\\" # c" # said', { cluster: 'a "b" # c' }],
  ["cluster: 'it''s'", { cluster: "it's" }],
  ['cluster: a#b', { cluster: 'a#b' }],
  ['cluster:', {}],
  ['exclude-namespaces: "a,b"', { excludedNamespaces: ['a', 'b'] }],
  ['period: 4', /^period is "4" \(.*agent\.yaml:2\); it must be a duration/],
  ['log-level: loud', /^log-level is "loud" \(.*agent\.yaml:2\); it must be one of/],
  ['exclude-namespaces: "a,metadata.name!=b"', /"metadata.name!=b" cannot be the name/],
  ['exclude-namespaces: [a, b]', /agent\.yaml:2 is not one value: "exclude-namespaces: \[a, b\]"/],
  ['cluster: "a', /agent\.yaml:2 is not one value/],
  ['cluster: |', /agent\.yaml:2 is not one value/],
  ['  cluster: a', /agent\.yaml:2 is no setting/],
  ['- cluster', /agent\.yaml:2 is no setting/],
  ['cluster: a\ncluster: b', /agent\.yaml:3 says cluster a second time/],
]

test.each(lines)('a file with %j', (line, expected) => {
  const root = makeRoot({ 'agent.yaml': `# Settings\n${line}\n` })
  const result = readAgentConfig({ config: join(root, 'agent.yaml') }, {})
  if (expected instanceof RegExp)
    expect(result).toEqual({ mistakes: [expect.stringMatching(expected)] })
  else expect(result).toMatchObject({ config: expected })
})

test('reads a file, after flags and environment, and names its mistakes', () => {
  const root = makeRoot({
    'agent.yaml': '# comment\nserver: "https://file"\nperiod: 1h # short\ncluster: prod\n',
    'bad.yaml': 'server: https://e\nperid: 1h\n',
  })
  expect(
    readAgentConfig({ config: join(root, 'agent.yaml') }, { EVENKEEL_PERIOD: '2h' }),
  ).toMatchObject({
    config: { server: 'https://file', periodMs: 7_200_000, cluster: 'prod' },
  })
  expect(readAgentConfig({ config: join(root, 'bad.yaml') }, {})).toEqual({
    mistakes: [expect.stringMatching(/bad\.yaml:2 is no setting: "perid: 1h"; known: server, /)],
  })
  expect(readAgentConfig({ config: join(root, 'gone.yaml') }, {})).toEqual({
    mistakes: [expect.stringMatching(/cannot be read/)],
  })
})
