/** `node scripts/package.mjs`, after `npm run build`: the npm package `evenkeel` below dist/package. */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = `${root}/dist`
const target = `${dist}/package`

const read = (path) => JSON.parse(readFileSync(`${root}/${path}`, 'utf8'))
const own = read('packages/cli/package.json')
const server = read('packages/server/package.json')
const workspace = read('package.json')

/** What has files or native code of its own and is therefore not in the bundle. */
const beside = ['@electric-sql/pglite', '@node-rs/argon2']

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })

// Agent and server have bundles of their own for their images; the command holds both.
const left = new Set(['package', 'evenkeel-agent.mjs', 'evenkeel-server.mjs'])
for (const name of readdirSync(dist)) {
  if (left.has(name) || left.has(name.replace(/\.LEGAL\.txt$/, ''))) continue
  cpSync(`${dist}/${name}`, `${target}/${name}`, { recursive: true })
}
for (const name of ['README.md', 'LICENSE', 'docs/evenkeel.1', 'docs/evenkeel.schema.json']) {
  cpSync(`${root}/${name}`, `${target}/${name.split('/').at(-1)}`)
}

// Answers --version by itself, since asking for the version should load nothing.
const command = `#!/usr/bin/env node
if (process.argv[2] === '--version' || process.argv[2] === '-V') console.log('${own.version}')
else await import('./evenkeel-cli.mjs')
`
writeFileSync(`${target}/evenkeel.mjs`, command)
chmodSync(`${target}/evenkeel.mjs`, 0o755)

const manifest = {
  name: 'evenkeel',
  version: own.version,
  description: workspace.description,
  license: workspace.license,
  type: 'module',
  engines: workspace.engines,
  // kubectl finds its plug-ins by their names: `kubectl evenkeel scan`.
  bin: { evenkeel: './evenkeel.mjs', 'kubectl-evenkeel': './evenkeel.mjs' },
  man: ['./evenkeel.1'],
  dependencies: Object.fromEntries(beside.map((name) => [name, server.dependencies[name]])),
}
writeFileSync(`${target}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`)
console.log(target)
