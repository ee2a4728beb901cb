/**
 * From a change of an object in a real Kubernetes API to the finding at the server's API, while full
 * cycles run one after another. Beside it how long a full look takes, which is what a tool without
 * watches needs at the least.
 *
 * `BENCH_CHANGES=100 BENCH_OBJECTS=500 npm run bench -- agent-changes` for a smaller one.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  inParallel,
  openAgentWorld,
  type ServerProcess,
  startAgentProcess,
  startServerProcess,
  until,
} from './_agent-world.ts'

const changes = Number(process.env.BENCH_CHANGES ?? 500)
const objects = Number(process.env.BENCH_OBJECTS ?? 2_000)
const namespaces = ['team-0', 'team-1', 'team-2', 'team-3']
const pollMs = 20
/** The shortest there is, so that a full cycle is under way at most times. */
const period = '10s'

const roles = '/apis/rbac.authorization.k8s.io/v1/namespaces'
const deployments = '/apis/apps/v1/namespaces'

const namespaceOf = (index: number): string => namespaces[index % namespaces.length] ?? ''

function deployment(index: number, hostPID: boolean) {
  const labels = { app: `app-${index}` }
  const containers = [{ name: 'main', image: 'registry.example/app:1' }]
  return {
    metadata: { name: `app-${index}` },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { hostPID, containers } },
    },
  }
}

function role(index: number, isWide: boolean) {
  return {
    metadata: { name: `role-${index}` },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: [isWide ? '*' : 'get'] }],
  }
}

/** An object of one of two kinds, made to fail or pass, and the finding that tells which. */
function changeOf(number: number) {
  const index = Math.floor(number / 2) % (objects / 2)
  const isFailing = Math.floor(number / objects) % 2 === 0
  const namespace = namespaceOf(index)
  return number % 2 === 0
    ? {
        path: `${deployments}/${namespace}/deployments/app-${index}`,
        patch: { spec: { template: { spec: { hostPID: isFailing } } } },
        query: `rule.id : pod-host-pid and resource.name : app-${index}`,
        expected: isFailing ? 'failed' : 'passed',
      }
    : {
        path: `${roles}/${namespace}/roles/role-${index}`,
        patch: { rules: role(index, isFailing).rules },
        query: `rule.id : rbac-wildcards and resource.name : role-${index}`,
        expected: isFailing ? 'failed' : 'passed',
      }
}

async function evaluationOf({ url, cookie }: ServerProcess, query: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/findings?limit=1&q=${encodeURIComponent(query)}`, {
    headers: { cookie },
  })
  const page = (await answer.json()) as { items: { result: { evaluation: string } }[] }
  return page.items[0]?.result.evaluation ?? 'none'
}

const world = await openAgentWorld(namespaces)
const server = await startServerProcess(world.folder)
try {
  const indexes = Array.from({ length: objects / 2 }, (_, index) => index)
  await inParallel(indexes, async (index) => {
    const namespace = namespaceOf(index)
    await world.ask('POST', `${deployments}/${namespace}/deployments`, deployment(index, false))
    await world.ask('POST', `${roles}/${namespace}/roles`, role(index, false))
  })
  const { kubeconfig } = world.cluster
  const agent = await startAgentProcess(world, { kubeconfig, server, period })
  const fullCycles = () => agent.log.filter(({ isComplete }) => isComplete === true)
  await until('The first cycle', async () => fullCycles().length > 0)

  const before = fullCycles().length
  const latencies: number[] = []
  for (let number = 0; number < changes; number += 1) {
    const { path, patch, query, expected } = changeOf(number)
    await world.ask('PATCH', path, patch)
    const changedAt = performance.now()
    while ((await evaluationOf(server, query)) !== expected) {
      if (performance.now() - changedAt > 30_000)
        throw new Error(`${query} did not turn ${expected}.`)
      await sleep(pollMs)
    }
    latencies.push(performance.now() - changedAt)
    // So that changes do not keep step with what the agent does.
    await sleep(Math.random() * 100)
  }
  const cycles = fullCycles().slice(before)
  const cycleMs = middle(cycles.map(({ seconds }) => Number(seconds) * 1000))
  latencies.sort((a, b) => a - b)
  const late = latencies.filter((it) => it > 1_000).length
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN
  console.log(`${changes} changes among ${objects} objects, ${cycles.length} full cycles meanwhile`)
  console.log(
    `change to finding: median ${at(0.5).toFixed(0)} ms, p90 ${at(0.9).toFixed(0)} ms, p99 ${at(0.99).toFixed(0)} ms, at most ${at(1).toFixed(0)} ms; ${late} over a second`,
  )
  console.log(
    `a full cycle: ${cycleMs.toFixed(0)} ms, ${(cycleMs / at(0.5)).toFixed(1)} times the median`,
  )
  await agent.stop()
} finally {
  await server.stop()
  await world.close()
}

function middle(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
