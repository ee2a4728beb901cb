/** The rules commands as a person runs them: output and exit status like OPA's. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-rules-'))
afterAll(() => rmSync(folder, { recursive: true }))
const evenkeel = resolve(import.meta.dirname, '../bin/evenkeel.mjs')

async function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [evenkeel, ...args], {
      cwd: folder,
    })
    return { status: 0, out: stdout, err: stderr }
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string }
    return { status: failed.code, out: failed.stdout, err: failed.stderr }
  }
}

const untimed = (text: string) => text.replace(/\([\d.]+(ns|µs|ms|s)\)/g, '(time)')

writeFileSync(
  join(folder, 'p.rego'),
  'package p\n\nallow if input.x == 1\n\nnever if input.x == 2\n',
)
writeFileSync(
  join(folder, 'p_test.rego'),
  `package p_test

import data.p

test_allow if p.allow with input as {"x": 1}

test_wrong if {
	print("saw", 7)
	p.allow with input as {"x": 2}
}

todo_test_later if true
`,
)
writeFileSync(join(folder, 'bad.rego'), 'package bad\n\np if {\n\tx == 1\n}\n')

test('test prints failures with what they printed, and ends with 2', async () => {
  const { status, out } = await run('rules', 'test', 'p.rego', 'p_test.rego')
  expect(status).toBe(2)
  expect(untimed(out)).toMatchInlineSnapshot(`
    "p_test.rego:7:
    data.p_test.test_wrong: FAIL (time)

      saw 7

    p_test.rego:12:
    data.p_test.todo_test_later: SKIPPED
    --------------------------------------------------------------------------------
    PASS: 1/3
    FAIL: 1/3
    SKIPPED: 1/3
    "
  `)
})

test('test -v tells how a failed test went', async () => {
  const { out } = await run('rules', 'test', '-v', '--run', 'wrong', 'p.rego', 'p_test.rego')
  expect(out).toContain('FAILURES')
  expect(out).toMatch(/p_test\.rego:9 +\| Fail p\.allow/)
})

test('test --run takes a pattern, and passing ends with 0', async () => {
  const { status, out } = await run('rules', 'test', '--run', 'allow$', 'p.rego', 'p_test.rego')
  expect([status, out]).toEqual([0, 'PASS: 1/1\n'])
})

test('test --format json has the fields of OPA', async () => {
  const { out } = await run('rules', 'test', '--format', 'json', 'p.rego', 'p_test.rego')
  const results: Record<string, unknown>[] = JSON.parse(out)
  expect(results.map(({ duration, ...rest }) => rest)).toEqual([
    {
      location: { file: 'p_test.rego', row: 5, col: 1 },
      package: 'data.p_test',
      name: 'test_allow',
    },
    {
      location: { file: 'p_test.rego', row: 7, col: 1 },
      package: 'data.p_test',
      name: 'test_wrong',
      fail: true,
      output: Buffer.from('saw 7\n').toString('base64'),
    },
    {
      location: { file: 'p_test.rego', row: 12, col: 1 },
      package: 'data.p_test',
      name: 'todo_test_later',
      skip: true,
    },
  ])
})

test('test --coverage names the lines that were not evaluated, --threshold ends with 2', async () => {
  const { status, out, err } = await run(
    'rules',
    'test',
    '--coverage',
    '--threshold',
    '90',
    '--run',
    'allow',
    'p.rego',
    'p_test.rego',
  )
  const report = JSON.parse(out)
  expect(report.files['p.rego'].not_covered.length).toBeGreaterThan(0)
  expect(status).toBe(2)
  expect(err).toContain('Code coverage threshold not met')
})

test('cases of a test count one by one, tried or held', async () => {
  writeFileSync(
    join(folder, 'cases_test.rego'),
    `package cases_test

test_sum[note] if {
	some note, tc in {"ok": {"a": 1, "want": 2}, "bad": {"a": 1, "want": 3}}
	tc.a + 1 == tc.want
}

test_one_line[note] if some note in ["x", "y"]

test_no_answer := {1}
`,
  )
  const { status, out } = await run(
    'rules',
    'test',
    '-v',
    '--run',
    'sum|line|answer',
    'cases_test.rego',
  )
  expect(status).toBe(2)
  expect(untimed(out).split('FAILURES')[0]).toBe(`cases_test.rego:3:
data.cases_test.test_sum: FAIL (time)
  bad: FAIL
  ok: PASS
cases_test.rego:8:
data.cases_test.test_one_line: PASS (time)
  x: PASS
  y: PASS
cases_test.rego:10:
data.cases_test.test_no_answer: FAIL (time)
`)
  expect(out).toContain('PASS: 3/5\nFAIL: 2/5\n')
  const json = await run('rules', 'test', '--format', 'json', '--run', 'sum', 'cases_test.rego')
  expect(JSON.parse(json.out)[0].sub_results).toEqual({
    ok: { name: 'ok' },
    bad: { name: 'bad', fail: true },
  })
})

test('test of what does not compile ends with 1', async () => {
  const { status, err } = await run('rules', 'test', 'bad.rego')
  expect([status, err]).toEqual([
    1,
    '1 error occurred: bad.rego:4: rego_unsafe_var_error: var x is unsafe\n',
  ])
})

test('check shows the place', async () => {
  const { status, err } = await run('rules', 'check', 'bad.rego')
  expect(status).toBe(1)
  expect(err).toContain('bad.rego:4: rego_unsafe_var_error: var x is unsafe')
  expect(err).toMatch(/4 \| +x == 1\n +\| +\^/)
})

test.each([
  ['raw', 'data.p.allow', 'true\n'],
  ['values', 'data.p.allow', '[\n  true\n]\n'],
  ['bindings', 'x := 1; y := x + 1', '{\n  "x": 1,\n  "y": 2\n}\n'],
  ['pretty', 'data.p', '{\n  "allow": true\n}\n'],
])('eval --format %s', async (format, query, expected) => {
  writeFileSync(join(folder, 'input.json'), '{"x": 1}')
  const { status, out } = await run(
    'rules',
    'eval',
    '-d',
    'p.rego',
    '-i',
    'input.json',
    '--format',
    format,
    query,
  )
  expect([status, out]).toEqual([0, expected])
})

test.each([
  [['--fail', 'data.p.never'], 1],
  [['--fail', 'true'], 0],
  [['--fail-defined', 'true'], 1],
  [['x'], 2],
  [['1 +'], 2],
])('eval %j ends with %i', async (args, expected) => {
  expect((await run('rules', 'eval', '-d', 'p.rego', ...args)).status).toBe(expected)
})

test('fmt prints what it would write, and writes it when told', async () => {
  writeFileSync(join(folder, 'ugly.rego'), 'package ugly\np   if {   input.x==1 }\n')
  expect((await run('rules', 'fmt', '--fail', '--list', 'ugly.rego')).status).toBe(1)
  await run('rules', 'fmt', '--write', 'ugly.rego')
  expect(readFileSync(join(folder, 'ugly.rego'), 'utf8')).toBe(
    'package ugly\n\np if input.x == 1\n',
  )
  expect((await run('rules', 'fmt', '--fail', '--list', 'ugly.rego')).status).toBe(0)
})

test('an unknown path, option or command is said in a sentence', async () => {
  expect((await run('rules', 'test', 'absent')).err).toBe(
    'evenkeel: absent cannot be read: it does not exist or may not be opened.\n',
  )
  expect((await run('rules', 'test', '--nonsense', 'p.rego')).status).toBe(2)
  expect((await run('rulse')).status).toBe(2)
})
