/** Runs the end-to-end tests and leaves nothing of them on this machine. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tsImport } from 'tsx/esm/api'
import './install-e2e.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const load = (path) => tsImport(path, import.meta.url)
const { missing } = await load('../e2e/requirements.ts')
const { logRoot } = await load('../e2e/cluster/processes.ts')
const logLinesShown = 10

for (const sentence of new Set(missing('api', 'node', 'browser', 'postgres'))) {
  console.error(`${sentence} The tests that need it are skipped.`)
}

rmSync(logRoot, { recursive: true, force: true })
// The interrupt reaches the tests too; what they started is taken down below.
process.on('SIGINT', () => {})
const status = await run(
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  'e2e/vitest.config.ts',
  '--configLoader',
  'runner',
  ...process.argv.slice(2),
)
const left = await run('--import', 'tsx', 'e2e/cluster/down.ts')
if (status !== 0) showLogs()
process.exitCode = status || left

function run(...args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)))
}

/** The last complaints of each component. */
function showLogs() {
  if (!existsSync(logRoot)) return
  for (const name of readdirSync(logRoot, { recursive: true }).filter((it) =>
    it.endsWith('.log'),
  )) {
    const lines = readFileSync(join(logRoot, name), 'utf8').split('\n')
    const complaints = lines.filter((line) => /^[EF]\d{4} |error|fatal|panic/i.test(line))
    if (complaints.length === 0) continue
    console.error(`\n== ${join(logRoot, name)}: the last of ${complaints.length} complaints`)
    for (const line of complaints.slice(-logLinesShown)) console.error(line.slice(0, 400))
  }
}
