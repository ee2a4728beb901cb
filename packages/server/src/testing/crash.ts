/** Kills a process at random moments while it applies cycles, and lets the next one verify what is left. */

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface CrashOptions {
  /** A folder, or the URL of an empty PostgreSQL database. */
  place: string
  seed: number
  kills: number
  /** In the place of killing the process itself; it has to answer again when it returns. */
  killServer?: (() => Promise<void>) | undefined
}

export interface CrashResult {
  /** Of the last cycle. */
  acknowledged: number
}

/** A kill comes within this time after the first cycle of a process. */
const momentMaxMs = 1500
const goOnMs = 300

/** Rejects with what the verifying process found. */
export async function crashRepeatedly(options: CrashOptions): Promise<CrashResult> {
  const random = createRandom(options.seed)
  let acknowledged = 0
  for (let kill = 0; kill < options.kills; kill += 1) {
    acknowledged = await crashOnce(options, acknowledged, random() * momentMaxMs)
  }
  const last = startChild(options, acknowledged, 'verify')
  const error = await last.ended
  if (error !== undefined)
    throw new Error(`After ${options.kills} kills (seed ${options.seed}): ${error}`)
  return { acknowledged: last.acknowledged() }
}

async function crashOnce(
  options: CrashOptions,
  acknowledged: number,
  moment: number,
): Promise<number> {
  const child = startChild(options, acknowledged, '')
  await Promise.race([child.working, child.ended])
  await new Promise((done) => setTimeout(done, moment))
  if (options.killServer) {
    await options.killServer()
    // It ends by itself where it was told so in the middle of something; else it goes on with a new connection.
    await Promise.race([child.ended, new Promise((done) => setTimeout(done, goOnMs))])
    child.process.kill('SIGKILL')
    await child.ended
  } else {
    child.process.kill('SIGKILL')
    const error = await child.ended
    if (error !== undefined) throw new Error(`Seed ${options.seed}: ${error}`)
  }
  if (!child.isVerified()) throw new Error(`Seed ${options.seed}: ${await child.ended}`)
  return child.acknowledged()
}

interface Child {
  process: ChildProcess
  /** The first cycle was acknowledged. */
  working: Promise<void>
  /** What it complained of; undefined where it was killed or ended well. */
  ended: Promise<string | undefined>
  isVerified(): boolean
  acknowledged(): number
}

function startChild({ place, seed }: CrashOptions, from: number, task: string): Child {
  const script = join(import.meta.dirname, 'crash-child.ts')
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', script, place, String(seed), String(from), task],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let acknowledged = from
  let isVerified = false
  let complaints = ''
  child.stderr.on('data', (text) => {
    complaints += text
  })
  const lines = createInterface({ input: child.stdout })
  const working = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      const [word, sequence] = line.split(' ')
      acknowledged = Number(sequence)
      if (word === 'verified') isVerified = true
      else resolve()
    })
  })
  const ended = new Promise<string | undefined>((resolve) => {
    child.on('close', (code, signal) =>
      resolve(
        code === 0 || signal === 'SIGKILL' ? undefined : complaints || `It ended with ${code}.`,
      ),
    )
  })
  return {
    process: child,
    working,
    ended,
    isVerified: () => isVerified,
    acknowledged: () => acknowledged,
  }
}

/** Numbers from 0 to 1, the same for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
