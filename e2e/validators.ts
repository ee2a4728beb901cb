/** Programs of others that know a format better than we do: installed once, from npm and PyPI. */

import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const sarifVersion = '5.7.0'
const pythonPackages = [
  'check-jsonschema==0.39.0',
  'compliance-trestle==5.2.0',
  'pre-commit==4.7.0',
]

const cache = process.env.EVENKEEL_CACHE || join(homedir(), '.cache', 'evenkeel')
const sarifFolder = join(cache, `sarif-multitool-${sarifVersion}`)
const sarifProgram = join(sarifFolder, 'package', 'Sarif.Multitool')
const pythonFolder = join(cache, `python-${pythonPackages.join('_').replace(/[=]+/g, '-')}`)

/** Why the validators cannot be had here; undefined when they can. */
export function whyNoValidators(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'The SARIF tool is for Linux.'
  const { status } = spawnSync('python3', ['-m', 'venv', '--help'], { stdio: 'ignore' })
  return status === 0 ? undefined : 'Python 3 with venv, which the validators need, is missing.'
}

export function hasValidators(): boolean {
  return existsSync(sarifProgram) && existsSync(pythonFolder)
}

/** Installs what is missing (a minute the first time). */
export function installValidators(): void {
  if (!existsSync(sarifProgram)) {
    intoPlace(sarifFolder, (folder) => {
      const pack = `@microsoft/sarif-multitool-linux@${sarifVersion}`
      const name = run('npm', ['pack', '--silent', pack], folder).trim()
      run('tar', ['xzf', name], folder)
      rmSync(join(folder, name))
      chmodSync(join(folder, 'package', 'Sarif.Multitool'), 0o755)
    })
  }
  if (!existsSync(pythonFolder)) {
    // Its scripts hold its path, so it is made where it stays and taken away when it fails.
    try {
      run('python3', ['-m', 'venv', pythonFolder], cache)
      run(join(pythonFolder, 'bin/pip'), ['install', '--quiet', ...pythonPackages], cache)
    } catch (error) {
      rmSync(pythonFolder, { recursive: true, force: true })
      throw error
    }
  }
}

/** What the SARIF SDK says against the file; empty when nothing. */
export function sarifErrors(file: string): string[] {
  const { stdout } = spawnSync(sarifProgram, ['validate', file], {
    encoding: 'utf8',
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
  })
  if (!stdout.includes('1 files scanned')) return [`It was not validated: ${stdout}`]
  return stdout.split('\n').filter((line) => line.includes(': error '))
}

/** Runs a program of the Python packages. */
export function runPython(
  program: string,
  args: string[],
  options: { cwd?: string; input?: string; env?: NodeJS.ProcessEnv } = {},
) {
  return spawnSync(join(pythonFolder, 'bin', program), args, { encoding: 'utf8', ...options })
}

function intoPlace(folder: string, make: (unfinished: string) => void): void {
  const unfinished = `${folder}.unfinished-${process.pid}`
  mkdirSync(unfinished, { recursive: true })
  try {
    make(unfinished)
    if (!existsSync(folder)) renameSync(unfinished, folder)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

function run(program: string, args: string[], cwd: string): string {
  mkdirSync(cwd, { recursive: true })
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 2] })
}
