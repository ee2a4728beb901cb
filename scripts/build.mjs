/** `npm run build`: four bundles below dist/: server, agent, cli (esbuild) and web (vite). */
import { spawnSync } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Bundled CommonJS dependencies ask for these at run time. */
const banner = [
  "import { createRequire as createRequireForBundle } from 'node:module'",
  'const require = createRequireForBundle(import.meta.url)',
].join('\n')

/** Packages with files or binaries of their own, which stay beside the bundle. */
const external = ['@electric-sql/pglite', '@node-rs/argon2', 'pg-native']

const bundles = {
  server: 'packages/cli/src/entries/serve.ts',
  agent: 'packages/cli/src/entries/agent.ts',
  cli: 'packages/cli/src/entries/evenkeel.ts',
  // The thread of the embedded database, which server and cli start from beside themselves.
  database: 'packages/server/src/storage/embedded/worker.ts',
}

mkdirSync(`${root}/dist`, { recursive: true })
for (const [name, entry] of Object.entries(bundles)) {
  const outfile = `${root}/dist/evenkeel-${name}.mjs`
  await build({
    entryPoints: [`${root}/${entry}`],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: { js: banner },
    external,
    legalComments: 'linked',
    minifySyntax: true,
    logLevel: 'warning',
  })
  console.log(`${outfile} ${(statSync(outfile).size / 1024).toFixed(0)} KB`)
}

const web = spawnSync(process.execPath, ['scripts/build-web.mjs', '--force'], {
  cwd: root,
  stdio: 'inherit',
})
process.exit(web.status ?? 1)
