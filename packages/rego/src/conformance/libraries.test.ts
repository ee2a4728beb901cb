/** Whole public rule libraries run as tests, unmodified. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CustomBuiltin } from '../builtins/builtin.ts'
import type { EngineName } from '../engine.ts'
import { compile } from '../policy.ts'

const shared = join(import.meta.dirname, '../../../../../shared/conformance')
const engines: EngineName[] = ['generated', 'interpreted']

/** Trivy's own function, as its expected results assume it. */
const resultNew: CustomBuiltin = {
  name: 'result.new',
  arity: 2,
  call: ([message]) => ({ msg: message ?? null }),
}

interface Expected {
  file: string
  package: string
  name: string
  result: 'pass'
}

function regoFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.rego'))
    .sort()
    .map((name) => join(folder, name))
}

function readExpected(library: string): Expected[] {
  return JSON.parse(readFileSync(join(shared, library, 'expected.json'), 'utf8'))
}

/** Runs the named tests over the files and gives those that do not pass. */
function failures(
  files: readonly string[],
  tests: readonly Expected[],
  options: { regoVersion: 'v0' | 'v1'; engine: EngineName },
): string[] {
  const sources = files.map((file) => ({ file, source: readFileSync(file, 'utf8') }))
  const { policy, errors } = compile(sources, { ...options, builtins: [resultNew] })
  if (!policy) return errors.map((error) => `${error.location?.file}: ${error.message}`)
  const host = { timeNowNs: () => 1_764_000_000_000_000_000n }
  return tests.flatMap((item) => {
    // The same name twice in a package is one rule; `#01` is OPA's name for its second definition.
    const name = item.name.replace(/#\d+$/, '')
    const result = policy.query(`${item.package}.${name}`).evaluate({ host })
    // A test with cases is an object of those that hold.
    const holds = typeof result === 'object' && result !== null && Object.values(result).length > 0
    return result === true || holds ? [] : [`${item.file}: ${item.name}`]
  })
}

const hasTrivy = existsSync(join(shared, 'trivy-checks'))
const hasGatekeeper = existsSync(join(shared, 'gatekeeper-library'))

test.runIf(hasTrivy).each(engines)(
  'passes the tests of trivy-checks, %s',
  (engine) => {
    const tests = readExpected('trivy-checks')
    const files = regoFiles(join(shared, 'trivy-checks'))
    expect(failures(files, tests, { regoVersion: 'v1', engine })).toEqual([])
    expect(tests.length).toBeGreaterThan(600)
  },
  300_000,
)

test.runIf(hasGatekeeper).each(engines)(
  'passes the tests of gatekeeper-library, %s',
  (engine) => {
    const byFolder = new Map<string, Expected[]>()
    for (const item of readExpected('gatekeeper-library')) {
      const folder = item.file.split('/').slice(0, -1).join('/')
      byFolder.set(folder, [...(byFolder.get(folder) ?? []), item])
    }
    const wrong = [...byFolder].flatMap(([folder, tests]) =>
      failures(regoFiles(join(shared, 'gatekeeper-library', folder)), tests, {
        regoVersion: 'v0',
        engine,
      }),
    )
    expect(wrong).toEqual([])
    expect(byFolder.size).toBeGreaterThan(40)
  },
  300_000,
)
