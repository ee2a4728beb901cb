/** Each format: what failed, what is unknown and what was accepted can be told apart, whatever the names. */
import { computeScore, type Finding, tallyFindings } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { type FormatName, formatNames, loadFormat } from './formats.ts'
import type { ScanResult } from './result.ts'

const hostile = '</td><script>alert(1)</script>`|*[x](http://a)\u202e\u0000'

function makeFinding(id: string, fields: Partial<Finding> = {}, result = {}): Finding {
  return {
    id: `00000000-0000-8000-8000-00000000000${id}`,
    rule: {
      id: 'pod-privileged',
      name: 'No container is privileged',
      section: 'Pod Security Standards',
      number: '5.2.2',
      benchmark: { id: 'cis-kubernetes-1.12', version: '1.12' },
      severity: 'high',
      controls: [{ benchmark: 'cis-kubernetes-1.12', number: '5.2.2' }],
    },
    resource: {
      id: `k8s_object/apps/Deployment/shop/web${id}`,
      type: 'k8s_object',
      sub_type: 'Deployment',
      name: `web${id}`,
      namespace: 'shop',
      owner: null,
      source: { file: 'deploy/a b.yaml', line: 3 },
    },
    cluster: { id: 'c', name: 'manifests' },
    result: { evaluation: 'failed', reason: null, evidence: [], ...result },
    first_seen: null,
    changed_at: null,
    exception: null,
    ...fields,
  }
}

const evidence = [
  {
    path: 'spec.x',
    actual: true,
    expected: 'not true',
    source: { kind: 'object', file: 'deploy/a b.yaml', line: 9, column: 5 },
  },
]
const findings = [
  makeFinding('1', {}, { evidence }),
  makeFinding('2', {}, { evaluation: 'passed' }),
  makeFinding('3', {}, { evaluation: 'unknown', reason: 'The list was forbidden.' }),
  makeFinding('4', {}, { evaluation: 'manual', reason: 'Look at the bindings.' }),
  makeFinding('5', { exception: { reason: 'It has to', owner: 'team-a', until: null } }),
  makeFinding('6', { resource: { ...makeFinding('6').resource, name: hostile, source: null } }),
]
const gap = {
  collector: 'manifests',
  source: 'x.yaml:1:2',
  reason: 'It is no YAML.',
  resource_type: null,
  sub_type: null,
  node: null,
}
const result: ScanResult = {
  version: '1.2.3',
  cluster: { id: '00000000-0000-0000-0000-000000000000', name: 'manifests' },
  findings,
  score: computeScore(tallyFindings(findings)),
  coverage: { expected: 7, evaluated: 5, gaps: [gap] },
}

async function print(name: FormatName, of = result): Promise<string> {
  const format = await loadFormat(name)
  const at = new Date('2026-01-02T03:04:05Z')
  const options = { columns: undefined, isTerminal: false, target: 'deploy/', rules: new Map(), at }
  return [...format(of, options)].join('')
}

test('SARIF has the failed ones with their regions, and what is not known as notifications', async () => {
  const [run] = JSON.parse(await print('sarif')).runs
  expect(run.results).toHaveLength(3)
  const [first, accepted, last] = run.results
  expect(first.locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'deploy/a%20b.yaml' },
    region: { startLine: 9, startColumn: 5 },
  })
  expect(first.level).toBe('error')
  expect(first.suppressions).toBeUndefined()
  expect(accepted.suppressions[0].justification).toBe('It has to (team-a)')
  expect(last.locations[0].logicalLocations[0].name).toBe(hostile)
  expect(last.locations[0].physicalLocation).toBeUndefined()
  const notes = run.invocations[0].toolExecutionNotifications
  expect(notes.map((it: { message: { text: string } }) => it.message.text)).toEqual([
    'Not looked at: x.yaml:1:2: It is no YAML.',
    'Unknown: No container is privileged, Deployment shop/web3. The list was forbidden.',
  ])
})

test('JUnit never shows the unknown as passed', async () => {
  const text = await print('junit')
  const count = (tag: string) => text.split(`<${tag} `).length - 1
  expect(['testcase', 'failure', 'error', 'skipped'].map(count)).toEqual([7, 2, 2, 2])
  expect(text).toContain(
    '<testsuite name="pod-privileged" tests="6" failures="2" errors="1" skipped="2"',
  )
  expect(text).not.toContain('<script>')
})

test('GitLab gets the failed ones that stand in files', async () => {
  const issues = JSON.parse(await print('gitlab'))
  expect(issues).toHaveLength(1)
  expect(issues[0].location).toEqual({ path: 'deploy/a b.yaml', lines: { begin: 9 } })
  expect(issues[0].severity).toBe('critical')
})

test('a policy report counts each outcome', async () => {
  const [report] = JSON.parse(await print('policyreport')).items
  expect(report.summary).toEqual({ pass: 1, fail: 2, warn: 1, error: 1, skip: 1 })
})

test('OSCAL satisfies no control of which something is not passed', async () => {
  const [run] = JSON.parse(await print('oscal'))['assessment-results'].results
  expect(run.observations).toHaveLength(6)
  expect(run.findings.map((it: { target: object }) => it.target)).toEqual([
    {
      type: 'objective-id',
      'target-id': 'cis-kubernetes-1.12_5.2.2',
      status: {
        state: 'not-satisfied',
        reason: 'fail',
        remarks: '3 failed, 1 passed, 1 unknown, 1 manual.',
      },
    },
  ])
})

test('HTML asks nobody for anything and shows names as text', async () => {
  const page = await print('html')
  expect(page).not.toMatch(/<(?:script|img|link|iframe|a)\b/)
  expect(page).not.toMatch(/(?:src|href)=|url\(/)
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).toContain('\\u{202e}\\u{0}')
  expect(page).toContain('Accepted by team-a: It has to')
  expect(page).toContain('It is no YAML.')
})

test('Markdown escapes names, counts all and says what did not fit', async () => {
  const text = await print('markdown')
  expect(text).toContain('| 3 | 1 | 1 | 1 | 1 | 5 of 7 |')
  // In a code span that the name's own backtick does not end.
  expect(text).toContain('`` Deployment shop/</td><script>')
  expect(text).toContain('\\u{202e}\\u{0} ``')
  const many = Array.from({ length: 3000 }, (_, index) =>
    makeFinding('1', { rule: { ...makeFinding('1').rule, id: `rule-${index}` } }),
  )
  const long = await print('markdown', { ...result, findings: many })
  expect(long.length).toBeLessThan(65_536)
  expect(long).toMatch(/\d+ more parts did not fit/)
})

test('CSV has a row for each finding and no formula', async () => {
  const rows = (await print('csv')).trim().split('\n')
  expect(rows).toHaveLength(7)
  expect(rows[0]).toContain('resource.source.file')
})

test.each(formatNames)('%s prints a result without findings', async (name) => {
  const empty = { ...result, findings: [], score: computeScore({}) }
  expect(await print(name, empty)).toEqual(expect.any(String))
})
