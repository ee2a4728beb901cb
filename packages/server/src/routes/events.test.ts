/** What an open page is told of changes. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { createToken } from '../storage/tokens.ts'
import { openTestApi, type TestApi } from '../testing/api.ts'
import { addCluster, slowMs } from '../testing/world.ts'

let api: TestApi
let address = ''
beforeAll(async () => {
  api = await openTestApi()
  api.world.host.eventKeepAliveMs = 50
  address = await api.world.app.listen({ host: '127.0.0.1', port: 0 })
}, slowMs)
afterAll(() => api.world.close())

/** Reads what arrives until the text is there. */
async function listen(bearer: string, until: string, act: () => void): Promise<string> {
  const abort = new AbortController()
  const headers = { authorization: `Bearer ${bearer}` }
  const response = await fetch(`${address}/api/v1/events`, { headers, signal: abort.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    if (text === '') act()
    text += decoder.decode(chunk)
    if (text.includes(until)) break
  }
  abort.abort()
  return text
}

test('who sees a part hears of that part, and that the list of clusters changed', async () => {
  const red = await addCluster(api.world, 'red', { team: 'red' })
  const blue = await addCluster(api.world, 'blue', { team: 'blue' })
  const reach = [{ cluster_labels: { team: 'red' }, namespaces: ['shop'] }]
  const write = { kind: 'api', subject: 'x', role: 'viewer', expiresAt: null } as const
  const { now } = api.world.clock
  const limited = await createToken(api.world.host.db, { ...write, reach, now })
  const whole = await createToken(api.world.host.db, { ...write, now })
  const publish = () => {
    for (const cluster of [blue, red].map((it) => it.clusterId)) {
      api.world.host.events.publish({ kind: 'cycle', cluster })
      api.world.host.events.publish({ kind: 'cluster', cluster })
    }
    api.world.host.events.publish({ kind: 'exception', cluster: '' })
  }
  const told = await listen(limited, '"exception"', publish)
  expect(told).toContain(red.clusterId)
  expect(told).not.toContain(blue.clusterId)
  expect(told).toContain('{"kind":"cluster","cluster":""}')
  const all = await listen(whole, '"exception"', publish)
  expect(all).toContain(blue.clusterId)
})

test('a token that was ended hears no more', async () => {
  const { host, clock } = api.world
  const write = { kind: 'api', subject: 'gone', role: 'viewer', expiresAt: null } as const
  const token = await createToken(host.db, { ...write, now: clock.now })
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(`${address}/api/v1/events`, { headers })
  const grants: { id: string; name: string }[] = (await api.call('GET /api/v1/tokens')).json()
  const id = grants.find((it) => it.name === 'gone')?.id
  expect((await api.call(`DELETE /api/v1/tokens/${id}`)).statusCode).toBe(204)
  // The stream ends by itself; without that this waits until the test is given up.
  expect(await response.text()).toContain('retry:')
  expect((await fetch(`${address}/api/v1/events`, { headers })).status).toBe(401)
})
