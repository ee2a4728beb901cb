/** Evenkeel as a user runs it: the server as a process, the agent in its image. */

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { agentImage, writeImageArchive } from '../scripts/image.ts'
import {
  endRecorded,
  logFile,
  otherOwner,
  own,
  startProcess,
  stateRoot,
  until,
} from './cluster/processes.ts'

export interface EvenkeelServer {
  url: string
  /** Logs a browser in, once. */
  loginUrl: string
  stop(): Promise<void>
}

export interface LocalFinding {
  id: string
  first_seen: string
}

export interface LocalMode {
  /** The findings of a query, as soon as there are any. */
  waitForFindings(q: string): Promise<LocalFinding[]>
  /** What Ctrl+C does; returns the exit status, null when it had to be killed. */
  interrupt(): Promise<number | null>
}

export const agentImageName = 'evenkeel/agent:e2e'

const root = fileURLToPath(new URL('..', import.meta.url))
const command = join(root, 'packages/cli/bin/evenkeel.mjs')
const folderPrefix = 'server-'
const port = 4400

/** Starts `evenkeel serve` on one address of this machine with an empty embedded database. */
export async function startServer(host: string): Promise<EvenkeelServer> {
  const folder = await createFolder()
  const url = `http://${host}:${port}`
  const { loginUrl } = await start(folder, [
    'serve',
    `--host=${host}`,
    `--port=${port}`,
    `--public-url=${url}`,
    `--data-dir=${join(folder, 'data')}`,
  ])
  return { url, loginUrl, stop: () => endServer(folder) }
}

/** Starts `evenkeel up --sample`: the recorded cluster, with the pages. */
export async function startSample(): Promise<EvenkeelServer> {
  const folder = await createFolder()
  const options = ['--sample', '--port=0', `--data-dir=${join(folder, 'data')}`]
  const { loginUrl } = await start(folder, ['up', ...options])
  return { url: new URL(loginUrl).origin, loginUrl, stop: () => endServer(folder) }
}

/** Starts `evenkeel up` on a free port, as `npm start` does. */
export async function startUp(dataDir: string, kubeconfig: string): Promise<LocalMode> {
  const folder = await createFolder()
  const options = ['--port=0', `--data-dir=${dataDir}`, `--kubeconfig=${kubeconfig}`]
  const { server, loginUrl } = await start(folder, ['up', ...options])
  const { origin } = new URL(loginUrl)
  const cookie = await logIn(loginUrl)
  return {
    async waitForFindings(q) {
      const url = `${origin}/api/v1/findings?q=${encodeURIComponent(q)}`
      let items: LocalFinding[] = []
      await until(`There are findings for ${q}`, async () => {
        const answer = await fetch(url, { headers: { cookie } })
        items = ((await answer.json()) as { items: LocalFinding[] }).items
        return items.length > 0
      })
      return items
    },
    async interrupt() {
      process.kill(server.pid, 'SIGINT')
      const status = await server.exitCode
      await endServer(folder)
      return status
    },
  }
}

async function createFolder(): Promise<string> {
  await endAbandonedServers()
  mkdirSync(stateRoot, { recursive: true })
  const folder = mkdtempSync(join(stateRoot, folderPrefix))
  own(folder)
  return folder
}

/** Returns when the server has printed a login link. */
async function start(folder: string, args: string[]) {
  const server = startProcess(folder, {
    name: 'evenkeel',
    command: process.execPath,
    args: [command, ...args],
    options: { env: { ...process.env, DATABASE_URL: '' } },
  })
  const output = () => readFileSync(logFile(folder, 'evenkeel'), 'utf8')
  const loginLink = () => output().match(/https?:\S+\/login\/\S+/)?.[0]
  await until('The server listens', () => {
    if (!server.isRunning()) throw new Error(`The server ended: ${output()}`)
    return loginLink() !== undefined
  })
  return { server, loginUrl: loginLink() ?? '' }
}

/** Takes the login link as the login page does; returns the cookie of the session. */
async function logIn(loginUrl: string): Promise<string> {
  const { origin, pathname } = new URL(loginUrl)
  const answer = await fetch(`${origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: pathname.split('/').at(-1) }),
  })
  if (!answer.ok) throw new Error(`The login link was refused: ${await answer.text()}`)
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

/** Bundles the agent and writes its image; returns the archive. */
export async function buildAgentImage(): Promise<string> {
  mkdirSync(stateRoot, { recursive: true })
  const bundle = join(stateRoot, 'evenkeel-agent.mjs')
  const archive = join(stateRoot, 'evenkeel-agent.tar')
  const script = `import { bundle } from './scripts/bundle.mjs'
    await bundle('packages/cli/src/entries/agent.ts', ${JSON.stringify(bundle)})`
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: root })
  await writeImageArchive(archive, [agentImage([agentImageName], bundle)])
  return archive
}

/** Runs the command line of the checkout and returns what it prints. */
export async function evenkeel(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [command, ...args], {
    env: { ...process.env, ...env },
    maxBuffer: 256 * 1024 * 1024,
  })
}

/** Ends the servers of a crashed run. */
export async function endAbandonedServers(): Promise<void> {
  mkdirSync(stateRoot, { recursive: true })
  for (const name of readdirSync(stateRoot)) {
    const folder = join(stateRoot, name)
    if (name.startsWith(folderPrefix) && !otherOwner(folder)) await endServer(folder)
  }
}

async function endServer(folder: string): Promise<void> {
  await endRecorded(folder)
  rmSync(folder, { recursive: true, force: true })
}
