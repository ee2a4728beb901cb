/**
 * Three agents of which one leads, their clocks hours apart, and the leader is killed again and again:
 * what the API is asked says that no two ever collect at once, and that the next one soon does.
 *
 * EVENKEEL_E2E_KILLS and EVENKEEL_E2E_SEED make it longer, and repeat it.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Collecting } from '../faults/api-proxy.ts'
import { createStream, type Stream } from '../faults/changes.ts'
import type { Killable } from '../faults/processes.ts'
import { type FaultWorld, openFaultWorld } from '../faults/world.ts'
import { missing, title } from '../requirements.ts'

const seed = Number(process.env.EVENKEEL_E2E_SEED ?? Date.now() % 1_000_000)
const kills = Number(process.env.EVENKEEL_E2E_KILLS ?? 3)
const hourMs = 3_600_000
const clocks = { one: 0, two: hourMs, three: -hourMs }
const takeoverMaxMs = 20_000
const settleMs = 90_000
/** The server lets nobody export more often than once in a second. */
const pollMs = 1_500
const reasons = missing('api')

describe.skipIf(reasons.length > 0)(title(`The leader (seed ${seed})`, reasons), () => {
  let world: FaultWorld
  let stream: Stream

  beforeAll(async () => {
    world = await openFaultWorld(seed, { hasApiProxy: true, agents: clocks })
    stream = createStream(world.ask, world.random)
    for (const name of stream.namespaces)
      await world.ask('POST', '/api/v1/namespaces', { metadata: { name } })
    await leaderAfter(0)
  })
  afterAll(() => world?.stop())

  test(
    'one at a time collects, and another soon after a kill',
    async () => {
      const takeovers: number[] = []
      for (let count = 0; count < kills; count += 1) {
        for (let made = 0; made < 5; made += 1) await stream.next()
        const victim = agentOf(collected().at(-1)?.by)
        const killedAt = performance.now()
        await victim.kill()
        await stream.next()
        const next = await leaderAfter(killedAt, nameOf(victim))
        takeovers.push(next.startedAt - killedAt)
        await world.revive(victim)
      }
      const seconds = takeovers.map((it) => (it / 1000).toFixed(1))
      console.log(`seed ${seed}: taken over after ${seconds.join(', ')} s`)
      expect(takeovers.filter((it) => it >= takeoverMaxMs)).toEqual([])
      await settles()
      expect(overlaps(collected())).toEqual([])
    },
    hourMs,
  )

  test('one that is stopped gives way at once, and only then', async () => {
    const before = collected().at(-1)?.by
    const leader = agentOf(before)
    const stoppedAt = performance.now()
    await leader.stop()
    const next = await leaderAfter(stoppedAt, before)
    expect(next.by).not.toBe(before)
    await stream.next()
    await settles()
    expect(overlaps(collected())).toEqual([])
  })

  function collected(): readonly Collecting[] {
    return world.api?.collected ?? []
  }

  function agentOf(by: string | undefined): Killable {
    const agent = world.agents.find((it) => nameOf(it) === by)
    if (!agent) throw new Error(`No agent is called ${by}.`)
    return agent
  }

  async function leaderAfter(since: number, other?: string): Promise<Collecting> {
    const end = performance.now() + settleMs
    while (performance.now() < end) {
      const found = collected().find((it) => it.startedAt > since && it.by !== other)
      if (found) return found
      await sleep(50)
    }
    throw new Error('No other agent collected.')
  }

  /** Until the server holds what a scan finds, and then exactly that. */
  async function settles(): Promise<void> {
    const fresh = await world.scanned()
    let held: string[] = []
    const end = Date.now() + settleMs
    while (Date.now() < end && held.join('\n') !== fresh.join('\n')) {
      await sleep(pollMs)
      held = (await world.held()) ?? held
    }
    expect(held).toEqual(fresh)
  }
})

function nameOf({ name }: Killable): string {
  return name.replace(/^agent-/, '')
}

interface Term {
  by: string
  startedAt: number
  endedAt: number
}

/** Of each two agents that follow upon each other, where the later began before the earlier ended. */
function overlaps(collected: readonly Collecting[]): Term[][] {
  const terms: Term[] = []
  for (const it of [...collected].sort((one, other) => one.startedAt - other.startedAt)) {
    const last = terms.at(-1)
    if (last?.by === it.by) last.endedAt = Math.max(last.endedAt, it.endedAt)
    else terms.push({ ...it })
  }
  return terms.flatMap((it, index) => {
    const next = terms[index + 1]
    return next && next.startedAt < it.endedAt ? [[it, next]] : []
  })
}
