/** The agent as a process: it works, it ends when it is told to, and leaves nothing behind. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'

const bin = fileURLToPath(new URL('../../bin/evenkeel.mjs', import.meta.url))
/** What a pod is given before it is killed; the agent promises less. */
const stopWithinMs = 5_000

let folder: string | undefined
let server: Server | undefined
let agent: ChildProcess | undefined

afterEach(() => {
  agent?.kill('SIGKILL')
  server?.closeAllConnections()
  server?.close()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

/** Enrols whoever comes, and never answers anything else. */
function startSilentServer() {
  return startServer((path) =>
    path.endsWith('/enrol') ? { cluster: { id: 'c', name: 'prod' }, credential: 'x' } : undefined,
  )
}

async function startServer(answer: (path: string) => object | undefined) {
  const asked: string[] = []
  server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    request.resume()
    const body = answer(path)
    if (!body) return
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function startAgent(url: string) {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-agent-'))
  mkdirSync(join(folder, 'host/proc/1'), { recursive: true })
  writeFileSync(join(folder, 'host/proc/1/cmdline'), 'kubelet\0')
  writeFileSync(join(folder, 'token'), 'x')
  writeFileSync(join(folder, 'kubeconfig'), 'apiVersion: v1\n')
  writeFileSync(join(folder, 'agent.yaml'), 'log-level: debug\nport: 0\nkube-scope: never\n')
  const options = {
    config: join(folder, 'agent.yaml'),
    server: url,
    'token-file': join(folder, 'token'),
    'credential-file': join(folder, 'credential'),
    'host-root': join(folder, 'host'),
    kubeconfig: join(folder, 'kubeconfig'),
  }
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`)
  return spawn(process.execPath, [bin, 'agent', ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Of Linux alone: the processes that it started. */
function childrenOf(pid: number): string[] {
  const file = `/proc/${pid}/task/${pid}/children`
  return existsSync(file) ? readFileSync(file, 'utf8').split(' ').filter(Boolean) : []
}

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; !what(); tries += 1) {
    if (tries > 2400) throw new Error('It did not come about.')
    await sleep(50)
  }
}

test('ends in time while the server leaves it without an answer', async () => {
  const { asked, url } = await startSilentServer()
  agent = startAgent(url)
  await until(() => asked.some((it) => it.endsWith('/diff')))
  const tasks = childrenOf(agent.pid ?? 0)
  if (process.platform === 'linux') expect(tasks.length).toBeGreaterThan(0)
  agent.kill('SIGTERM')
  // One that takes longer is killed, which shows in how it ended.
  const killing = setTimeout(() => agent?.kill('SIGKILL'), stopWithinMs)
  expect(await once(agent, 'exit')).toEqual([0, null])
  clearTimeout(killing)
  expect(tasks.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([])
}, 150_000)

test('goes on with its cycles while the configuration file is bad', async () => {
  const { asked, url } = await startServer((path) => {
    if (path.endsWith('/enrol')) return { cluster: { id: 'c', name: 'prod' }, credential: 'x' }
    if (path.endsWith('/diff')) return { resources: [], findings: [] }
    return { applied: true, findings_changed: 0, resources_changed: 0 }
  })
  agent = startAgent(url)
  const cycles = () => asked.filter((it) => it.endsWith('/cycles')).length
  await until(() => cycles() === 1)
  writeFileSync(join(folder ?? '', 'agent.yaml'), 'period: soon\n')
  await until(() => cycles() === 2)
}, 150_000)
