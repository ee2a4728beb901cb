/** SIGTERM under load: what was acknowledged is there after the next start, and the process ends by itself. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { makeCycle, makeFinding, makeResource, slowMs } from './testing/world.ts'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-stop-'))
const command = resolve(import.meta.dirname, '../../cli/bin/evenkeel.mjs')
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function serve(...options: string[]) {
  const args = ['serve', '--host=127.0.0.1', '--port=0', `--data-dir=${join(folder, 'data')}`]
  const child = spawn(process.execPath, [command, ...args, '--login-link', ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DATABASE_URL: '', DATABASE_URL_FILE: '' },
  })
  children.push(child)
  const exited = once(child, 'exit')
  let output = ''
  child.stderr?.on('data', (text) => {
    output += text
  })
  for (let tries = 0; !/\/login\/\S+/.test(output); tries += 1) {
    if (tries > 1200 || child.exitCode !== null) throw new Error(`No server: ${output}`)
    await sleep(50)
  }
  const [login = ''] = /http:\S+\/login\/\S+/.exec(output) ?? []
  const answer = await fetch(login, { redirect: 'manual' })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const { origin } = new URL(login)
  return { child, exited, origin, cookie }
}

async function enrol(origin: string, cookie: string): Promise<string> {
  const post = (path: string, body: object, headers: Record<string, string>) =>
    fetch(`${origin}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }).then((it) => it.json() as Promise<Record<string, string>>)
  const created = await post('clusters', { name: 'prod' }, { cookie, origin })
  const token = { authorization: `Bearer ${created.enrolment_token}` }
  return (await post('agent/enrol', { node: null, version: '1' }, token)).credential ?? ''
}

const cycleOf = (size: number) => {
  const resources = Array.from({ length: size }, (_, index) => makeResource(`r-${index}`))
  return makeCycle(
    resources,
    resources.map((resource) => makeFinding(resource, 'pod-host-pid')),
  )
}

test('a cycle under way is answered, and is there exactly if it was acknowledged', {
  timeout: slowMs,
}, async () => {
  const first = await serve('--drain-seconds=1')
  const credential = await enrol(first.origin, first.cookie)
  const events = await fetch(`${first.origin}/api/v1/events`, {
    headers: { cookie: first.cookie },
  })
  const body = JSON.stringify(cycleOf(5_000))
  const sent = fetch(`${first.origin}/api/v1/agent/cycles`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}` },
    body,
  }).then(
    (it) => it.status,
    () => 0,
  )
  await sleep(100)
  first.child.kill('SIGTERM')
  // It turns load balancers away, and still takes requests.
  await expect
    .poll(() => fetch(`${first.origin}/readyz`).then((it) => it.status), { interval: 20 })
    .toBe(503)
  expect((await fetch(`${first.origin}/healthz`)).status).toBe(200)
  const status = await sent
  // The stream of events ends; without that the server would wait for it.
  await events.text()
  expect(await first.exited).toEqual([0, null])

  const second = await serve()
  const answer = await fetch(`${second.origin}/api/v1/findings?limit=1`, {
    headers: { cookie: second.cookie },
  })
  const { total } = (await answer.json()) as { total: number }
  expect(status).toBe(200)
  expect(total).toBe(5_000)
  second.child.kill('SIGTERM')
  expect(await second.exited).toEqual([0, null])
})
