/** A cluster, a server and two agents of which one leads, all real, and the findings that they come to. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from '../../scripts/bundle.mjs'
import { type ApiOnlyCluster, startApiOnly } from '../cluster/api-only.ts'
import { freePorts } from '../cluster/ports.ts'
import { endRecorded, stateRoot, until } from '../cluster/processes.ts'
import { type ApiConnection, connect } from '../cluster/requests.ts'
import { createRandom, type Random } from '../pods/random.ts'
import { evenkeel } from '../product.ts'
import { type ApiProxy, startApiProxy } from './api-proxy.ts'
import { createKillable, type Killable } from './processes.ts'
import { type BadNetwork, startBadNetwork } from './proxy.ts'

export interface FaultWorld {
  cluster: ApiOnlyCluster
  network: BadNetwork
  /** Between the agents and the cluster, where it was asked for. */
  api: ApiProxy | undefined
  server: Killable
  agents: Killable[]
  random: Random
  ask: ApiConnection['ask']
  /** `rule resource evaluation`, sorted, as the server has them now; undefined while it does not answer. */
  held(): Promise<string[] | undefined>
  /** `source: reason` of what the server says was not seen. */
  gaps(): Promise<string[]>
  /** The same of a scan that begins now. */
  scanned(): Promise<string[]>
  /** Starts a process that was killed; comes back when it does what it is for. */
  revive(it: Killable): Promise<void>
  stop(): Promise<void>
  /** The complaints of the database about itself; the server must not run. */
  checkDatabase(): Promise<string>
}

const root = new URL('../..', import.meta.url).pathname
const command = join(root, 'packages/cli/bin/evenkeel.mjs')

export interface FaultOptions {
  /** The agents reach the API through a proxy that can be told to misbehave. */
  hasApiProxy?: boolean
  /** Between whole cycles. */
  period?: string
  /** By the name of each agent, how much its clock is fast. */
  agents?: Record<string, number>
}

/** Run before the program of an agent: its clock is another's. */
const skewedClock = `
const skewMs = Number(process.env.EVENKEEL_E2E_SKEW_MS)
const Real = Date
globalThis.Date = class Date extends Real {
  constructor(...parts) {
    super(...(parts.length > 0 ? parts : [Real.now() + skewMs]))
  }
  static now() {
    return Real.now() + skewMs
  }
}`

export async function openFaultWorld(
  seed: number,
  { hasApiProxy = false, period = '1h', agents: named = { one: 0, two: 0 } }: FaultOptions = {},
): Promise<FaultWorld> {
  const cluster = await startApiOnly()
  const folder = join(stateRoot, `faults-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  await cluster.kubectl(['create', 'namespace', 'evenkeel'])
  // Their last name is that of their logs.
  const ownFolder = (name: string) => join(folder, `faults-${process.pid}-${name}`)
  const [port = 0] = await freePorts(1)
  const dataDir = join(folder, 'data')
  const server = createKillable({
    name: 'server',
    folder: ownFolder('server'),
    args: [command, 'serve', '--host=127.0.0.1', `--port=${port}`, `--data-dir=${dataDir}`],
    env: { DATABASE_URL: '' },
  })
  const origin = `http://127.0.0.1:${port}`
  const random = createRandom(seed)
  const network = await startBadNetwork(port, createRandom(seed + 1))
  const api = hasApiProxy ? await startApiProxy(cluster) : undefined
  server.start()
  await until('The server answers', () => answers(origin))
  const { cookie, token, clusterId } = await addCluster(origin, server)
  const program = join(folder, 'evenkeel-agent.mjs')
  await bundle('packages/cli/src/entries/agent.ts', program)
  writeFileSync(join(folder, 'token'), token)
  const clock = join(folder, 'clock.mjs')
  writeFileSync(clock, skewedClock)
  const agents = Object.entries(named).map(([name, skewMs]) => {
    const own = ownFolder(name)
    const kubeconfig = api ? writeKubeconfig(folder, api.url, name) : cluster.kubeconfig
    return createKillable({
      name: `agent-${name}`,
      folder: own,
      args: [program, 'agent'],
      env: {
        XDG_CACHE_HOME: join(folder, 'cache'),
        ...(skewMs === 0 ? {} : skewedBy(clock, skewMs)),
        EVENKEEL_SERVER: `http://127.0.0.1:${network.port}`,
        EVENKEEL_TOKEN_FILE: join(folder, 'token'),
        EVENKEEL_CREDENTIAL_FILE: join(own, 'credential'),
        EVENKEEL_KUBECONFIG: kubeconfig,
        EVENKEEL_NODE_SCOPE: 'off',
        EVENKEEL_PORT: '0',
        EVENKEEL_PERIOD: period,
        NODE_NAME: name,
        POD_NAME: name,
        POD_NAMESPACE: 'evenkeel',
      },
    })
  })
  for (const agent of agents) agent.start()
  const { ask, close } = await connect(cluster)
  return {
    cluster,
    network,
    api,
    server,
    agents,
    random,
    ask,
    gaps: () => gapsOf(origin, cookie, clusterId),
    held: () => heldBy(origin, cookie, clusterId),
    scanned: () => scan(cluster.kubeconfig),
    async revive(it) {
      it.start()
      if (it === server) await until('The server answers again', () => answers(origin))
    },
    async stop() {
      for (const it of [...agents, server]) await it.kill()
      for (const it of ['server', ...Object.keys(named)]) await endRecorded(ownFolder(it))
      network.close()
      api?.close()
      close()
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
    async checkDatabase() {
      const args = ['db', 'check', `--data-dir=${dataDir}`]
      const { stdout, stderr } = await evenkeel(args, { DATABASE_URL: '' })
      return stdout + stderr
    },
  }
}

async function answers(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(5_000) })).ok
  } catch {
    // It starts still.
    return false
  }
}

function skewedBy(clock: string, skewMs: number): Record<string, string> {
  return { NODE_OPTIONS: `--import=${clock}`, EVENKEEL_E2E_SKEW_MS: String(skewMs) }
}

/** For the proxy, which is the administrator itself; the token tells it who asks. */
function writeKubeconfig(folder: string, url: string, token: string): string {
  const path = join(folder, `kubeconfig-${token}`)
  const context = { name: 'proxy', context: { cluster: clusterName, user: token } }
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'proxy',
    contexts: [context],
    clusters: [{ name: clusterName, cluster: { server: url } }],
    users: [{ name: token, user: { token } }],
  }
  // JSON is YAML.
  writeFileSync(path, JSON.stringify(config))
  return path
}

async function gapsOf(origin: string, cookie: string, clusterId: string): Promise<string[]> {
  const answer = await fetch(`${origin}/api/v1/clusters/${clusterId}`, { headers: { cookie } })
  const { reporters } = (await answer.json()) as {
    reporters: { coverage: { gaps: { source: string; reason: string }[] } | null }[]
  }
  return reporters
    .flatMap(({ coverage }) => coverage?.gaps ?? [])
    .map(({ source, reason }) => `${source}: ${reason}`)
}

/** As the kubeconfig calls it, which is what a scan calls it. */
const clusterName = 'kubernetes'

async function addCluster(origin: string, server: Killable) {
  await until('There is a login link', () => /\/login\/\S+/.test(server.output()))
  const link = /\/login\/(\S+)/.exec(server.output())?.[1]
  const post = (path: string, body: unknown, cookie = '') =>
    fetch(`${origin}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, origin },
      body: JSON.stringify(body),
    })
  const session = await post('/session', { token: link })
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? ''
  const created = (await (await post('/clusters', { name: clusterName }, cookie)).json()) as {
    cluster: { id: string }
    enrolment_token: string
  }
  return { cookie, clusterId: created.cluster.id, token: created.enrolment_token }
}

interface Row {
  rule: { id: string }
  resource: { type: string; sub_type: string | null; namespace: string | null; name: string }
  result: { evaluation: string }
}

function line({ rule, resource, result }: Row): string {
  const { type, sub_type, namespace, name } = resource
  const where = [sub_type ?? type, namespace, name].filter(Boolean).join('/')
  return `${rule.id} ${where} ${result.evaluation}`
}

async function heldBy(origin: string, cookie: string, clusterId: string) {
  try {
    const q = encodeURIComponent(`cluster.id : "${clusterId}"`)
    const url = `${origin}/api/v1/export?format=ndjson&q=${q}`
    const answer = await fetch(url, { headers: { cookie }, signal: AbortSignal.timeout(60_000) })
    if (!answer.ok) return undefined
    const lines = (await answer.text()).split('\n').filter(Boolean)
    return lines.map((it) => line(JSON.parse(it) as Row)).sort()
  } catch {
    // It is killed at the moment.
    return undefined
  }
}

async function scan(kubeconfig: string): Promise<string[]> {
  const { stdout } = await evenkeel(['scan', '--kubeconfig', kubeconfig, '--format', 'ndjson'])
  const rows = stdout
    .split('\n')
    .filter(Boolean)
    .map((it) => JSON.parse(it) as Row)
  return rows
    .filter((it) => 'rule' in it)
    .map(line)
    .sort()
}
