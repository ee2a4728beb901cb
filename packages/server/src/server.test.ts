/** Starting and stopping: two processes, a port in use, a kill, and that commits really reach the disk. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, startServer } from './server.ts'
import { upsertCluster } from './storage/clusters.ts'
import { openStore } from './storage/database.ts'
import { lockFolder } from './storage/embedded/lock.ts'
import { slowMs } from './testing/world.ts'

const root = mkdtempSync(join(tmpdir(), 'evenkeel-test-'))
const webDir = join(root, 'web')
const dataDir = join(root, 'data')
const logger = pino({ level: 'silent' })
const options = { host: '127.0.0.1', port: 0, mode: 'local', logger } as const
let server: RunningServer

beforeAll(async () => {
  mkdirSync(join(webDir, 'assets'), { recursive: true })
  writeFileSync(
    join(webDir, 'index.html'),
    '<meta property="csp-nonce" nonce="__NONCE__"><title>Evenkeel</title>',
  )
  writeFileSync(join(webDir, 'assets', 'app-abc.js'), 'console.log(1)')
  server = await startServer({ ...options, dataDir, webDir })
}, slowMs)
afterAll(async () => {
  await server.close()
  rmSync(root, { recursive: true, force: true })
})

test('a login link serves the page, once', async () => {
  const link = await server.createLoginLink()
  const first = await fetch(link, { redirect: 'manual' })
  expect([first.status, first.headers.get('location')]).toEqual([303, '/'])
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(401)
})

test('every path that is not a file is the page, with a nonce of its own', async () => {
  const nonces = await Promise.all(
    ['/', '/findings/x', '/clusters'].map(async (path) => {
      const answer = await fetch(server.url + path)
      const policy = answer.headers.get('content-security-policy') ?? ''
      expect(policy).toContain("script-src 'self'")
      const [, nonce = ''] = /nonce="([^"]+)"/.exec(await answer.text()) ?? []
      expect(policy).toContain(`'nonce-${nonce}'`)
      return nonce
    }),
  )
  expect(new Set(nonces).size).toBe(3)
  const script = await fetch(`${server.url}/assets/app-abc.js`)
  expect(script.headers.get('cache-control')).toContain('immutable')
  expect((await fetch(`${server.url}/assets/missing.js`)).status).toBe(404)
  expect((await fetch(`${server.url}/api/v1/nothing`)).status).toBe(404)
})

test('a web application that is built anew is served at once', async () => {
  const page = '<meta property="csp-nonce" nonce="__NONCE__"><title>Built anew</title>'
  writeFileSync(join(webDir, 'index.html'), page)
  writeFileSync(join(webDir, 'assets', 'app-def.js'), 'console.log(2)')
  expect(await (await fetch(`${server.url}/findings`)).text()).toContain('Built anew')
  expect((await fetch(`${server.url}/assets/app-def.js`)).status).toBe(200)
})

test('knows whether an administrator can sign in', async () => {
  expect(await server.hasAdmin()).toBe(false)
  const login = await fetch(await server.createLoginLink(), { redirect: 'manual' })
  const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? ''
  const add = (name: string, role: string) =>
    fetch(`${server.url}/api/v1/users`, {
      method: 'POST',
      headers: { cookie, origin: server.url, 'content-type': 'application/json' },
      body: JSON.stringify({ name, role, password: 'a long enough pass phrase' }),
    })
  expect((await add('reads', 'viewer')).status).toBe(201)
  expect(await server.hasAdmin()).toBe(false)
  expect((await add('rules', 'admin')).status).toBe(201)
  expect(await server.hasAdmin()).toBe(true)
})

test('samples are taken away, other clusters stay', async () => {
  await server.createCluster({ name: 'recorded', kind: 'sample' })
  await server.createCluster({ name: 'real', kind: 'local' })
  await server.removeSamples()
  const login = await fetch(await server.createLoginLink(), { redirect: 'manual' })
  const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? ''
  const answer = await fetch(`${server.url}/api/v1/clusters`, { headers: { cookie } })
  const clusters = (await answer.json()) as { name: string }[]
  expect(clusters.map((it) => it.name)).toEqual(['real'])
})

test('a name that is not its own is not answered', async () => {
  const status = await new Promise((resolve) => {
    request(server.url, { headers: { host: 'evil.example' } }, (answer) =>
      resolve(answer.statusCode),
    ).end()
  })
  expect(status).toBe(421)
})

test('a second process on the data directory is told which one holds it', async () => {
  await expect(startServer({ ...options, dataDir })).rejects.toThrow(
    `The data directory ${dataDir} is in use by process ${process.pid}.`,
  )
})

test.skipIf(process.platform !== 'linux')('a folder that takes no folders is named', async () => {
  await expect(
    startServer({ dataDir: '/proc/evenkeel', host: '127.0.0.1', port: 0, mode: 'local' }),
  ).rejects.toThrow('The data directory /proc/evenkeel cannot be used')
})

test('a port in use is named', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as { port: number }
  await expect(startServer({ ...options, port })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use`,
  )
  other.close()
})

test('a data directory that is a file is named', async () => {
  const file = join(root, 'file')
  writeFileSync(file, '')
  await expect(startServer({ ...options, dataDir: file })).rejects.toThrow(
    `The data directory ${file} cannot be used`,
  )
})

test('a database that does not answer is named', async () => {
  const databaseUrl = 'postgres://nobody@127.0.0.1:1/none'
  await expect(startServer({ ...options, databaseUrl })).rejects.toThrow(
    'could not be brought up to date',
  )
})

const lockedBy = (holder: object) =>
  JSON.stringify({ pid: process.pid, startedAt: null, host: hostname(), bootId: null, ...holder })
test.each([
  ['of a process that ended', lockedBy({ pid: 2 ** 22 + 1 }), true],
  ['of a process number that another has by now', lockedBy({ startedAt: '1' }), true],
  ['of an earlier start of the machine', lockedBy({ bootId: 'another' }), true],
  ['of a living process', lockedBy({}), false],
  ['of another machine', lockedBy({ host: 'elsewhere' }), false],
  ['that cannot be read', '{', false],
])('a lock %s', async (_, content, isTaken) => {
  const folder = mkdtempSync(join(root, 'lock-'))
  writeFileSync(join(folder, 'lock'), content)
  if (!isTaken) {
    await expect(lockFolder(folder)).rejects.toThrow(folder)
    return
  }
  const lock = await lockFolder(folder)
  expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')).pid).toBe(process.pid)
  await lock.release()
})

test('every commit of the embedded database is synced', async () => {
  const store = await openStore({ dataDir: join(root, 'synced') })
  const before = (await store.countSyncs()) ?? 0
  for (let index = 0; index < 5; index += 1) {
    const clusterId = `00000000-0000-4000-8000-00000000000${index}`
    await upsertCluster(store.db, {
      clusterId,
      name: `c${index}`,
      kind: 'agent',
      labels: {},
      createdAt: new Date(),
    })
  }
  expect(((await store.countSyncs()) ?? 0) - before).toBeGreaterThanOrEqual(5)
  await store.close()
})

test('what was acknowledged is there after a kill', async () => {
  const folder = join(root, 'killed')
  const program = `
    import { openStore } from ${JSON.stringify(new URL('./storage/database.ts', import.meta.url).href)}
    import { upsertCluster } from ${JSON.stringify(new URL('./storage/clusters.ts', import.meta.url).href)}
    const { db } = await openStore({ dataDir: ${JSON.stringify(folder)} })
    for (let n = 0; ; n += 1) {
      const clusterId = '00000000-0000-4000-8000-' + String(n).padStart(12, '0')
      await upsertCluster(db, { clusterId, name: 'c' + n, kind: 'agent', labels: {}, createdAt: new Date() })
      console.log(n)
    }`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program])
  let acknowledged = -1
  child.stdout.on('data', (text: Buffer) => {
    acknowledged = Math.max(acknowledged, ...text.toString().trim().split('\n').map(Number))
    if (acknowledged >= 5) child.kill('SIGKILL')
  })
  await once(child, 'exit')
  const store = await openStore({ dataDir: folder })
  const rows = await store.db.selectFrom('cluster').select('name').execute()
  expect(rows.length).toBeGreaterThanOrEqual(acknowledged + 1)
  await store.close()
}, 120_000)
