/** `evenkeel up` as processes: the server, and beside it the one that evaluates and ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'

const bin = join(import.meta.dirname, '../../bin/evenkeel.mjs')
const slowMs = 120_000
const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address ? address.port : 0
}

async function startUp() {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-up-'))
  const port = await freePort()
  const args = [bin, 'up', '--sample', '--data-dir', join(folder, 'data'), '--port', String(port)]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DATABASE_URL: '' },
  })
  ends.push(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  let said = ''
  child.stderr.on('data', (text) => {
    said += text
  })
  return { child, port, said: () => said }
}

/** Of Linux alone: of those that the process began, what still runs. */
function evaluatorsOf({ pid }: ChildProcess): number[] {
  const file = `/proc/${pid}/task/${pid}/children`
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return text
    .split(' ')
    .filter(Boolean)
    .map(Number)
    .filter((it) => readFileSync(`/proc/${it}/cmdline`, 'utf8').includes('--sample'))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    // There is none of that number.
    return false
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo() && tries < 1_000; tries += 1) await sleep(50)
}

test(
  'shows the sample, and ends as it is told',
  async () => {
    const { child, port, said } = await startUp()
    const exit = new Promise((done) => child.once('exit', (code, signal) => done(code ?? signal)))
    await until(() => said().includes('Evaluated.'))
    expect(said()).toMatch(/Open http:\/\/\S+\/login\/\S+/)
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
    await until(() => evaluatorsOf(child).length === 0)
    expect(evaluatorsOf(child)).toEqual([])
    child.kill('SIGINT')
    expect(await exit).toBe(0)
  },
  slowMs,
)

test.skipIf(process.platform !== 'linux')(
  'leaves nobody evaluating when it is killed',
  async () => {
    const { child } = await startUp()
    await until(() => evaluatorsOf(child).length > 0)
    const [evaluator = 0] = evaluatorsOf(child)
    expect(evaluator).toBeGreaterThan(0)
    child.kill('SIGKILL')
    await until(() => !isRunning(evaluator))
    expect(isRunning(evaluator)).toBe(false)
  },
  slowMs,
)
