/** The server's own tests, again, on a real PostgreSQL server. */

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '../postgres.ts'
import { missing, title } from '../requirements.ts'

interface Report {
  testResults: { assertionResults: { fullName: string; status: string }[] }[]
}

const reasons = missing('postgres')
const root = fileURLToPath(new URL('../..', import.meta.url))
const timeoutMs = 900_000

describe.skipIf(reasons.length > 0)(title('storage on PostgreSQL', reasons), () => {
  let postgres: Postgres
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evenkeel-storage-'))
    postgres = await startPostgres()
  })
  afterAll(async () => {
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test(
    'passes every test of the server',
    async () => {
      const outputFile = join(folder, 'report.json')
      const vitest = [
        'node_modules/vitest/vitest.mjs',
        'run',
        'packages/server',
        '-t',
        'postgresql',
      ]
      const reporter = ['--reporter=json', `--outputFile=${outputFile}`]
      // A failed test ends it with 1; the report says which.
      await promisify(execFile)(process.execPath, [...vitest, ...reporter], {
        cwd: root,
        env: { ...process.env, EVENKEEL_TEST_DATABASE_URL: postgres.url },
        timeout: timeoutMs,
      }).catch(() => undefined)
      const report = JSON.parse(readFileSync(outputFile, 'utf8')) as Report
      const results = report.testResults.flatMap((it) => it.assertionResults)
      const failed = results.filter((it) => it.status === 'failed').map((it) => it.fullName)
      expect(failed).toEqual([])
      // Those for the embedded database alone were left out.
      expect(results.filter((it) => it.status === 'passed').length).toBeGreaterThan(0)
    },
    timeoutMs,
  )
})
