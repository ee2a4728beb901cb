/**
 * A Kubernetes API that refuses, forgets, throttles and babbles: the agent goes on with the rest, says
 * what it could not see, calls nothing passed that it did not see, and is right again afterwards.
 *
 * EVENKEEL_E2E_SEED repeats a run.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Mood } from '../faults/api-proxy.ts'
import { createStream, type Stream } from '../faults/changes.ts'
import { type FaultWorld, openFaultWorld } from '../faults/world.ts'
import { missing, title } from '../requirements.ts'

const seed = Number(process.env.EVENKEEL_E2E_SEED ?? Date.now() % 1_000_000)
const testMs = 180_000
/** Some whole cycles; an agent that met a trouble waits longer before the next. */
const settleMs = 90_000
const pollMs = 1_500
const changes = 12
const shownMax = 20

const reasons = missing('api')

/** Of those that the proxy hides, some that the tests' objects are of. */
const hiddenKinds = ['Pod', 'DaemonSet', 'RoleBinding', 'Service']

describe.skipIf(reasons.length > 0)(title(`Faults of the API (seed ${seed})`, reasons), () => {
  let world: FaultWorld
  let stream: Stream

  beforeAll(async () => {
    world = await openFaultWorld(seed, { hasApiProxy: true, period: '10s' })
    stream = createStream(world.ask, world.random)
    for (const name of stream.namespaces)
      await world.ask('POST', '/api/v1/namespaces', { metadata: { name } })
    for (let made = 0; made < changes; made += 1) await stream.next()
    await settles()
  }, testMs)
  afterAll(() => world?.stop())

  test.each<[mood: Mood, gap: RegExp | undefined]>([
    [
      'forbidding',
      /^GET \S+: The agent may not list \w+; grant the verb list on the resource \w+ of/,
    ],
    ['babbling', /^GET \S+: GET \S+ was answered with something that is no JSON\.$/],
    ['resetting', undefined],
    ['forgetting', undefined],
    ['throttling', undefined],
  ])(
    'an API that is %s',
    async (mood, gap) => {
      const before = world.api?.troubles() ?? 0
      world.api?.set(mood)
      for (let made = 0; made < changes; made += 1) {
        await stream.next()
        await sleep(world.random.below(300))
      }
      if (gap) {
        await untilSo(async () => (await world.gaps()).some((it) => gap.test(it)))
        const gaps = await world.gaps()
        const sources = gaps.map((it) => it.slice('GET '.length, it.indexOf(': ')))
        expect(sources.filter((it) => world.api?.isHidden(it)).length).toBeGreaterThan(5)
        expect(gaps.filter((it) => gap.test(it)).length).toBeGreaterThan(5)
        const held = (await world.held()) ?? []
        const ofKind = (kind: string) => held.filter((it) => it.includes(` ${kind}/`))
        // The other half goes on, and of what may not be seen nothing is called passed.
        expect(held.some((it) => it.endsWith(' passed'))).toBe(true)
        if (mood === 'forbidding')
          for (const kind of hiddenKinds)
            expect(ofKind(kind).filter((it) => !it.endsWith(' unknown'))).toEqual([])
      } else await settles()
      await untilSo(async () => (world.api?.troubles() ?? 0) > before)
      expect(world.api?.troubles()).toBeGreaterThan(before)
      world.api?.set('well')
      await settles()
    },
    testMs,
  )

  async function untilSo(isSo: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + settleMs
    while (Date.now() < end && !(await isSo())) await sleep(pollMs)
  }

  /** Until the server holds what a scan finds, and then exactly that. */
  async function settles(): Promise<void> {
    const fresh = await world.scanned()
    let held: string[] = []
    await untilSo(async () => {
      held = (await world.held()) ?? held
      return held.join('\n') === fresh.join('\n')
    })
    const missed = fresh.filter((it) => !held.includes(it)).slice(0, shownMax)
    const extra = held.filter((it) => !fresh.includes(it)).slice(0, shownMax)
    expect({ missed, extra, count: held.length }).toEqual({
      missed: [],
      extra: [],
      count: fresh.length,
    })
  }
})
