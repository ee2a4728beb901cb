/**
 * The agent of a node: what it takes while nothing happens, over a minute, and how long a changed
 * file takes to the server. The node is made: a control plane's files beside many processes.
 *
 * `BENCH_SECONDS=20 BENCH_CHANGES=1 npm run bench -- agent-node` for a shorter one.
 */
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildAgent } from './_bundle.ts'

const seconds = Number(process.env.BENCH_SECONDS ?? 60)
const changes = Number(process.env.BENCH_CHANGES ?? 5)
const processes = 300
/** So many changes are looked at at once; only what goes on changing has to wait. */
const calmMs = 2_000
const endMs = 3_000

const components = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd',
  'kubelet',
]

function makeNode(root: string): void {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text, { mode: 0o600 })
  }
  for (let pid = 1; pid <= processes; pid += 1) {
    const line = [components[pid - 1] ?? `/usr/bin/program-${pid}`, '--config=/etc/x', '--v=2']
    put(`proc/${pid}/cmdline`, `${line.join('\0')}\0`)
  }
  for (const name of components.slice(0, 4))
    put(`etc/kubernetes/manifests/${name}.yaml`, `kind: Pod\nmetadata: {name: ${name}}\n`)
  for (const name of ['admin', 'scheduler', 'controller-manager', 'kubelet'])
    put(`etc/kubernetes/${name}.conf`, 'kind: Config\n')
  for (let index = 0; index < 20; index += 1) {
    put(`etc/kubernetes/pki/c${index}.crt`, 'certificate')
    put(`etc/kubernetes/pki/c${index}.key`, 'key')
  }
  put('var/lib/kubelet/config.yaml', 'kind: KubeletConfiguration\n')
  put('etc/passwd', 'root:x:0:0::/root:/bin/sh\n')
  put('etc/group', 'root:x:0:\n')
}

/** A server that takes everything; each whole cycle is told. */
async function startServer(onCycle: () => void) {
  const server = createServer((request, response) => {
    request.resume()
    request.once('end', () => {
      const path = request.url ?? ''
      const body = path.endsWith('/enrol')
        ? { cluster: { id: 'c', name: 'bench' }, credential: 'x' }
        : path.endsWith('/diff')
          ? { resources: [], findings: [] }
          : { applied: true, findings_changed: 0, resources_changed: 0 }
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
      if (path.endsWith('/cycles')) onCycle()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

/** In seconds, of the agent alone: the process of a cycle ends with it. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function residentOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'))
let cycles = 0
const { url, server } = await startServer(() => {
  cycles += 1
})
makeNode(join(folder, 'host'))
writeFileSync(join(folder, 'token'), 'x')
writeFileSync(join(folder, 'kubeconfig'), 'apiVersion: v1\n')
const program = buildAgent(folder)
const agent = spawn(process.execPath, [program, 'agent'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: {
    ...process.env,
    XDG_CACHE_HOME: join(folder, 'cache'),
    EVENKEEL_SERVER: url,
    EVENKEEL_TOKEN_FILE: join(folder, 'token'),
    EVENKEEL_CREDENTIAL_FILE: join(folder, 'credential'),
    EVENKEEL_KUBECONFIG: join(folder, 'kubeconfig'),
    EVENKEEL_KUBE_SCOPE: 'never',
    HOST_ROOT: join(folder, 'host'),
    NODE_NAME: 'bench',
    EVENKEEL_PORT: '0',
  },
})
const pid = agent.pid ?? 0

async function untilCycle(count: number): Promise<void> {
  for (let tries = 0; cycles < count; tries += 1) {
    if (tries > 6000) throw new Error('No cycle came.')
    await sleep(10)
  }
}

try {
  await untilCycle(1)
  await sleep(10_000)
  const before = cpuOf(pid)
  await sleep(seconds * 1000)
  const share = ((cpuOf(pid) - before) / seconds) * 100
  console.log(
    `at rest, ${processes} processes, over ${seconds} s: ${share.toFixed(2)} % of a core, ${residentOf(pid).toFixed(0)} MB`,
  )
  const took: number[] = []
  for (let change = 0; change < changes; change += 1) {
    const seen = cycles
    const started = performance.now()
    chmodSync(join(folder, 'host/etc/kubernetes/scheduler.conf'), change % 2 === 0 ? 0o644 : 0o600)
    await untilCycle(seen + 1)
    took.push(performance.now() - started)
    if (change < changes - 1) await sleep(calmMs)
  }
  took.sort((a, b) => a - b)
  const at = (share: number) => ((took[Math.ceil(took.length * share) - 1] ?? 0) / 1000).toFixed(2)
  console.log(
    `a changed file at the server, ${changes} changes: median ${at(0.5)} s, at most ${at(1)} s`,
  )
} finally {
  agent.kill('SIGTERM')
  server.closeAllConnections()
  server.close()
  await sleep(endMs)
  rmSync(folder, { recursive: true, force: true })
}
