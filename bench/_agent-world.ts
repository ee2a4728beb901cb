/** A real Kubernetes API with objects, a server and a leading agent as processes, for the agent's benchmarks. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ApiOnlyCluster, startApiOnly } from '../e2e/cluster/api-only.ts'
import { freePorts } from '../e2e/cluster/ports.ts'
import { type ApiConnection, connect } from '../e2e/cluster/requests.ts'
import { bundle } from '../scripts/bundle.mjs'
import { root } from './_bundle.ts'

export interface AgentWorld {
  cluster: ApiOnlyCluster
  folder: string
  /** To the Kubernetes API, as the administrator; throws for an answer that is no success. */
  ask: ApiConnection['ask']
  close(): Promise<void>
}

const connectionsMax = 12

/** The controllers are stopped once each namespace has its account, so that nothing else changes objects. */
export async function openAgentWorld(namespaces: string[]): Promise<AgentWorld> {
  const cluster = await startApiOnly()
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-agent-bench-'))
  const { ask, close } = await connect(cluster, connectionsMax)
  for (const name of namespaces) await ask('POST', '/api/v1/namespaces', { metadata: { name } })
  for (const name of namespaces)
    await until(`account of ${name}`, () =>
      ask('GET', `/api/v1/namespaces/${name}/serviceaccounts/default`).then(() => true),
    )
  execFileSync('pkill', [
    '-STOP',
    '-f',
    `kube-controller-manager.*${cluster.kubeconfig.replace(/[^/]+$/, '')}`,
  ])
  return {
    cluster,
    folder,
    ask,
    async close() {
      close()
      execFileSync('pkill', [
        '-CONT',
        '-f',
        `kube-controller-manager.*${cluster.kubeconfig.replace(/[^/]+$/, '')}`,
      ])
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Each of the items in its turn, as many at once as there are connections. */
export async function inParallel<Item>(
  items: Item[],
  each: (item: Item) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const work = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await each(item)
  }
  await Promise.all(Array.from({ length: connectionsMax }, work))
}

export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 300_000
  while (!(await isSo().catch(() => false))) {
    if (performance.now() > end) throw new Error(`${what}: not so within five minutes.`)
    await sleep(50)
  }
}

export interface ServerProcess {
  url: string
  cookie: string
  /** Of a new cluster. */
  enrolmentToken: string
  stop(): Promise<void>
}

const command = join(root, 'packages/cli/bin/evenkeel.mjs')

export async function startServerProcess(folder: string): Promise<ServerProcess> {
  const [port = 0] = await freePorts(1)
  const url = `http://127.0.0.1:${port}`
  const args = ['serve', '--host=127.0.0.1', `--port=${port}`, `--data-dir=${join(folder, 'data')}`]
  const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (it: Buffer) => {
      output = (output + it.toString()).slice(-20_000)
    })
  await until('The server listens', async () => /\/login\/\S+/.test(output))
  const token = /\/login\/(\S+)/.exec(output)?.[1]
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const created = await fetch(`${url}/api/v1/clusters`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, origin: url },
    body: JSON.stringify({ name: 'bench' }),
  })
  if (!created.ok) throw new Error(`The cluster was refused: ${await created.text()}`)
  const { enrolment_token } = (await created.json()) as { enrolment_token: string }
  return { url, cookie, enrolmentToken: enrolment_token, stop: () => end(child) }
}

export interface AgentProcess {
  /** Of the agent and the process of its task, now. */
  memory(): Promise<{ agent: Memory; task: Memory | undefined }>
  /** Objects of the log, as far as they are read. */
  log: Record<string, unknown>[]
  stop(): Promise<void>
}

export interface Memory {
  residentMegabytes: number
  peakMegabytes: number
}

/** The agent's bundle, as its image holds it, leading from the start. */
export async function startAgentProcess(
  { folder }: AgentWorld,
  it: { kubeconfig: string; server: ServerProcess; period: string },
): Promise<AgentProcess> {
  const program = join(folder, 'evenkeel-agent.mjs')
  await bundle('packages/cli/src/entries/agent.ts', program)
  const tokenFile = join(folder, 'token')
  writeFileSync(tokenFile, it.server.enrolmentToken)
  const child = spawn(process.execPath, [program, 'agent'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      XDG_CACHE_HOME: join(folder, 'cache'),
      EVENKEEL_SERVER: it.server.url,
      EVENKEEL_TOKEN_FILE: tokenFile,
      EVENKEEL_KUBECONFIG: it.kubeconfig,
      EVENKEEL_PERIOD: it.period,
      EVENKEEL_KUBE_SCOPE: 'always',
      EVENKEEL_NODE_SCOPE: 'off',
      EVENKEEL_PORT: '0',
    },
  })
  const log: Record<string, unknown>[] = []
  let rest = ''
  child.stdout.on('data', (it: Buffer) => {
    const lines = (rest + it.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (!line.startsWith('{')) continue
      const entry: Record<string, unknown> = JSON.parse(line)
      log.push(entry)
      if (entry.level !== 'info') console.error(line)
    }
  })
  return {
    log,
    async memory() {
      const task = childrenOf(child.pid ?? 0)[0]
      return {
        agent: memoryOf(child.pid ?? 0),
        task: task === undefined ? undefined : memoryOf(task),
      }
    },
    stop: () => end(child),
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  )
}

function memoryOf(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const of = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
  return { residentMegabytes: of('VmRSS'), peakMegabytes: of('VmHWM') }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  if (child.exitCode === null) await ended
  clearTimeout(timer)
}

export interface CountingProxy {
  port: number
  /** That went to whoever asks. */
  bytesIn(): number
  close(): void
}

/** Passes connections on to a port of this machine and counts what comes back. */
export async function startCountingProxy(to: number): Promise<CountingProxy> {
  const { connect } = await import('node:net')
  let bytes = 0
  const server = createServer((socket) => {
    const upstream = connect(to, '127.0.0.1')
    upstream.on('data', (it) => {
      bytes += it.length
    })
    for (const it of [socket, upstream])
      it.on('error', () => {
        socket.destroy()
        upstream.destroy()
      })
    socket.pipe(upstream).pipe(socket)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    bytesIn: () => bytes,
    close: () => void server.close(),
  }
}
