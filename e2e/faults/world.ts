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
import { createKillable, type Killable } from './processes.ts'
import { type BadNetwork, startBadNetwork } from './proxy.ts'

export interface FaultWorld {
  cluster: ApiOnlyCluster
  network: BadNetwork
  server: Killable
  agents: Killable[]
  random: Random
  ask: ApiConnection['ask']
  /** `rule resource evaluation`, sorted, as the server has them now; undefined while it does not answer. */
  held(): Promise<string[] | undefined>
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

export async function openFaultWorld(seed: number): Promise<FaultWorld> {
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
  server.start()
  await until('The server answers', () => answers(origin))
  const { cookie, token, clusterId } = await addCluster(origin, server)
  const program = join(folder, 'evenkeel-agent.mjs')
  await bundle('packages/cli/src/entries/agent.ts', program)
  writeFileSync(join(folder, 'token'), token)
  const agents = ['one', 'two'].map((name) => {
    const own = ownFolder(name)
    return createKillable({
      name: `agent-${name}`,
      folder: own,
      args: [program, 'agent'],
      env: {
        XDG_CACHE_HOME: join(folder, 'cache'),
        EVENKEEL_SERVER: `http://127.0.0.1:${network.port}`,
        EVENKEEL_TOKEN_FILE: join(folder, 'token'),
        EVENKEEL_CREDENTIAL_FILE: join(own, 'credential'),
        EVENKEEL_KUBECONFIG: cluster.kubeconfig,
        EVENKEEL_NODE_SCOPE: 'off',
        EVENKEEL_PORT: '0',
        EVENKEEL_PERIOD: '1h',
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
    server,
    agents,
    random,
    ask,
    held: () => heldBy(origin, cookie, clusterId),
    scanned: () => scan(cluster.kubeconfig),
    async revive(it) {
      it.start()
      if (it === server) await until('The server answers again', () => answers(origin))
    },
    async stop() {
      for (const it of [...agents, server]) await it.kill()
      for (const it of ['server', 'one', 'two']) await endRecorded(ownFolder(it))
      network.close()
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
