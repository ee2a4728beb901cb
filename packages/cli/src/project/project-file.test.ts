/** The project's file: what it sets, what comes first, and its mistakes with their places. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { ScanOptions } from '../scan-options.ts'
import { parseProject, readProjectFile } from './project-file.ts'
import { joinSettings } from './scan-settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-project-'))
afterAll(() => rmSync(folder, { recursive: true }))

const plain: ScanOptions = {
  benchmark: [],
  rule: [],
  rules: [],
  exceptions: [],
  annotations: true,
  format: [],
  output: [],
}

test('paths are relative to the file', async () => {
  mkdirSync(join(folder, 'a'))
  const file = join(folder, 'a/evenkeel.yaml')
  writeFileSync(
    file,
    `version: 1
scan:
  targets: [deploy/, /absolute]
  exceptions: [accepted.yaml]
  outputs: [{format: table}, {format: sarif, file: out/scan.sarif}]
  fail-on: high
`,
  )
  const project = await readProjectFile(file)
  const { targets, options } = joinSettings([], plain, project)
  expect(targets).toEqual([join(folder, 'a/deploy/'), '/absolute'])
  expect(options.exceptions).toEqual([join(folder, 'a/accepted.yaml')])
  expect([options.format, options.output]).toEqual([
    ['sarif', 'table'],
    [join(folder, 'a/out/scan.sarif')],
  ])
  expect(options.failOn).toBe('high')
})

test('what the command line says comes first', () => {
  const project = {
    targets: ['deploy'],
    benchmarks: ['pss-restricted'],
    'fail-on': 'high',
    'min-score': 50,
    outputs: [{ format: 'sarif', file: 'a' }],
  } as const
  const given: ScanOptions = {
    ...plain,
    benchmark: ['pss-baseline'],
    failOn: 'low',
    format: ['json'],
  }
  const { targets, options } = joinSettings(['chart'], given, {
    ...project,
    targets: [...project.targets],
    benchmarks: [...project.benchmarks],
    outputs: [...project.outputs],
  })
  expect(targets).toEqual(['chart'])
  expect([options.benchmark, options.failOn, options.format, options.output]).toEqual([
    ['pss-baseline'],
    'low',
    ['json'],
    [],
  ])
  expect(options.minScore).toBe(50)
})

test('without the file everything is as it was', async () => {
  expect(joinSettings(['x'], plain, undefined)).toEqual({ targets: ['x'], options: plain })
  await expect(readProjectFile(join(folder, 'nowhere.yaml'))).rejects.toThrow('cannot be read')
})

test.each([
  ['version: 2\n', 'p.yaml:1: version'],
  ['scan: {}\n', 'p.yaml:1: '],
  ['version: 1\nscan:\n  failon: high\n', 'p.yaml:3: scan.failon is no setting'],
  ['version: 1\nscan:\n  fail-on: severe\n', 'p.yaml:3: scan.fail-on'],
  ['version: 1\nscan:\n  min-score: 101\n', 'p.yaml:3: scan.min-score'],
  ['version: 1\nscan:\n  outputs:\n    - {format: pdf}\n', 'p.yaml:4: scan.outputs.0.format'],
  ['version: 1\nversion: 1\n', 'p.yaml:2'],
  ['version: [\n', 'p.yaml:2'],
  ['- a\n', 'p.yaml:1: the file'],
])('%j is refused with its place', (text, message) => {
  expect(() => parseProject(text, 'p.yaml')).toThrow(message)
})
