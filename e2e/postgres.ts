/** A PostgreSQL server of the tests' own: fresh data, a unix socket, no port. */

import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  endRecorded,
  otherOwner,
  own,
  startProcess,
  stateRoot,
  until,
} from './cluster/processes.ts'

export interface Postgres {
  /** A connection string for `DATABASE_URL`, to an empty database. */
  url: string
  /** Ends the whole server, or one process of a connection, with no warning; returns when it answers again. */
  kill(what: 'server' | 'connection'): Promise<void>
  stop(): Promise<void>
}

const folderPrefix = 'postgres-'
const debianRoot = '/usr/lib/postgresql'
const versionMin = 15

/** The folder of the newest PostgreSQL programs of this machine, if there are any. */
export function findPostgres(): string | undefined {
  const versions = existsSync(debianRoot) ? readdirSync(debianRoot).map(Number) : []
  return versions
    .filter((version) => version >= versionMin)
    .sort((a, b) => b - a)
    .map((version) => join(debianRoot, `${version}`, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')))
}

/** Starts a server and returns when it answers. */
export async function startPostgres(): Promise<Postgres> {
  const programs = findPostgres()
  if (!programs) throw new Error(`PostgreSQL is not installed below ${debianRoot}.`)
  await endAbandonedPostgres()
  mkdirSync(stateRoot, { recursive: true })
  const folder = mkdtempSync(join(stateRoot, folderPrefix))
  own(folder)
  const data = join(folder, 'data')
  const sockets = join(folder, 'sockets')
  const user = serverUser()
  for (const path of [data, sockets]) {
    mkdirSync(path, { mode: 0o700 })
    if (user) chownSync(path, user.uid, user.gid)
  }
  // initdb and the server go through the folder that mkdtemp made for root alone.
  if (user) chownSync(folder, user.uid, user.gid)
  const options = { ...user, cwd: sockets }
  execFileSync(
    join(programs, 'initdb'),
    ['--pgdata', data, '--username=evenkeel', '--auth=trust', '--encoding=UTF8', '--no-sync'],
    { ...options, stdio: 'pipe' },
  )
  const start = () =>
    startProcess(folder, {
      name: 'postgres',
      command: join(programs, 'postgres'),
      args: ['-D', data, '-c', 'listen_addresses=', '-c', `unix_socket_directories=${sockets}`],
      options,
    })
  let server = start()
  await until('PostgreSQL answers', () => hasDatabase(programs, sockets))
  return {
    url: `postgresql://evenkeel@localhost/evenkeel?host=${encodeURIComponent(sockets)}`,
    async kill(what) {
      if (what === 'connection') {
        const [pid] = listConnections(server.pid)
        if (pid !== undefined) process.kill(pid, 'SIGKILL')
      } else process.kill(server.pid, 'SIGKILL')
      await until('PostgreSQL answers again', () => {
        // A new one refuses to start as long as a process of the old one lives.
        if (!server.isRunning()) server = start()
        return isAnswering(programs, sockets)
      })
    },
    stop: () => endPostgres(folder),
  }
}

/** The processes of the server that serve a client each. */
function listConnections(serverPid: number): number[] {
  const table = execFileSync('ps', ['--ppid', `${serverPid}`, '-o', 'pid=,args='], {
    encoding: 'utf8',
  })
  return table.split('\n').flatMap((line) => {
    const [, pid] = /^\s*(\d+) postgres: evenkeel evenkeel/.exec(line) ?? []
    return pid === undefined ? [] : [Number(pid)]
  })
}

/** Ends the servers of a crashed run. */
export async function endAbandonedPostgres(): Promise<void> {
  if (!existsSync(stateRoot)) return
  for (const name of readdirSync(stateRoot)) {
    const folder = join(stateRoot, name)
    if (name.startsWith(folderPrefix) && !otherOwner(folder)) await endPostgres(folder)
  }
}

async function endPostgres(folder: string): Promise<void> {
  await endRecorded(folder)
  rmSync(folder, { recursive: true, force: true })
}

function hasDatabase(programs: string, sockets: string): boolean {
  try {
    const args = ['-h', sockets, '-U', 'evenkeel', 'evenkeel']
    execFileSync(join(programs, 'createdb'), args, { stdio: 'ignore' })
    return true
  } catch {
    // It still starts; whoever waits gives up in the end.
    return false
  }
}

function isAnswering(programs: string, sockets: string): boolean {
  try {
    const args = ['-h', sockets, '-U', 'evenkeel', '-d', 'evenkeel', '-c', 'select 1']
    execFileSync(join(programs, 'psql'), args, { stdio: 'ignore' })
    return true
  } catch {
    // It starts, or goes through its log.
    return false
  }
}

/** PostgreSQL refuses to run as root; Debian's package made a user for it. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}
