/**
 * The leader over a real Kubernetes API with many pods: its memory, and what its full cycle and its
 * rest ask of the API, in requests and bytes, beside a plain `kubectl get` of the same kinds.
 *
 * `BENCH_PODS=2000,20000,100000` names the sizes; each is reached by adding to the one before.
 */
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { collectedKinds } from '../packages/agent/src/kube/kinds.ts'
import {
  type AgentWorld,
  inParallel,
  openAgentWorld,
  startAgentProcess,
  startCountingProxy,
  startServerProcess,
  until,
} from './_agent-world.ts'

const sizes = (process.env.BENCH_PODS ?? '2000,20000').split(',').map(Number)
const podsPerWorkload = 20
const namespaces = Array.from({ length: 20 }, (_, index) => `team-${index}`)
const restSeconds = 60

const podSpec = (index: number) => ({
  containers: ['main', 'sidecar'].map((name) => ({
    name,
    image: `registry.example/${name}:${index % 97}`,
    env: Array.from({ length: 12 }, (_, at) => ({ name: `SETTING_${at}`, value: `value-${at}` })),
    ports: [{ containerPort: 8080 }],
    resources: { requests: { cpu: '100m', memory: '128Mi' } },
    volumeMounts: [{ name: 'config', mountPath: '/etc/app' }],
  })),
  volumes: [{ name: 'config', configMap: { name: `app-${index}` } }],
})

/** A Deployment, its ReplicaSet and its pods, as controllers would make them. */
async function addWorkload({ ask }: AgentWorld, index: number): Promise<void> {
  const namespace = namespaces[index % namespaces.length] ?? ''
  const labels = { app: `app-${index}`, 'pod-template-hash': 'a' }
  const template = { metadata: { labels }, spec: podSpec(index) }
  const spec = { replicas: podsPerWorkload, selector: { matchLabels: labels }, template }
  const apps = `/apis/apps/v1/namespaces/${namespace}`
  const deployment = await ask('POST', `${apps}/deployments`, {
    metadata: { name: `app-${index}` },
    spec,
  })
  const replicaSet = await ask('POST', `${apps}/replicasets`, {
    metadata: {
      name: `app-${index}-a`,
      ownerReferences: [owner('Deployment', `app-${index}`, deployment)],
    },
    spec,
  })
  const ownerReferences = [owner('ReplicaSet', `app-${index}-a`, replicaSet)]
  for (let pod = 0; pod < podsPerWorkload; pod += 1)
    await ask('POST', `/api/v1/namespaces/${namespace}/pods`, {
      metadata: { name: `app-${index}-a-${pod}`, labels, ownerReferences },
      spec: podSpec(index),
    })
}

function owner(kind: string, name: string, object: unknown) {
  const { uid } = (object as { metadata: { uid: string } }).metadata
  return { apiVersion: 'apps/v1', kind, name, uid, controller: true }
}

/** The same cluster by another port of this machine. */
function kubeconfigThrough(world: AgentWorld, port: number): string {
  const path = join(world.folder, `kubeconfig-${port}`)
  const text = readFileSync(world.cluster.kubeconfig, 'utf8')
  writeFileSync(path, text.replaceAll(world.cluster.url, `https://127.0.0.1:${port}`))
  return path
}

/** What `kubectl get` of every kind that the API has costs. */
async function kubectlGet(world: AgentWorld): Promise<{ requests: number; bytes: number }> {
  const proxy = await startCountingProxy(Number(new URL(world.cluster.url).port))
  const kubeconfig = kubeconfigThrough(world, proxy.port)
  let requests = 0
  for (const { resource, group, version } of collectedKinds) {
    const name = group === '' ? resource : `${resource}.${version}.${group}`
    const args = ['get', name, '--all-namespaces', '-o', 'json', '-v=6', '--kubeconfig', kubeconfig]
    const { stderr } = await promisify(execFile)('kubectl', args, {
      maxBuffer: 4 * 1024 ** 3,
      encoding: 'utf8',
    }).catch((error: { stderr: string }) => error)
    requests += stderr.match(/GET https|verb="GET"/g)?.length ?? 0
  }
  proxy.close()
  return { requests, bytes: proxy.bytesIn() }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

async function measureSize(world: AgentWorld, pods: number): Promise<void> {
  const server = await startServerProcess(join(world.folder, `server-${pods}`))
  const proxy = await startCountingProxy(Number(new URL(world.cluster.url).port))
  const kubeconfig = kubeconfigThrough(world, proxy.port)
  const agent = await startAgentProcess(world, { kubeconfig, server, period: '4h' })
  const cycle = () => agent.log.find(({ isComplete }) => isComplete === true)
  await until('The first cycle', async () => cycle() !== undefined)
  const full = { ...cycle(), bytes: proxy.bytesIn() } as Record<string, number>
  await sleep(5_000)
  const bytesBefore = proxy.bytesIn()
  await sleep(restSeconds * 1000)
  const atRest = (proxy.bytesIn() - bytesBefore) / restSeconds
  const { agent: parent, task } = await agent.memory()
  await agent.stop()
  await server.stop()
  proxy.close()
  const plain = await kubectlGet(world)
  console.log(
    `\n${pods} pods, ${full.resources} resources evaluated, ${full.seconds?.toFixed(1)} s`,
  )
  console.log(
    `  leader: ${task?.peakMegabytes.toFixed(0)} MB at most, ${task?.residentMegabytes.toFixed(0)} MB after; the agent beside it ${parent.residentMegabytes.toFixed(0)} MB`,
  )
  console.log(
    `  full cycle: ${full.kubeRequests} requests, ${megabytes(full.bytes ?? 0)}; at rest ${atRest.toFixed(0)} bytes a second`,
  )
  console.log(
    `  kubectl get: ${plain.requests} requests, ${megabytes(plain.bytes)}; ratio of bytes ${(plain.bytes / (full.bytes ?? 1)).toFixed(2)}`,
  )
}

const world = await openAgentWorld(namespaces)
try {
  let workloads = 0
  for (const pods of sizes) {
    const wanted = Math.ceil(pods / podsPerWorkload)
    const added = Array.from({ length: wanted - workloads }, (_, index) => workloads + index)
    await inParallel(added, (index) => addWorkload(world, index))
    workloads = wanted
    await measureSize(world, pods)
  }
} finally {
  await world.close()
}
