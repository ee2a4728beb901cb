/** Builds Helm from its Go module, once for each version; charts are tried with the real program. */

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const helmVersion = 'v3.21.4'

function helmFolder(): string {
  const root = process.env.EVENKEEL_CACHE || join(homedir(), '.cache', 'evenkeel')
  return join(root, `helm-${helmVersion}`)
}

/** The path of the program; undefined when it was not built yet. */
export function findHelm(): string | undefined {
  const path = join(helmFolder(), 'helm')
  return existsSync(path) ? path : undefined
}

/** Builds it where it is missing (about three minutes on two cores the first time). */
export function buildHelm(): string {
  const built = findHelm()
  if (built) return built
  const folder = helmFolder()
  const unfinished = `${folder}.unfinished-${process.pid}`
  mkdirSync(unfinished, { recursive: true })
  try {
    const source = `helm.sh/helm/v3/cmd/helm@${helmVersion}`
    execFileSync('nice', ['go', 'install', '-trimpath', '-ldflags', '-s -w', source], {
      env: { ...process.env, CGO_ENABLED: '0', GOBIN: unfinished, GOWORK: 'off', GOFLAGS: '' },
      stdio: ['ignore', 2, 2],
    })
    if (!existsSync(folder)) renameSync(unfinished, folder)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  return join(folder, 'helm')
}

/** Why Helm cannot be had here; undefined when it can. */
export function whyNoHelm(): string | undefined {
  if (findHelm()) return undefined
  const { status } = spawnSync('go', ['version'], { stdio: 'ignore' })
  return status === 0 ? undefined : 'Go (https://go.dev/dl), which Helm is built with, is missing.'
}

/** What it prints; rejects with what it complains about. */
export function helm(...args: string[]): string {
  return execFileSync(buildHelm(), args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
}
