/** Help, completion and the man page are made of the commands; examples do what they say. */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { afterAll, expect, test } from 'vitest'
import { examples } from '../program/examples.ts'
import { createProgram } from '../program.ts'
import { readCommands, walkCommands } from './command-tree.ts'
import { printCompletion } from './completion.ts'
import { printManPage } from './man.ts'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-reference-'))
afterAll(() => rmSync(folder, { recursive: true }))

const bin = resolve(import.meta.dirname, '../../bin/evenkeel.mjs')
const root = readCommands(createProgram(() => undefined))
const lines = Object.values(examples).flat()

test('every command can be tried by an example, or starts something', () => {
  const starters = ['up', 'serve', 'agent', 'db']
  const leaves = [...walkCommands(root)].filter((it) => it.commands.length === 0)
  const without = leaves.filter((it) => it.examples.length === 0).map((it) => it.path.split(' ')[1])
  expect(without.filter((it) => !starters.includes(it ?? ''))).toEqual([])
})

/** As a shell takes it apart: these examples have double and single quotes only. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  )
}

test.each(lines)('$line is understood', async ({ line }) => {
  const program = createProgram(() => undefined)
  let count = 0
  const mute = (command: Command) => {
    command.action(() => {
      count += 1
    })
    command.commands.forEach(mute)
  }
  program.commands.forEach(mute)
  await program.parseAsync(['node', ...wordsOf(line)])
  expect(count).toBe(1)
})

/** What needs a cluster, a node or a program of the user's. */
const outside = /scan$|chart\/|\/host/

test('examples run', () => {
  mkdirSync(join(folder, 'deploy'))
  mkdirSync(join(folder, 'policies'))
  writeFileSync(join(folder, 'token'), 'a-token-of-a-test')
  writeFileSync(
    join(folder, 'deploy/pod.yaml'),
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a:1, securityContext: {privileged: true}}]}\n',
  )
  writeFileSync(
    join(folder, 'policies/a.rego'),
    'package a\n\nimport rego.v1\n\ndeny contains "it is a Pod" if input.kind == "Pod"\n\ntest_nothing if count(deny) == 0 with input as {}\n',
  )
  const run = (line: string) =>
    spawnSync(process.execPath, [bin, ...wordsOf(line).slice(1)], { cwd: folder, encoding: 'utf8' })
  run('evenkeel scan deploy/ --format json --output before.json')
  cpSync(join(folder, 'before.json'), join(folder, 'after.json'))
  for (const { line } of lines) {
    if (outside.test(line)) continue
    const { status, stderr, stdout } = run(line)
    expect([
      line,
      stderr,
      [0, 1].includes(status ?? -1),
      stdout !== '' || /fmt|check|--write/.test(line),
    ]).toEqual([line, status === 1 || / fix /.test(line) ? stderr : '', true, true])
  }
}, 300_000)

const hasBash = spawnSync('bash', ['-c', 'type compgen']).status === 0

test.skipIf(!hasBash).each([
  ['evenkeel ru', ['rules']],
  ['evenkeel rules sh', ['show']],
  ['evenkeel scan --format sa', ['sarif']],
  ['evenkeel scan --fail-on crit', ['critical']],
  ['evenkeel scan --benchmark cis-b', ['cis-b-1', 'cis-b-2']],
  ['evenkeel rules list --sev', ['--severity']],
  ['evenkeel completion f', ['fish']],
])('bash completes %s', (line, expected) => {
  const script = printCompletion('bash', root, { '--benchmark': ['cis-a-1', 'cis-b-1', 'cis-b-2'] })
  const words = line.split(' ').map((it) => `'${it}'`)
  const driver = `${script}
COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}
_evenkeel
printf '%s\\n' "\${COMPREPLY[@]}"`
  const found = execFileSync('bash', ['-c', driver], { encoding: 'utf8', cwd: folder })
  expect(found.trim().split('\n')).toEqual(expected)
})

test('fish gets every command and every option', () => {
  const script = printCompletion('fish', root, {})
  for (const node of walkCommands(root)) {
    for (const child of node.commands) expect(script).toContain(`-a '${child.name}'`)
    for (const option of node.options) expect(script).toContain(`-l ${option.long.slice(2)}`)
  }
})

const hasGroff = spawnSync('groff', ['--version']).status === 0

test.skipIf(!hasGroff)('the man page is one without warnings', () => {
  const page = printManPage(root, '1.2.3')
  const { stdout, stderr } = spawnSync('groff', ['-man', '-ww', '-Tutf8', '-P-c'], {
    input: page,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(stdout).toContain('exit with 3 if less of what')
})
