/**
 * Agents and server are killed at random, and the network between them is bad, while objects change:
 * afterwards the server has what a fresh scan finds, no finding less and none twice.
 *
 * EVENKEEL_E2E_CHANGES, EVENKEEL_E2E_KILLS and EVENKEEL_E2E_SEED make it longer, and repeat it.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStream, type Stream } from '../faults/changes.ts'
import type { Killable } from '../faults/processes.ts'
import type { Weather } from '../faults/proxy.ts'
import { type FaultWorld, openFaultWorld } from '../faults/world.ts'
import { missing, title } from '../requirements.ts'

const changes = Number(process.env.EVENKEEL_E2E_CHANGES ?? 300)
const kills = Number(process.env.EVENKEEL_E2E_KILLS ?? 6)
const seed = Number(process.env.EVENKEEL_E2E_SEED ?? Date.now() % 1_000_000)
const hourMs = 3_600_000
/**
 * How long the last change may take to arrive: a leader that was killed is missed after 15 s, an
 * answer that a bad network lost is waited for for two minutes, and then there is a pause.
 */
const settleMs = 300_000
const shownMax = 20
/** With the bad network; fewer go together into one request then. */
const pauseMaxMs = 200
const changesPerWeather = 20
/** The server lets nobody export more often than once in a second. */
const pollMs = 2_000

const reasons = missing('api')

describe.skipIf(reasons.length > 0)(title(`Faults (seed ${seed})`, reasons), () => {
  let world: FaultWorld
  let stream: Stream

  beforeAll(async () => {
    world = await openFaultWorld(seed)
    stream = createStream(world.ask, world.random)
    for (const name of stream.namespaces)
      await world.ask('POST', '/api/v1/namespaces', { metadata: { name } })
    await untilHeld((held) => held.length > 0)
  })
  afterAll(() => world?.stop())

  test(
    `${kills} kills under ${changes} changes lose nothing and double nothing`,
    async () => {
      const every = Math.max(1, Math.floor(changes / (kills + 1)))
      const counts: Record<string, number> = {}
      for (let made = 1; made <= changes; made += 1) {
        await stream.next()
        if (made % every !== 0 || made / every > kills) continue
        const victim = world.random.pick<Killable>([world.server, ...world.agents])
        counts[victim.name] = (counts[victim.name] ?? 0) + 1
        await victim.kill()
        await sleep(world.random.below(1_500))
        // The others go on meanwhile.
        await Promise.all([world.revive(victim), stream.next()])
      }
      console.log(
        `seed ${seed}: killed ${JSON.stringify(counts)}, ${JSON.stringify(stream.counts)}`,
      )
      await settles()
    },
    hourMs,
  )

  test(
    'so does a network that cuts, slows, corrupts and closes',
    async () => {
      const weathers: Weather[] = ['corrupting', 'cutting', 'slow', 'closed']
      for (let made = 0; made < changes; made += 1) {
        const weather = weathers[Math.floor(made / changesPerWeather) % weathers.length]
        if (made % changesPerWeather === 0) world.network.set(weather ?? 'clear')
        await stream.next()
        await sleep(world.random.below(pauseMaxMs))
      }
      world.network.set('clear')
      console.log(`seed ${seed}: pieces ${JSON.stringify(world.network.counts)}`)
      expect(world.network.counts.corrupting).toBeGreaterThan(0)
      await settles()
    },
    hourMs,
  )

  test('the database finds nothing wrong with itself', async () => {
    await world.server.kill()
    expect(await world.checkDatabase()).toMatch(/.+/)
  })

  /** What the server holds once it is so, or after a while. */
  async function untilHeld(isSo: (held: string[]) => boolean): Promise<string[]> {
    let held: string[] = []
    const end = Date.now() + settleMs
    while (Date.now() < end) {
      held = (await world.held()) ?? held
      if (isSo(held)) break
      await sleep(pollMs)
    }
    return held
  }

  /** Until the server holds what a scan finds, and then exactly that. */
  async function settles(): Promise<void> {
    const startedAt = performance.now()
    const fresh = await world.scanned()
    const held = await untilHeld((it) => it.join('\n') === fresh.join('\n'))
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
    console.log(`seed ${seed}: ${fresh.length} findings, the same after ${seconds} s`)
    const [missed, extra] = [without(fresh, held), without(held, fresh)]
    const shown = { missed: missed.slice(0, shownMax), extra: extra.slice(0, shownMax) }
    expect(shown).toEqual({ missed: [], extra: [] })
  }
})

/** With repetition: what stands twice and should once is left over. */
function without(lines: string[], others: string[]): string[] {
  const counts = new Map<string, number>()
  for (const it of others) counts.set(it, (counts.get(it) ?? 0) + 1)
  return lines.filter((it) => {
    const count = counts.get(it) ?? 0
    counts.set(it, count - 1)
    return count <= 0
  })
}
