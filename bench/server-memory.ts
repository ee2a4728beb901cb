/** What `npm start` holds in memory with 200,000 findings: at the start, under readers, and after a first load as large. */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const count = Number(process.env.BENCH_FINDINGS ?? 200_000)
const port = 4493
const base = `http://127.0.0.1:${port}`
const rounds = 40
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-memory-'))
const dataDir = join(folder, 'data')

/** In a process of its own, so that this one stays small. */
async function fill(): Promise<void> {
  const filled = process.env.BENCH_DATA_DIR
  if (filled) {
    cpSync(filled, dataDir, { recursive: true })
    return
  }
  process.env.BENCH_DATA_DIR = dataDir
  const { fillWorld, openBenchWorld } = await import('./_server-world.ts')
  const world = await openBenchWorld()
  await fillWorld(world, count, 20)
  await world.close()
}

function memoryOf(pid: number | undefined): { resident: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const of = (name: string) =>
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024
  return { resident: of('VmRSS'), peak: of('VmHWM') }
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 180_000
  while (performance.now() < end) {
    const found = await look().catch(() => undefined)
    if (found !== undefined) return found
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('Nothing came within three minutes.')
}

const pages = [
  '/api/v1/scores',
  '/api/v1/findings',
  '/api/v1/findings?group=resource.id',
  '/api/v1/facets?fields=result.evaluation,rule.severity,resource.namespace',
  '/api/v1/clusters',
  `/api/v1/findings?limit=500&q=${encodeURIComponent('rule.severity : critical')}`,
]

await fill()
// As `npm start` runs it, without npm's own process.
const root = resolve(import.meta.dirname, '..')
const [, ...start] = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
).scripts.start.split(' ')
const child = spawn(
  process.execPath,
  [...start, '--sample', '--data-dir', dataDir, '--port', String(port)],
  { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] },
)
const ended = new Promise((done) => child.once('exit', done))
try {
  let output = ''
  child.stderr.on('data', (text) => {
    output += text
  })
  const login = await until(async () => /http:\S+\/login\/\S+/.exec(output)?.[0])
  const cookie = await until(async () => {
    const answer = await fetch(login, { redirect: 'manual' })
    return answer.headers.get('set-cookie')?.split(';')[0]
  })
  await until(async () => (output.includes('Evaluated') ? true : undefined))
  const say = (name: string) => {
    const { resident, peak } = memoryOf(child.pid)
    console.log(
      `${name.padEnd(36)} ${resident.toFixed(0).padStart(5)} MB resident, ${peak.toFixed(0).padStart(5)} MB at the most`,
    )
  }
  const settle = () => new Promise((done) => setTimeout(done, 10_000))
  await settle()
  say('started, sample evaluated')
  for (let round = 0; round < rounds; round += 1) {
    for (const page of pages) {
      const answer = await fetch(`${base}${page}`, { headers: { cookie } })
      if (!answer.ok) throw new Error(`${page}: ${await answer.text()}`)
      await answer.arrayBuffer()
    }
  }
  say('readers at work')
  await settle()
  say('readers gone')
} finally {
  child.kill('SIGINT')
  await ended
  rmSync(folder, { recursive: true })
}
