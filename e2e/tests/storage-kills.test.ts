/** PostgreSQL itself killed at random moments: no acknowledged cycle is lost, none is half, and servers go on by themselves. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer } from '../../packages/server/src/index.ts'
import { crashRepeatedly } from '../../packages/server/src/testing/crash.ts'
import { until } from '../cluster/processes.ts'
import { type Postgres, startPostgres } from '../postgres.ts'
import { missing, title } from '../requirements.ts'

/** `EVENKEEL_CRASH_KILLS=100 EVENKEEL_CRASH_SEED=7` tries more, and others. */
const kills = Number(process.env.EVENKEEL_CRASH_KILLS ?? 4)
const seed = Number(process.env.EVENKEEL_CRASH_SEED ?? Date.now() % 1_000_000)
const killMs = 60_000
const reasons = missing('postgres')

describe.skipIf(reasons.length > 0)(title('PostgreSQL that is killed', reasons), () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres?.stop())

  test('two servers that start at once on an empty database bring it up to date once, and both serve', async () => {
    const servers = await Promise.all([serve(postgres.url), serve(postgres.url)])
    for (const { url } of servers) expect((await fetch(`${url}/readyz`)).status).toBe(200)
    await postgres.kill('server')
    for (const { url } of servers) {
      await until('The server answers with a new connection', async () => {
        return (await fetch(`${url}/readyz`)).status === 200
      })
      expect((await fetch(`${url}/api/v1/login-options`)).status).toBe(200)
    }
    for (const server of servers) await server.close()
  })

  test(
    `has every acknowledged cycle after ${kills} kills, seed ${seed}`,
    async () => {
      let kill = 0
      const killServer = () => {
        kill += 1
        return postgres.kill(kill % 2 === 0 ? 'connection' : 'server')
      }
      const { acknowledged } = await crashRepeatedly({
        place: postgres.url,
        seed,
        kills,
        killServer,
      })
      expect(kill).toBe(kills)
      expect(acknowledged).toBeGreaterThanOrEqual(kills)
    },
    killMs * (kills + 2),
  )
})

const serve = (databaseUrl: string) =>
  startServer({ databaseUrl, host: '127.0.0.1', port: 0, mode: 'server' })
