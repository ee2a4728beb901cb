/** Bundles an entry of the command line into one file for Node, with the rules inside. */
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { tsImport } from 'tsx/esm/api'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Bundled CommonJS dependencies ask for these at run time. */
const banner = [
  "import { createRequire as createRequireForBundle } from 'node:module'",
  'const require = createRequireForBundle(import.meta.url)',
].join('\n')

/** Packages with files or binaries of their own, which stay beside the bundle. */
const external = ['@electric-sql/pglite', '@node-rs/argon2', 'pg-native']

/** Puts the rule files where a checkout would read them from disk. */
const embedRules = {
  name: 'embed-rules',
  setup(plugin) {
    plugin.onLoad({ filter: /benchmarks[\\/]src[\\/]library[\\/]embedded\.ts$/ }, async () => {
      const library = '../packages/benchmarks/src/library/rule-files.ts'
      const { readRuleFiles } = await tsImport(library, import.meta.url)
      return { contents: `export const embeddedFiles = ${JSON.stringify(readRuleFiles())}` }
    })
  },
}

/** `entry` is a path from the root of the checkout. */
export async function bundle(entry, outfile) {
  await build({
    entryPoints: [`${root}/${entry}`],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: { js: banner },
    external,
    plugins: [embedRules],
    legalComments: 'linked',
    minifySyntax: true,
    logLevel: 'warning',
  })
}
