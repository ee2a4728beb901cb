/** Builds Kubernetes and etcd from the Go modules pinned beside this file, once for each pin. */

import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const moduleFolder = fileURLToPath(new URL('.', import.meta.url))

/** The Kubernetes version of the pin, as in "v1.35.4". */
export const kubernetesVersion = readKubernetesVersion()

/** Where binaries and images of this pin are kept: outside the work tree, shared by every checkout. */
export function cacheFolder(): string {
  const hash = createHash('sha256')
  for (const file of ['go.mod', 'go.sum', 'pause/main.go']) {
    hash.update(readFileSync(join(moduleFolder, file)))
  }
  const root = process.env.EVENKEEL_CACHE || join(homedir(), '.cache', 'evenkeel')
  return join(root, `e2e-${hash.digest('hex').slice(0, 16)}`)
}

/** The folder of the binaries; undefined when they were not built yet. */
export function findBinaries(): string | undefined {
  const folder = join(cacheFolder(), 'bin')
  return existsSync(folder) ? folder : undefined
}

/** The path of one program of the pin. */
export function binary(name: string): string {
  const folder = findBinaries()
  if (!folder) throw new Error('Kubernetes is not built yet; run `node scripts/install-e2e.mjs`.')
  return join(folder, name)
}

/** Builds what is missing (about five minutes on two cores the first time). */
export function buildBinaries(): string {
  const built = findBinaries()
  if (built) return built

  const folder = join(cacheFolder(), 'bin')
  const unfinished = join(cacheFolder(), `bin.unfinished-${process.pid}`)
  mkdirSync(unfinished, { recursive: true })
  try {
    goBuild('tool', unfinished)
    goBuild('./pause', unfinished)
    // Go names a program after its folder.
    renameSync(join(unfinished, 'server'), join(unfinished, 'etcd'))
    renameSync(unfinished, folder)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  return folder
}

/** Why Kubernetes cannot be built here; undefined when it can, or is built already. */
export function whyNotBuildable(): string | undefined {
  if (findBinaries()) return undefined
  const { status } = spawnSync('go', ['version'], { cwd: moduleFolder, stdio: 'ignore' })
  return status === 0 ? undefined : 'Go (https://go.dev/dl) is not on the PATH.'
}

function goBuild(packages: string, folder: string): void {
  const [major, minor] = kubernetesVersion.slice(1).split('.')
  const version = { gitVersion: kubernetesVersion, gitMajor: major, gitMinor: minor }
  const flags = Object.entries(version).map(
    ([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
  )
  // Static programs (no cgo) need no C compiler here and no library in their images.
  execFileSync(
    'nice',
    [
      'go',
      'build',
      '-trimpath',
      '-ldflags',
      `-s -w ${flags.join(' ')}`,
      '-o',
      `${folder}/`,
      packages,
    ],
    {
      cwd: moduleFolder,
      env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' },
      stdio: ['ignore', 2, 2],
    },
  )
}

function readKubernetesVersion(): string {
  const text = readFileSync(join(moduleFolder, 'go.mod'), 'utf8')
  const version = text.match(/^(?:require)?\s*k8s\.io\/kubernetes (v[\d.]+)/m)?.[1]
  if (!version) throw new Error('e2e/cluster/go.mod names no version of k8s.io/kubernetes.')
  return version
}
