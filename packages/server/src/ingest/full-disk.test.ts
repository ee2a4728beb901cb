/** A disk that fills up: the server says so, loses nothing that it acknowledged, and goes on when there is space. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { check } from '../backup/operations.ts'
import { type RunningServer, startServer } from '../server.ts'
import { makeCycle, makeFinding, makeResource, slowMs } from '../testing/world.ts'

const disk = mkdtempSync(join(tmpdir(), 'evenkeel-full-'))
const reason = mountSmallDisk()
const mebibyte = 1024 * 1024

/** Only root may, and not in every container. */
function mountSmallDisk(): string | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300m', 'tmpfs', disk], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return `a small disk cannot be mounted: ${error instanceof Error ? error.message.split('\n')[0] : error}`
  }
}

afterAll(() => {
  if (reason === undefined) execFileSync('umount', ['--lazy', disk])
  rmSync(disk, { recursive: true, force: true })
})

describe.skipIf(reason !== undefined)(
  `on a small disk${reason ? ` (skipped, ${reason})` : ''}`,
  () => {
    const dataDir = join(disk, 'data')
    let server: RunningServer
    let credential: string
    let sequence = 0

    beforeAll(async () => {
      server = await startServer({
        dataDir,
        host: '127.0.0.1',
        port: 0,
        webDir: undefined,
        mode: 'local',
      })
      const { token } = await server.createCluster({ name: 'small', kind: 'agent' })
      const enrolled = await post('enrol', token, { node: 'n', version: '0' })
      credential = (enrolled.body as { credential: string }).credential
    }, slowMs)

    async function post(path: string, bearer: string, body: object) {
      const answer = await fetch(`${server.url}/api/v1/agent/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    }

    /** A cycle with rows of about this size together. */
    function send(mebibytes: number) {
      const resources = Array.from({ length: mebibytes * 10 }, (_, index) =>
        // Texts that do not shrink when they are packed.
        makeResource(`w-${sequence}-${index}`, { data: { x: noise(index) } }),
      )
      const findings = resources.map((resource) => makeFinding(resource, 'privileged'))
      const cycle = makeCycle(resources, findings, { sequence: sequence + 1 })
      return post('cycles', credential, cycle)
    }

    function noise(seed: number): string {
      let state = seed + 1
      const bytes = Buffer.alloc(75_000)
      for (let at = 0; at < bytes.length; at += 1) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0
        bytes[at] = state >>> 24
      }
      return bytes.toString('base64')
    }

    function leaveFree(mebibytes: number): void {
      const { bavail, bsize } = statfsSync(disk)
      writeFileSync(join(disk, 'ballast'), Buffer.alloc(bavail * bsize - mebibytes * mebibyte))
    }

    test.each([
      ['before a cycle begins', 5],
      ['while a cycle is written', 40],
    ])(
      'full %s: 507 with a sentence, nothing half, and on it goes with space',
      async (_, freeMebibytes) => {
        const first = await send(2)
        expect(first).toMatchObject({ status: 200, body: { applied: true } })
        sequence += 1
        leaveFree(freeMebibytes)
        for (let attempt = 0; attempt < 2; attempt += 1) {
          const refused = await send(60)
          expect(refused).toMatchObject({
            status: 507,
            body: { detail: expect.stringContaining('Free some space') },
          })
        }
        rmSync(join(disk, 'ballast'))
        expect(await send(3)).toMatchObject({ status: 200, body: { applied: true } })
        sequence += 1
      },
      slowMs,
    )

    test(
      'what was acknowledged is there in the end, and the database is sound',
      async () => {
        await server.close()
        expect(await check({ dataDir }, false)).toMatchObject({ problems: [] })
      },
      slowMs,
    )
  },
)
