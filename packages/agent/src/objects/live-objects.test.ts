/** A listing that runs beside a watch comes to what the API server has, whatever came first. */
import { expect, test } from 'vitest'
import type { KubeObject } from '../redaction/objects.ts'
import { createLiveObjects, type Listing } from './live-objects.ts'

const list = '/api/v1/services'

function service(name: string, version: number): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'a', annotations: { version: String(version) } },
  }
}

/** A small generator of numbers with a seed, so that a failure can be repeated. */
function createRandom(seed: number) {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function namesAndVersions(live: ReturnType<typeof createLiveObjects>) {
  return live
    .resources()
    .map(({ name, data }) => [
      name,
      (data as { metadata: { annotations: object } }).metadata.annotations,
    ])
    .sort()
}

/** What the server had when a list was asked for, which is told page by page. */
interface Running {
  listing: Listing
  pages: [name: string, version: number][]
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('lists and watches mixed (seed %i)', (seed) => {
  const random = createRandom(seed)
  const live = createLiveObjects()
  const truth = new Map<string, number>()
  let running: Running[] = []
  const finish = ({ listing, pages }: Running): void => {
    for (const [name, version] of pages) listing.set(service(name, version))
    listing.end()
  }
  for (let step = 1; step < 400; step += 1) {
    const name = `s${random(12)}`
    if (random(3) === 0) {
      truth.delete(name)
      live.delete(list, service(name, step))
    } else {
      truth.set(name, step)
      live.set(list, service(name, step))
    }
    if (random(10) === 0) running.push({ listing: live.beginListing(list), pages: [...truth] })
    for (const { listing, pages } of running)
      for (const [of, version] of pages.splice(0, random(4))) listing.set(service(of, version))
    if (random(8) === 0) {
      const [ended, ...rest] = running
      if (ended && random(4) === 0) ended.listing.abandon()
      else if (ended) finish(ended)
      running = rest
    }
    const expected = [...truth].map(([it, version]) => [it, { version: String(version) }]).sort()
    expect(namesAndVersions(live)).toEqual(expected)
  }
})

test('a list takes away what no watch told', () => {
  const live = createLiveObjects()
  const first = live.beginListing(list)
  first.set(service('stays', 1))
  first.set(service('leaves', 1))
  first.end()
  live.set(list, service('told-before', 1))
  const second = live.beginListing(list)
  live.set(list, service('told-meanwhile', 1))
  second.set(service('stays', 1))
  second.end()
  expect(namesAndVersions(live).map(([name]) => name)).toEqual(['stays', 'told-meanwhile'])
})

test('an unchanged object stays the very same resource over a list', () => {
  const live = createLiveObjects()
  live.set(list, service('a', 1))
  const [before] = live.resources()
  const listing = live.beginListing(list)
  listing.set(service('a', 1))
  listing.end()
  expect(live.resources()[0]).toBe(before)
})

test('tells what says nothing new', () => {
  const live = createLiveObjects()
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', controller: true }
  const pod = (phase: string, image: string, ownerReferences: unknown[] = [owner]) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'b', ownerReferences },
    spec: { containers: [{ name: 'c', image }] },
    status: { phase },
  })
  expect(live.set('pods', pod('Pending', 'x'))).toBe(true)
  expect(live.set('pods', pod('Running', 'x'))).toBe(false)
  expect(live.set('pods', pod('Running', 'y'))).toBe(true)
  expect(live.set('pods', pod('Running', 'y', []))).toBe(true)
  expect(live.set('pods', pod('Running', 'y', []))).toBe(false)
  expect(live.set('pods', pod('Failed', 'y'))).toBe(true)
})

test('a list that was abandoned takes nothing away', () => {
  const live = createLiveObjects()
  live.set(list, service('a', 1))
  live.beginListing(list).abandon()
  expect(live.resources()).toHaveLength(1)
})
