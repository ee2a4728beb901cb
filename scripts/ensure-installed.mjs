/** Installs the dependencies when node_modules is absent or older than the lock file. */
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Evenkeel needs Node 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(2)
}

const root = fileURLToPath(new URL('..', import.meta.url))
// npm writes this file at the end of an install, so a broken install does not count as one.
const installed = `${root}/node_modules/.package-lock.json`
const isCurrent =
  existsSync(installed) &&
  statSync(installed).mtimeMs >= statSync(`${root}/package-lock.json`).mtimeMs

if (!isCurrent) {
  console.error('Installing dependencies (npm ci) ...')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  process.exit(status ?? 1)
}
