/** A scan of the 299-node dump with every rule, in CPU and memory, beside reading the dump alone. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const dump = resolve(import.meta.dirname, '../../shared/data/kwok-299-nodes/objects.json.gz')
if (!existsSync(dump)) {
  console.log(`skipped: ${dump} is not there`)
  process.exit(0)
}

/** Runs code in a process of its own; its last line tells what it used. */
function measure(code: string): { cpuSeconds: number; residentMegabytes: number } {
  const report = `
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    console.error(JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, residentMegabytes: maxRSS / 1024 }))`
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', `${code}\n${report}`],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      cwd: resolve(import.meta.dirname, '..'),
    },
  )
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stderr.trim().split('\n').at(-1) ?? '')
}

const reading = measure(`
  const { readFileSync } = await import('node:fs')
  const { gunzipSync } = await import('node:zlib')
  JSON.parse(gunzipSync(readFileSync(${JSON.stringify(dump)})).toString())`)
const scan = measure(`
  const { run } = await import('./packages/cli/src/program.ts')
  await run(['node', 'evenkeel', 'scan', ${JSON.stringify(dump)}, '--format', 'ndjson'])`)

const row = (name: string, it: typeof scan) =>
  console.log(
    `${name.padEnd(42)}${it.cpuSeconds.toFixed(2).padStart(8)} s CPU${it.residentMegabytes.toFixed(0).padStart(8)} MB`,
  )
row('gunzip and JSON.parse of the dump', reading)
row('evenkeel scan, every rule, all findings', scan)
row('Kubescape, NSA framework (quoted)', { cpuSeconds: 268, residentMegabytes: 6600 })
console.log(
  `scan / reading: ${(scan.cpuSeconds / reading.cpuSeconds).toFixed(1)} x CPU, ` +
    `${(scan.residentMegabytes / reading.residentMegabytes).toFixed(2)} x memory`,
)
console.log(
  `Kubescape / scan: ${(268 / scan.cpuSeconds).toFixed(0)} x CPU, ${(6600 / scan.residentMegabytes).toFixed(0)} x memory`,
)
