/** Asking agents for a look at everything, and their answers. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApi, reportedCycle, type TestApi } from '../testing/api.ts'
import { addCluster, slowMs } from '../testing/world.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
}, slowMs)
afterAll(() => api.world.close())

const ask = (id = api.clusterId) => api.call(`POST /api/v1/clusters/${id}/evaluate`)
const status = async () => (await api.call(`GET /api/v1/clusters/${api.clusterId}/evaluate`)).json()
const settings = async () =>
  (await api.call('GET /api/v1/agent/settings', { bearer: api.credential })).json()
const report = (sequence: number, fields: object) =>
  api.call('POST /api/v1/agent/cycles', {
    bearer: api.credential,
    body: { ...reportedCycle, sequence, ...fields },
  })
const pass = (ms: number): void => {
  api.world.clock.now = new Date(api.world.clock.now.getTime() + ms)
}

test('agents are told of a request, and the complete cycle that names it answers it', async () => {
  expect(await status()).toMatchObject({ asked_at: null, answered: 0, of: 1 })
  expect((await settings()).evaluate_at).toBeUndefined()
  const asked = await ask()
  expect(asked.statusCode).toBe(202)
  const at = asked.json().asked_at
  expect(asked.json()).toMatchObject({ asked_by: 'admin', answered: 0, of: 1, answered_at: null })
  expect((await settings()).evaluate_at).toBe(at)

  await report(2, { is_complete: false, answers: at })
  await report(3, {})
  expect((await status()).answered).toBe(0)
  await report(4, { answers: at })
  expect(await status()).toMatchObject({ answered: 1, silent: 0 })
  await report(5, {})
  expect(await status()).toMatchObject({ answered: 1 })
})

test('a request that waits is joined, and one that nobody answers says so', async () => {
  pass(60_000)
  const at = (await ask()).json().asked_at
  pass(1_000)
  expect((await ask()).json().asked_at).toBe(at)
  pass(60_000)
  expect((await ask()).json().asked_at).not.toBe(at)
  pass(10 * 3_600_000)
  expect(await status()).toMatchObject({ answered: 0, silent: 1 })
})

test('a cluster without a reporter cannot be asked', async () => {
  const { clusterId } = await addCluster(api.world, 'empty')
  const answer = await ask(clusterId)
  expect(answer.statusCode).toBe(409)
  expect(answer.json().detail).toBe('No agent of empty has reported yet.')
})
