/** Measures the Rego engine on real policies: CPU time of one evaluation, beside OPA's and regorus' figures. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { type CustomBuiltin, compile, type Policy } from '../packages/rego/src/index.ts'
import { ObjectBuilder } from '../packages/rego/src/values/object.ts'

const folder = new URL('../../shared/conformance/bench/', import.meta.url)

/** Microseconds of OPA 1.22.2 (Go, two cores, input parsed beforehand) and regorus 0.14. */
const quoted: Record<string, { opa: number; regorus: number }> = {
  'gatekeeper-allowed-repos': { opa: 25, regorus: 13 },
  'gatekeeper-psp-capabilities': { opa: 130, regorus: 88 },
  'gatekeeper-psp-host-filesystem': { opa: 85, regorus: 57 },
  'gatekeeper-required-labels': { opa: 32, regorus: 14 },
  'gatekeeper-unique-ingress-host-2000': { opa: 10264, regorus: 19431 },
  'kubelet-settings': { opa: 59, regorus: 29 },
  'trivy-ksv-0001': { opa: 191, regorus: 201 },
  'trivy-ksv-0012': { opa: 200, regorus: 228 },
  'trivy-ksv-0017': { opa: 127, regorus: 190 },
  'trivy-ksv-0023': { opa: 77, regorus: 192 },
}

/** OPA's figures of this machine and moment, where Go is present and has OPA's modules or may fetch them. */
function measureOpa(): Record<string, number> | undefined {
  const cwd = fileURLToPath(new URL('rego-opa/', import.meta.url))
  const binary = join(tmpdir(), 'evenkeel-bench-opa')
  const built = spawnSync('go', ['build', '-o', binary, '.'], { cwd, timeout: 300_000 })
  if (built.status !== 0) return undefined
  const run = spawnSync(binary, [fileURLToPath(folder)], { encoding: 'utf8', timeout: 300_000 })
  return run.status === 0 ? JSON.parse(run.stdout) : undefined
}

/** Trivy's built-in: an object with the message, as the expected results have it. */
const resultNew: CustomBuiltin = {
  name: 'result.new',
  arity: 2,
  call: ([message]) => {
    const result = new ObjectBuilder()
    if (message !== undefined) result.set('msg', message)
    return result.build()
  },
}

interface Case {
  query: string
  rego_version: 'v0' | 'v1'
  modules: string[]
  data?: unknown
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, folder), 'utf8'))
}

function compileCase(name: string, given: Case): { policy: Policy; compileMs: number } {
  const sources = given.modules.map((file) => ({
    file,
    source: readFileSync(new URL(`${name}/${file}`, folder), 'utf8'),
  }))
  const start = performance.now()
  const { policy, errors } = compile(sources, {
    regoVersion: given.rego_version,
    builtins: [resultNew],
  })
  if (!policy) throw new Error(`${name} does not compile: ${JSON.stringify(errors)}`)
  return { policy, compileMs: performance.now() - start }
}

/** The best of several rounds, each long enough for the clock of CPU time. */
function microsecondsOf(run: () => unknown): number {
  const roundMs = 200
  let count = 1
  for (;;) {
    const start = process.cpuUsage()
    for (let i = 0; i < count; i++) run()
    const { user, system } = process.cpuUsage(start)
    if (user + system > (roundMs * 1000) / 2) break
    count *= 2
  }
  const rounds = Array.from({ length: 5 }, () => {
    const start = process.cpuUsage()
    for (let i = 0; i < count; i++) run()
    const { user, system } = process.cpuUsage(start)
    return (user + system) / count
  })
  return Math.min(...rounds)
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(canonical).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, canonical(item)]),
  )
}

function main(): number {
  if (!existsSync(folder)) {
    console.log('The policies of ../shared/conformance/bench are not here; nothing is measured.')
    return 0
  }
  const only = process.argv.find((arg, i) => i > 1 && !arg.startsWith('--'))
  const opa = process.argv.includes('--quoted') ? undefined : measureOpa()
  const source = opa ? 'measured in this run' : 'quoted: 1.22.2 on two cores'
  console.log(`CPU time of one evaluation in microseconds; OPA ${source}, regorus 0.14 quoted`)
  const ratios: number[] = []
  let wrong = 0
  console.log(
    ['policy'.padEnd(38), 'us', 'OPA', 'times', 'regorus', 'times', 'compile ms']
      .map((title, i) => (i === 0 ? title : title.padStart(10)))
      .join(''),
  )
  for (const name of readdirSync(folder).sort()) {
    if (only !== undefined && !name.includes(only)) continue
    const given = readJson<Case>(`${name}/case.json`)
    const input = readJson<unknown>(`${name}/input.json`)
    const expected = readJson<unknown>(`${name}/expected.json`)
    const { policy, compileMs } = compileCase(name, given)
    const query = policy.query(given.query)
    const data = given.data ?? {}
    const got = query.evaluate({ input, data })
    if (!isDeepStrictEqual(canonical(got), canonical(expected))) {
      wrong++
      console.log(`${name}: wrong result ${JSON.stringify(got)}`)
      continue
    }
    const us = microsecondsOf(() => query.evaluate({ input, data }))
    const opaUs = opa?.[name] ?? quoted[name]?.opa ?? Number.NaN
    const regorusUs = quoted[name]?.regorus ?? Number.NaN
    const times = opaUs / us
    ratios.push(times)
    const cells = [us.toFixed(2), opaUs.toFixed(0), times.toFixed(1), regorusUs]
    const more = [(regorusUs / us).toFixed(1), compileMs.toFixed(1)]
    console.log(
      name.padEnd(38) + [...cells, ...more].map((cell) => String(cell).padStart(10)).join(''),
    )
  }
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length)
  console.log(
    `geometric mean: ${mean.toFixed(1)} times OPA, lowest ${Math.min(...ratios).toFixed(1)}`,
  )
  return wrong === 0 ? 0 : 1
}

process.exitCode = main()
