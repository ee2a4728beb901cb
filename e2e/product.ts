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

export const agentImageName = 'evenkeel/agent:e2e'

const root = fileURLToPath(new URL('..', import.meta.url))
const command = join(root, 'packages/cli/bin/evenkeel.mjs')
const folderPrefix = 'server-'
const port = 4400

/** Starts `evenkeel serve` on one address of this machine with an empty embedded database. */
export async function startServer(host: string): Promise<EvenkeelServer> {
  await endAbandonedServers()
  mkdirSync(stateRoot, { recursive: true })
  const folder = mkdtempSync(join(stateRoot, folderPrefix))
  own(folder)
  const url = `http://${host}:${port}`
  const server = startProcess(folder, {
    name: 'evenkeel',
    command: process.execPath,
    args: [
      command,
      'serve',
      `--host=${host}`,
      `--port=${port}`,
      `--public-url=${url}`,
      `--data-dir=${join(folder, 'data')}`,
    ],
    options: { env: { ...process.env, DATABASE_URL: '' } },
  })
  const loginLink = () =>
    readFileSync(logFile(folder, 'evenkeel'), 'utf8').match(/https?:\S+\/login\/\S+/)?.[0]
  await until('The server listens', () => {
    if (!server.isRunning()) throw new Error(readFileSync(logFile(folder, 'evenkeel'), 'utf8'))
    return loginLink() !== undefined
  })
  return { url, loginUrl: loginLink() ?? '', stop: () => endServer(folder) }
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
