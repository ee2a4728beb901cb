/** From `evenkeel up` to the first page of findings over HTTP: with a new data folder, and once more. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const evenkeel = resolve(import.meta.dirname, '../packages/cli/bin/evenkeel.mjs')
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-start-'))
const port = 4492
const base = `http://127.0.0.1:${port}`

/** Seconds until findings are served, and what the process holds in memory a few seconds later. */
async function start(name: string): Promise<number> {
  const began = performance.now()
  const child = spawn(
    process.execPath,
    [evenkeel, 'up', '--sample', '--data-dir', join(folder, 'data'), '--port', String(port)],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let output = ''
  child.stderr.on('data', (text) => {
    output += text
  })
  const ended = new Promise((done) => child.once('exit', done))
  const login = await until(async () => /http:\S+\/login\/\S+/.exec(output)?.[0])
  const cookie = await until(async () => {
    const answer = await fetch(login, { redirect: 'manual' })
    return answer.headers.get('set-cookie')?.split(';')[0]
  })
  const total = await until(async () => {
    const answer = await fetch(`${base}/api/v1/findings?limit=50`, { headers: { cookie } })
    const page: { total: number } = await answer.json()
    return page.total || undefined
  })
  const seconds = (performance.now() - began) / 1000
  await new Promise((done) => setTimeout(done, 3000))
  const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
  child.kill('SIGINT')
  await ended
  console.log(
    `${name.padEnd(24)}${seconds.toFixed(1).padStart(6)} s to ${total} findings, ${(Number(resident) / 1024).toFixed(0)} MB resident`,
  )
  return seconds
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 120_000
  while (performance.now() < end) {
    const found = await look().catch(() => undefined)
    if (found !== undefined) return found
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('Nothing came within two minutes.')
}

try {
  const first = await start('a new data folder')
  const second = await start('the same folder again')
  console.log(`new / again: ${(first / second).toFixed(1)}`)
} finally {
  rmSync(folder, { recursive: true })
}
