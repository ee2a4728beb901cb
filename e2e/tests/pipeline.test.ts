/** Evenkeel in pipelines: the npm package, real renderers, formats held against the tools of others. */

import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { buildHelm } from '../helm.ts'
import { missing, title } from '../requirements.ts'
import { runPython, sarifErrors } from '../validators.ts'

const reasons = missing('validators', 'helm')
const root = fileURLToPath(new URL('../..', import.meta.url))

const deployment = (privileged: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: main
          image: registry.example/web:1
          securityContext:
            privileged: ${privileged}
`

describe.skipIf(reasons.length > 0)(title('pipelines', reasons), () => {
  let folder: string
  let bin: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'evenkeel-pipeline-'))
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 2, 2] })
    execFileSync(process.execPath, ['scripts/package.mjs'], { cwd: root, stdio: 'ignore' })
    const archive = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
      cwd: join(root, 'dist/package'),
      encoding: 'utf8',
    }).trim()
    const install = ['install', '--global', '--silent', '--prefix', join(folder, 'npm')]
    execFileSync('npm', [...install, join(folder, archive)], { stdio: ['ignore', 2, 2] })
    bin = join(folder, 'npm/bin')
    mkdirSync(join(folder, 'deploy'))
    writeFileSync(join(folder, 'deploy/web.yaml'), deployment('true'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function evenkeel(args: string[], path: string[] = []) {
    return spawnSync(join(bin, 'evenkeel'), args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: [bin, ...path, process.env.PATH].join(':') },
    })
  }

  const placesOf = (output: string): unknown[] =>
    output
      .trim()
      .split('\n')
      .map((line) => {
        const { source } = JSON.parse(line).result.evidence[0]
        return [source.file, source.line]
      })

  test('the package installs as evenkeel and as a plug-in of kubectl', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8'))
    expect(evenkeel(['--version']).stdout.trim()).toBe(version)
    const scanned = evenkeel(['scan', 'deploy', '--rule', 'pod-privileged', '--format', 'ndjson'])
    expect(placesOf(scanned.stdout)).toEqual([['deploy/web.yaml', 16]])
    const plugin = spawnSync('kubectl', ['evenkeel', '--version'], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    })
    // kubectl itself may not be installed here; then its way of calling is all that can be tried.
    const called = plugin.error
      ? execFileSync(join(bin, 'kubectl-evenkeel'), ['--version'], { encoding: 'utf8' })
      : plugin.stdout
    expect(called.trim()).toBe(version)
  })

  test('the real helm renders a chart, and findings have the lines of its templates', () => {
    mkdirSync(join(folder, 'chart/templates'), { recursive: true })
    writeFileSync(join(folder, 'chart/Chart.yaml'), 'apiVersion: v2\nname: shop\nversion: 1.0.0\n')
    writeFileSync(join(folder, 'chart/values.yaml'), 'privileged: true\n')
    writeFileSync(
      join(folder, 'chart/templates/web.yaml'),
      `{{- if true }}\n${deployment('{{ .Values.privileged }}')}{{- end }}\n`,
    )
    const options = ['--rule', 'pod-privileged', '--format', 'ndjson']
    const path = [dirname(buildHelm())]
    expect(placesOf(evenkeel(['scan', 'chart', ...options], path).stdout)).toEqual([
      ['chart/templates/web.yaml', 17],
    ])
    const { status } = evenkeel(
      ['scan', 'chart', ...options, '--set', 'privileged=false', '--fail-on', 'low'],
      path,
    )
    expect(status).toBe(0)
    const named = evenkeel(['fix', 'chart', '--rule', 'pod-privileged'], path)
    expect(named.stderr).toMatch(
      /set to false the value privileged \(chart\/templates\/web.yaml:17\)/,
    )
    writeFileSync(join(folder, 'chart/templates/bad.yaml'), '{{ .Values.a.b.c }}\n')
    const broken = evenkeel(['scan', 'chart', '--format', 'json'], path)
    expect(broken.status).toBe(2)
    expect(JSON.parse(broken.stdout).coverage.gaps[0].reason).toContain('bad.yaml')
  })

  test('SARIF, OSCAL and the pipeline files satisfy the tools of others', () => {
    const files = ['sarif', 'oscal', 'junit'].flatMap((it) => [
      '--format',
      it,
      '--output',
      `out.${it}`,
    ])
    expect(evenkeel(['scan', 'deploy', '--fixes', ...files]).status).toBe(0)
    copyFileSync(join(folder, 'out.sarif'), join(folder, 'check.sarif'))
    expect(sarifErrors(join(folder, 'check.sarif'))).toEqual([])
    // The same tool has to see that a wrong one is wrong.
    writeFileSync(
      join(folder, 'wrong.sarif'),
      '{"version":"2.1.0","runs":[{"tool":{"driver":{}}}]}',
    )
    expect(sarifErrors(join(folder, 'wrong.sarif'))).not.toEqual([])

    const oscal = runPython('python', ['-c', readOscal, join(folder, 'out.oscal')])
    expect([oscal.stderr, oscal.stdout.trim()]).toEqual(['', 'read'])

    for (const [schema, file] of [
      ['vendor.github-actions', 'deploy/github-action/action.yml'],
      ['vendor.github-workflows', 'deploy/github-action/example-workflow.yml'],
      ['vendor.gitlab-ci', 'deploy/gitlab/evenkeel.gitlab-ci.yml'],
    ]) {
      const args = ['--builtin-schema', schema ?? '', join(root, file ?? '')]
      const { status, stdout } = runPython('check-jsonschema', args)
      expect([file, status, status === 0 ? '' : stdout]).toEqual([file, 0, ''])
    }
  })

  test('the action scans, writes its summary, and passes nothing to a shell', () => {
    const action = parse(readFileSync(join(root, 'deploy/github-action/action.yml'), 'utf8'))
    const [step] = action.runs.steps
    const summary = join(folder, 'summary.md')
    const outputs = join(folder, 'outputs')
    const { status, stdout } = spawnSync('bash', ['-c', step.run], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_OUTPUT: outputs,
        EVENKEEL_COMMAND: join(bin, 'evenkeel'),
        EVENKEEL_TARGETS: 'deploy\n',
        EVENKEEL_FAIL_ON: 'high',
        EVENKEEL_BENCHMARK: 'pss-baseline\npss-restricted',
        EVENKEEL_EXCEPTIONS: '',
        EVENKEEL_CHANGED_SINCE: '',
        EVENKEEL_SARIF: 'action.sarif',
        EVENKEEL_ARGUMENTS: '--query\nresource.name : "$(touch stolen)" or resource.name : web',
      },
    })
    expect([status, stdout.includes('Deployment shop/web')]).toEqual([1, true])
    expect(readFileSync(outputs, 'utf8')).toBe('status=1\n')
    expect(readFileSync(summary, 'utf8')).toContain('## Evenkeel: deploy')
    expect(existsSync(join(folder, 'action.sarif'))).toBe(true)
    expect(existsSync(join(folder, 'stolen'))).toBe(false)
  })

  test('pre-commit stops a commit that fails and lets others pass', () => {
    const tree = join(folder, 'tree')
    mkdirSync(join(tree, 'deploy'), { recursive: true })
    const config = join(root, 'deploy/pre-commit/example.pre-commit-config.yaml')
    cpSync(config, join(tree, '.pre-commit-config.yaml'))
    const home = join(folder, 'home')
    mkdirSync(home)
    const env = { ...process.env, HOME: home, PATH: `${bin}:${process.env.PATH}` }
    const git = (...args: string[]) => execFileSync('git', args, { cwd: tree, env, stdio: 'pipe' })
    const hook = () => runPython('pre-commit', ['run'], { cwd: tree, env })
    git('init', '-q')
    writeFileSync(join(tree, 'deploy/compose.yaml'), 'services: {}\n')
    git('add', '.')
    expect(hook().status).toBe(0)
    writeFileSync(join(tree, 'deploy/web.yaml'), deployment('true'))
    git('add', '.')
    const refused = hook()
    expect([refused.status, refused.stdout.includes('No container is privileged')]).toEqual([
      1,
      true,
    ])
    rmSync(join(tree, 'deploy/web.yaml'))
    symlinkSync('compose.yaml', join(tree, 'deploy/linked.yaml'))
    git('add', '-A')
    expect(hook().status).toBe(0)
  })
})

const readOscal = `
import json, sys
from trestle.oscal.assessment_results import AssessmentResults
AssessmentResults.parse_obj(json.load(open(sys.argv[1]))['assessment-results'])
print('read')
`
