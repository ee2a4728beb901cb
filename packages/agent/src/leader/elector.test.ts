/** Elections over a Lease kept as an API server keeps it, with its versions and conflicts. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { type FakeApi, startFakeApi, status } from '../../fixtures/fake-api.ts'
import { createKubeClient, type KubeClient } from '../kube/client.ts'
import { createElector } from './elector.ts'

let api: FakeApi | undefined
/** The same Lease by a way that goes on when the other is silent. */
let otherApi: FakeApi | undefined
const clients: KubeClient[] = []

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close()
  await api?.close()
  await otherApi?.close()
  otherApi = undefined
})

interface Lease {
  metadata: { resourceVersion?: string }
  spec: { holderIdentity?: string; leaseTransitions?: number }
}

/** One Lease; writes with an old version meet a conflict. */
async function startLease() {
  const store: { lease?: Lease; isBroken: boolean; isSilent: boolean } = {
    isBroken: false,
    isSilent: false,
  }
  const answer: Parameters<typeof startFakeApi>[0] = (line, _count, body) => {
    if (store.isBroken) return status(500, 'etcd is away')
    if (line.startsWith('GET')) return store.lease ? { body: store.lease } : status(404, 'no lease')
    const next: Lease = JSON.parse(body)
    const isStale = line.startsWith('PUT')
      ? next.metadata.resourceVersion !== store.lease?.metadata.resourceVersion
      : store.lease !== undefined
    if (isStale) return status(409, 'changed meanwhile')
    const version = Number(store.lease?.metadata.resourceVersion ?? 0) + 1
    store.lease = { ...next, metadata: { ...next.metadata, resourceVersion: String(version) } }
    return { body: store.lease }
  }
  api = await startFakeApi((...asked) => (store.isSilent ? { isSilent: true } : answer(...asked)))
  otherApi = await startFakeApi(answer)
  return store
}

/** A lease of a second at least: that is what its field can say. */
const durations = { leaseMs: 1000, renewDeadlineMs: 600 }

interface Starting {
  by?: FakeApi | undefined
  retryMs?: number
  onChange?: (isLeader: boolean) => void
  untilIdle?: () => Promise<void>
}

function start(identity: string, { by = api, retryMs = 50, ...rest }: Starting = {}) {
  const kube = createKubeClient({ server: by?.url ?? '', name: 'fake' })
  clients.push(kube)
  const stop = new AbortController()
  const elector = createElector({
    kube,
    namespace: 'ns',
    name: 'evenkeel-leader',
    identity,
    durations: { ...durations, retryMs },
    ...rest,
  })
  const done = elector.run(stop.signal)
  const end = () => {
    stop.abort()
    return done
  }
  return { elector, stop: end }
}

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; !what(); tries += 1) {
    if (tries > 200) throw new Error('It did not come about.')
    await sleep(25)
  }
}

test('one of several leads, and the next takes over when it stops', async () => {
  const store = await startLease()
  const agents = ['a', 'b', 'c'].map((it) => start(it))
  await until(() => agents.some(({ elector }) => elector.isLeader()))
  await sleep(300)
  const leaders = agents.filter(({ elector }) => elector.isLeader())
  expect(leaders).toHaveLength(1)

  await leaders[0]?.stop()
  expect(store.lease?.spec.holderIdentity).toBe('')
  const others = agents.filter((it) => it !== leaders[0])
  await until(() => others.some(({ elector }) => elector.isLeader()))
  expect(others.filter(({ elector }) => elector.isLeader())).toHaveLength(1)
  await Promise.all(others.map((it) => it.stop()))
})

test('a Lease whose holder is silent is taken over', async () => {
  const store = await startLease()
  store.lease = {
    metadata: { resourceVersion: '1' },
    spec: {
      holderIdentity: 'dead',
      leaseTransitions: 3,
      ...{ leaseDurationSeconds: 1, renewTime: '2020-01-01T00:00:00.000000Z' },
    },
  }
  const agent = start('b')
  await sleep(500)
  // Its clock may be right and ours wrong, so the whole duration is waited for.
  expect(agent.elector.isLeader()).toBe(false)
  await until(() => agent.elector.isLeader())
  expect(store.lease.spec).toMatchObject({ holderIdentity: 'b', leaseTransitions: 4 })
  await agent.stop()
})

test('a leader that cannot renew steps down', async () => {
  const store = await startLease()
  const agent = start('a')
  await until(() => agent.elector.isLeader())
  store.isBroken = true
  await until(() => !agent.elector.isLeader())
  store.isBroken = false
  await until(() => agent.elector.isLeader())
  await agent.stop()
})

test('a leader that gets no answer has stepped down when another leads', async () => {
  const store = await startLease()
  const agent = start('a', { retryMs: 400 })
  await until(() => agent.elector.isLeader())
  const leaders: number[] = []
  const other = start('b', {
    by: otherApi,
    onChange: () => leaders.push([agent, other].filter((it) => it.elector.isLeader()).length),
  })
  store.isSilent = true
  await until(() => other.elector.isLeader())
  expect(leaders).toEqual([1])
  store.isSilent = false
  await Promise.all([agent.stop(), other.stop()])
})

test('a leader that stops gives the Lease back when its work ended', async () => {
  const store = await startLease()
  let endWork = (): void => {}
  const work = new Promise<void>((done) => {
    endWork = done
  })
  const agent = start('a', { untilIdle: () => work })
  await until(() => agent.elector.isLeader())
  const stopped = agent.stop()
  await until(() => !agent.elector.isLeader())
  await sleep(100)
  expect(store.lease?.spec.holderIdentity).toBe('a')
  endWork()
  await stopped
  expect(store.lease?.spec.holderIdentity).toBe('')
})
