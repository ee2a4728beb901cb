/** A scan of the recorded node by the bundle, in CPU and memory at the most, beside Node reading its files. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const node = join(root, 'packages/agent/fixtures/kubeadm-node')
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'))
const name = 'evenkeel-cli'

interface Use {
  cpuSeconds: number
  residentMegabytes: number
}

/** Its last line tells what the process used in all; `ru_maxrss` is the peak. */
const report = `data:text/javascript,${encodeURIComponent(`
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    const use = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, residentMegabytes: maxRSS / 1024 }
    process.stderr.write(JSON.stringify(use) + '\\n')
  })`)}`

function measure(args: string[]): Use {
  const { stderr, status } = spawnSync(process.execPath, ['--import', report, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') },
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stderr.trim().split('\n').at(-1) ?? '')
}

const reading = `
  const { readdirSync, readFileSync } = require('node:fs')
  for (const it of readdirSync(${JSON.stringify(node)}, { recursive: true, withFileTypes: true }))
    if (it.isFile()) readFileSync(it.parentPath + '/' + it.name, 'utf8')`

/** As `npm run build` does it. */
function build(): void {
  const script = JSON.stringify(join(root, 'scripts/bundle.mjs'))
  const code = `
    const { bundleInParts } = await import(${script})
    await bundleInParts('packages/cli/src/entries/evenkeel.ts', ${JSON.stringify(folder)}, '${name}')`
  const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('The bundle could not be built.')
}

try {
  build()
  const scan = [join(folder, `${name}.mjs`), 'scan', 'node', '--root', node, '--format', 'ndjson']
  const baseline = measure(['--eval', reading])
  const first = measure(scan)
  const again = measure(scan)
  const row = (title: string, it: Use) =>
    console.log(
      `${title.padEnd(42)}${it.cpuSeconds.toFixed(2).padStart(8)} s CPU${it.residentMegabytes.toFixed(0).padStart(8)} MB`,
    )
  row('node, reading every file of the recording', baseline)
  row('evenkeel scan node, nothing kept', first)
  row('evenkeel scan node, rules kept', again)
  row('kube-bench 0.15 on a live node (quoted)', { cpuSeconds: 10.5, residentMegabytes: 56 })
  console.log(
    `scan / reading: ${(again.cpuSeconds / baseline.cpuSeconds).toFixed(1)} x CPU, ` +
      `${(again.residentMegabytes / baseline.residentMegabytes).toFixed(2)} x memory`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
