/** Charts, overlays, patterns and git work trees as targets of a scan. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readResult } from '../results.ts'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-targets-'))
afterAll(() => rmSync(folder, { recursive: true }))
const empty = join(folder, 'empty')

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
  chmodSync(join(folder, path), mode)
}

const pod = (name: string) => `apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop}
spec:
  hostPID: true
  containers: [{name: main, image: registry.example/tool:1}]
`

const bin = resolve(import.meta.dirname, '../../bin/evenkeel.mjs')

interface ScanSetting {
  cwd?: string
  /** Of the child; nothing else is found. */
  path?: string
  env?: Record<string, string>
}

/** In a process of its own, since it goes by the working folder. */
async function scan(args: string[], { cwd = folder, path, env }: ScanSetting = {}) {
  const output = join(folder, 'out.json')
  rmSync(output, { force: true })
  const options = ['--rule', 'pod-host-pid', '--format', 'json', '--output', output]
  const { status, stderr } = spawnSync(process.execPath, [bin, 'scan', ...args, ...options], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...(path === undefined ? {} : { PATH: path }), ...env },
  })
  const result = existsSync(output) ? await readResult(output) : undefined
  const places = result?.findings.map(({ resource, result: { evidence } }) => {
    const { file, line } = evidence[0]?.source ?? {}
    return [resource.name, file, line]
  })
  return { status, err: stderr, places, gaps: result?.coverage.gaps ?? [] }
}

test('a pattern in quotes is taken apart; a name with brackets stands for itself', async () => {
  write('glob/a/one.yaml', pod('one'))
  write('glob/b/two.yaml', pod('two'))
  write('glob/b/[odd].yaml', pod('odd'))
  expect((await scan(['glob/**/{one,two}.yaml'])).places).toEqual([
    ['one', 'glob/a/one.yaml', 5],
    ['two', 'glob/b/two.yaml', 5],
  ])
  expect((await scan(['glob/b/[odd].yaml'])).places).toEqual([['odd', 'glob/b/[odd].yaml', 5]])
  const nothing = await scan(['glob/**/*.nothing'])
  expect([nothing.status, nothing.err]).toEqual([2, expect.stringContaining('No file matches')])
})

test('a chart without helm is said, and everything else is evaluated', async () => {
  write('mixed/chart/Chart.yaml', 'name: chart\n')
  write('mixed/chart/templates/pod.yaml', 'kind: {{ .Values.kind }}\n')
  write('mixed/one.yaml', pod('one'))
  const { status, places, gaps } = await scan(['mixed'], { path: empty })
  expect(places).toEqual([['one', 'mixed/one.yaml', 5]])
  expect(gaps[0]?.reason).toContain('the program helm is not there')
  expect(status).toBe(2)
})

test('what helm writes is traced to the template, and removed afterwards', async () => {
  write('chart/Chart.yaml', 'name: chart\n')
  write('chart/templates/pod.yaml', pod('{{ .Values.name }}'))
  write('values.yaml', 'name: web\n')
  // It does with the chart what the real one does: the end-to-end tests have that.
  const fake = `#!/bin/sh
[ "$1 $3 $4" = "template chart --output-dir" ] || { echo "Error: unknown flag: $4" >&2; exit 1; }
[ "$7 $8" = "--values values.yaml" ] || { echo "Error: no values: $*" >&2; exit 1; }
/bin/mkdir -p "$5/chart/templates"
(echo ---; echo "# Source: chart/templates/pod.yaml"; /bin/sed 's/{{ .Values.name }}/web/' chart/templates/pod.yaml) > "$5/chart/templates/pod.yaml"
`
  write('bin/helm', fake, 0o755)
  mkdirSync(join(folder, 'tmp'), { recursive: true })
  const helm = { path: join(folder, 'bin'), env: { TMPDIR: join(folder, 'tmp') } }
  const { status, places } = await scan(['chart', '--values', 'values.yaml'], helm)
  expect(places).toEqual([['web', 'chart/templates/pod.yaml', 5]])
  expect(status).toBe(0)
  const left = readdirSync(join(folder, 'tmp')).filter((it) => it.startsWith('evenkeel-'))
  expect(left).toEqual([])

  const refused = await scan(['chart', '--values', 'other.yaml'], helm)
  expect(refused.gaps[0]?.reason).toContain('no values')
  expect(refused.status).toBe(2)
})

test('an overlay without kustomize is read as it lies, and said', async () => {
  write('overlay/kustomization.yaml', 'resources: [one.yaml]\n')
  write('overlay/one.yaml', pod('one'))
  const { status, places, gaps } = await scan(['overlay'], { path: empty })
  expect(places).toEqual([['one', 'overlay/one.yaml', 5]])
  expect(gaps[0]?.reason).toContain('neither kustomize nor kubectl is there')
  expect(status).toBe(2)
})

const hasGit = spawnSync('git', ['--version']).status === 0

test('what is no manifest is a mistake, unless nothing is allowed', async () => {
  write('other/compose.yaml', 'services: {}\n')
  expect((await scan(['other/compose.yaml'])).status).toBe(2)
  expect((await scan(['other/compose.yaml', '--allow-nothing'])).status).toBe(0)
  write('other/broken.yaml', 'a: [\n')
  expect((await scan(['other/broken.yaml', '--allow-nothing'])).status).toBe(2)
})

test.skipIf(!hasGit)('only what differs from a ref, new files included', async () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
      cwd: join(folder, 'tree'),
      stdio: 'pipe',
    })
  write('tree/same.yaml', pod('same'))
  write('tree/changed.yaml', pod('changed'))
  git('init', '-q', '-b', 'main')
  git('add', '.')
  git('commit', '-qm', 'first')
  const tree = { cwd: join(folder, 'tree') }
  const nothing = await scan(['--changed-since', 'main'], tree)
  expect([nothing.status, nothing.err]).toEqual([3, expect.stringContaining('No manifest differs')])
  expect((await scan(['--changed-since', 'main', '--allow-nothing'], tree)).status).toBe(0)
  write('tree/changed.yaml', pod('changed-now'))
  write('tree/new file.yaml', pod('new'))
  const { places } = await scan(['--changed-since', 'main', 'changed.yaml', 'new file.yaml'], tree)
  expect(places?.map(([name]) => name).sort()).toEqual(['changed-now', 'new'])
  const unknown = await scan(['--changed-since', 'nowhere'], tree)
  expect([unknown.status, unknown.err]).toEqual([2, expect.stringContaining('git says')])
  const option = await scan(['--changed-since=--output=x'], tree)
  expect(option.err).toContain('is no git ref')
})
