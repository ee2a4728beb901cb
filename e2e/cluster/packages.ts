/** The Debian packages of a Kubernetes node, and their installation where this machine allows it. */

import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Each package with a file or program by which it is known to be there, however it got there. */
const nodePackages: Record<string, string> = {
  containerd: 'containerd',
  runc: 'runc',
  'containernetworking-plugins': '/usr/lib/cni/bridge',
  conntrack: 'conntrack',
  iptables: 'iptables',
  nftables: 'nft',
  iproute2: 'ip',
  'util-linux': 'nsenter',
}

const browserPackages: Record<string, string> = { chromium: '/usr/bin/chromium' }
const databasePackages: Record<string, string> = {
  'postgresql-15': '/usr/lib/postgresql/15/bin/postgres',
}

export const isRoot = process.getuid?.() === 0

/** The packages of a node that are missing here. */
export const missingNodePackages = () => missing(nodePackages)

/** Installs every missing package of the end-to-end tests; does nothing without root or apt-get. */
export function installPackages(): void {
  const names = [nodePackages, browserPackages, databasePackages].flatMap(missing)
  if (names.length === 0 || !canInstall()) return
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 2, 2] as const,
  }
  const apt = (...args: string[]) =>
    execFileSync('apt-get', args, { ...options, stdio: [...options.stdio] })
  apt('update', '-qq')
  apt('install', '-y', '-qq', '--no-install-recommends', ...names)
}

/** Whether packages can be installed: as root, on a system with apt-get. */
export const canInstall = () => isRoot && isOnPath('apt-get')

function missing(packages: Record<string, string>): string[] {
  return Object.entries(packages).flatMap(([name, proof]) =>
    (proof.startsWith('/') ? existsSync(proof) : isOnPath(proof)) ? [] : name,
  )
}

function isOnPath(program: string): boolean {
  return `${process.env.PATH}${delimiter}/usr/sbin${delimiter}/sbin`
    .split(delimiter)
    .some((folder) => isExecutable(join(folder, program)))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
