/** `npm run build`: four bundles below dist/: server, agent, cli (esbuild) and web (vite). */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { tsImport } from 'tsx/esm/api'
import { bundle, bundleInParts } from './bundle.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

const bundles = {
  server: 'packages/cli/src/entries/serve.ts',
  agent: 'packages/cli/src/entries/agent.ts',
  // The thread of the embedded database, which server and cli start from beside themselves.
  database: 'packages/server/src/storage/embedded/worker.ts',
  // The thread of the users' rules.
  rules: 'packages/benchmarks/src/sandbox/worker.ts',
  // The thread that lays reports out.
  reports: 'packages/server/src/reports/worker.ts',
}

mkdirSync(`${root}/dist`, { recursive: true })
for (const [name, entry] of Object.entries(bundles)) {
  const outfile = `${root}/dist/evenkeel-${name}.mjs`
  await bundle(entry, outfile)
  console.log(`${outfile} ${(statSync(outfile).size / 1024).toFixed(0)} KB`)
}

await bundleInParts('packages/cli/src/entries/evenkeel.ts', `${root}/dist`, 'evenkeel-cli')
const parts = readdirSync(`${root}/dist`).filter((it) => it.startsWith('evenkeel-cli'))
console.log(`${root}/dist/evenkeel-cli.mjs in ${parts.length} parts`)

const web = spawnSync(process.execPath, ['scripts/build-web.mjs', '--force'], {
  cwd: root,
  stdio: 'inherit',
})
if (web.status !== 0) process.exit(web.status ?? 1)

// What the bundles look for beside themselves.
cpSync(`${root}/packages/web/dist`, `${root}/dist/web`, { recursive: true })
const { fontFiles, fontPath } = await tsImport(
  '../packages/server/src/reports/fonts.ts',
  import.meta.url,
)
for (const file of fontFiles) cpSync(fontPath(file), `${root}/dist/fonts/${file}`)
cpSync(`${root}/packages/agent/fixtures/sample/sample.snapshot`, `${root}/dist/sample.snapshot`)
