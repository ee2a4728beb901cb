/** A scan of the recorded node by the bundle, in CPU and memory at the most, beside Node reading its files. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildCommand, measure, root, type Use } from './_bundle.ts'

const node = join(root, 'packages/agent/fixtures/kubeadm-node')
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'))
const cache = join(folder, 'cache')

const reading = `
  const { readdirSync, readFileSync } = require('node:fs')
  for (const it of readdirSync(${JSON.stringify(node)}, { recursive: true, withFileTypes: true }))
    if (it.isFile()) readFileSync(it.parentPath + '/' + it.name, 'utf8')`

try {
  const scan = [buildCommand(folder), 'scan', 'node', '--root', node, '--format', 'ndjson']
  const baseline = measure(['--eval', reading], cache)
  const first = measure(scan, cache)
  const again = measure(scan, cache)
  const row = (title: string, it: Omit<Use, 'seconds'>) =>
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
