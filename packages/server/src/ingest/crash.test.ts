/** Killed at random moments under ingest: every acknowledged cycle is there, none half, and the rollups add up. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { crashRepeatedly } from '../testing/crash.ts'
import { createTestDatabase, storeKinds } from '../testing/stores.ts'

/** `EVENKEEL_CRASH_KILLS=100 EVENKEEL_CRASH_SEED=7` tries more, and others. */
const kills = Number(process.env.EVENKEEL_CRASH_KILLS ?? 2)
const seed = Number(process.env.EVENKEEL_CRASH_SEED ?? Date.now() % 1_000_000)
const killMs = 60_000

test.each(storeKinds)(
  `%s, ${kills} kills, seed ${seed}`,
  async (kind) => {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-crash-'))
    const database = kind === 'postgresql' ? await createTestDatabase() : undefined
    const place = database?.url ?? folder
    const { acknowledged } = await crashRepeatedly({ place, seed, kills })
    expect(acknowledged).toBeGreaterThanOrEqual(kills)
    await database?.drop()
    rmSync(folder, { recursive: true })
  },
  killMs * (kills + 2),
)
