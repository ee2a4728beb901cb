/** A scan of 500 manifests by the bundle and by the checkout, beside Node parsing the same files as YAML. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'

const root = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'))
const manifests = join(folder, 'manifests')
const count = 500

interface Use {
  seconds: number
  cpuSeconds: number
  residentMegabytes: number
}

const report = `data:text/javascript,${encodeURIComponent(`
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    const use = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, residentMegabytes: maxRSS / 1024 }
    process.stderr.write(JSON.stringify(use) + '\\n')
  })`)}`

function measure(args: string[], cache: string): Use {
  const started = performance.now()
  const { stderr, status } = spawnSync(process.execPath, ['--import', report, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, XDG_CACHE_HOME: join(folder, cache) },
  })
  if (status !== 0) throw new Error(stderr)
  const use = JSON.parse(stderr.trim().split('\n').at(-1) ?? '')
  return { ...use, seconds: (performance.now() - started) / 1000 }
}

/** Deployments, Services, roles and bindings, with and without what rules ask for. */
function makeManifest(index: number): string {
  const metadata = { name: `app-${index}`, namespace: `team-${index % 20}` }
  const container = {
    name: 'main',
    image: `registry.example/app:${index % 7 ? index : 'latest'}`,
    ...(index % 3 ? { securityContext: { privileged: index % 5 === 0 } } : {}),
  }
  const kinds: object[] = [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: { app: metadata.name } },
        template: {
          metadata: { labels: { app: metadata.name } },
          spec: { hostNetwork: index % 11 === 0, containers: [container] },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: metadata.name }, ports: [{ port: 80 }] },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: index % 2 ? ['get'] : ['*'] }],
    },
  ]
  return kinds.map((it) => stringify(it)).join('---\n')
}

const parsing = `
  const { readdirSync, readFileSync } = require('node:fs')
  const { parseAllDocuments } = require(${JSON.stringify(join(root, 'node_modules/yaml'))})
  for (const it of readdirSync(${JSON.stringify(manifests)}))
    parseAllDocuments(readFileSync(${JSON.stringify(manifests)} + '/' + it, 'utf8')).map((it) => it.toJS())`

/** As `npm run build` does it. */
function build(): void {
  const script = JSON.stringify(join(root, 'scripts/bundle.mjs'))
  const code = `
    const { bundleInParts } = await import(${script})
    await bundleInParts('packages/cli/src/entries/evenkeel.ts', ${JSON.stringify(folder)}, 'evenkeel-cli')`
  const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('The bundle could not be built.')
}

try {
  mkdirSync(manifests)
  for (let index = 0; index < count; index += 1) {
    writeFileSync(join(manifests, `app-${index}.yaml`), makeManifest(index))
  }
  build()
  const scan = ['scan', manifests, '--format', 'sarif']
  const bundle = [join(folder, 'evenkeel-cli.mjs'), ...scan]
  const checkout = [join(root, 'packages/cli/bin/evenkeel.mjs'), ...scan]
  const rows: [string, Use][] = [
    ['node, parsing the files as YAML', measure(['--eval', parsing], 'none')],
    ['evenkeel scan, nothing kept', measure(bundle, 'cache')],
    ['evenkeel scan, rules kept', measure(bundle, 'cache')],
    ['evenkeel scan from a checkout, rules kept', measure(checkout, 'cache')],
  ]
  for (const [title, it] of rows) {
    console.log(
      `${title.padEnd(42)}${it.seconds.toFixed(2).padStart(7)} s${it.cpuSeconds.toFixed(2).padStart(8)} s CPU${it.residentMegabytes.toFixed(0).padStart(7)} MB`,
    )
  }
  const [baseline, , kept] = rows.map(([, it]) => it)
  if (baseline && kept) {
    console.log(`scan / parsing: ${(kept.cpuSeconds / baseline.cpuSeconds).toFixed(1)} x CPU`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
