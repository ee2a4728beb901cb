/** A scan of 500 manifests by the bundle and by the checkout, beside Node parsing the same files as YAML. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { buildCommand, measure, root, type Use } from './_bundle.ts'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'))
const manifests = join(folder, 'manifests')
const cache = join(folder, 'cache')
const count = 500

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

try {
  mkdirSync(manifests)
  for (let index = 0; index < count; index += 1) {
    writeFileSync(join(manifests, `app-${index}.yaml`), makeManifest(index))
  }
  const scan = ['scan', manifests, '--format', 'sarif']
  const bundle = [buildCommand(folder), ...scan]
  const checkout = [join(root, 'packages/cli/bin/evenkeel.mjs'), ...scan]
  const rows: [string, Use][] = [
    ['node, parsing the files as YAML', measure(['--eval', parsing], join(folder, 'none'))],
    ['evenkeel scan, nothing kept', measure(bundle, cache)],
    ['evenkeel scan, rules kept', measure(bundle, cache)],
    ['evenkeel scan from a checkout, rules kept', measure(checkout, cache)],
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
