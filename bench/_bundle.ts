/** Builds the command as `npm run build` does, and measures processes of Node. */
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')

export interface Use {
  seconds: number
  cpuSeconds: number
  residentMegabytes: number
}

/** Its last line tells what the process used in all; `ru_maxrss` is the peak. */
const report = `data:text/javascript,${encodeURIComponent(`
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    const use = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, residentMegabytes: maxRSS / 1024 }
    process.stderr.write(JSON.stringify(use) + '\\n')
  })`)}`

/** Compiled rules are kept below the folder. */
export function measure(args: string[], cache: string): Use {
  const started = performance.now()
  const { stderr, status } = spawnSync(process.execPath, ['--import', report, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, XDG_CACHE_HOME: cache },
  })
  if (status !== 0) throw new Error(stderr)
  const use = JSON.parse(stderr.trim().split('\n').at(-1) ?? '')
  return { ...use, seconds: (performance.now() - started) / 1000 }
}

/** The path of the bundle's entry. */
export function buildCommand(folder: string): string {
  const entry = 'packages/cli/src/entries/evenkeel.ts'
  build(`bundleInParts('${entry}', ${JSON.stringify(folder)}, 'evenkeel-cli')`)
  return join(folder, 'evenkeel-cli.mjs')
}

/** The agent's bundle, as its image holds it. */
export function buildAgent(folder: string): string {
  const path = join(folder, 'evenkeel-agent.mjs')
  build(`bundle('packages/cli/src/entries/agent.ts', ${JSON.stringify(path)})`)
  return path
}

function build(call: string): void {
  const script = JSON.stringify(join(root, 'scripts/bundle.mjs'))
  const code = `const it = await import(${script}); await it.${call}`
  const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('The bundle could not be built.')
}
