/** Bundles an entry of the command line into one file for Node, with the rules inside. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { tsImport } from 'tsx/esm/api'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Bundled CommonJS dependencies ask for these at run time. */
const banner = [
  "import { createRequire as createRequireForBundle } from 'node:module'",
  "import { fileURLToPath as toPathForBundle } from 'node:url'",
  'const require = createRequireForBundle(import.meta.url)',
  "const folderOfBundle = toPathForBundle(new URL('.', import.meta.url))",
].join('\n')

/** Packages with files or binaries of their own, which stay beside the bundle. */
const external = ['@electric-sql/pglite', '@node-rs/argon2', 'pg-native']

/**
 * Puts the rule files where a checkout would read them from disk: inside the bundle, or in a file
 * beside it that is read only when the text of a rule is needed.
 */
function embedRules(beside) {
  return {
    name: 'embed-rules',
    setup(plugin) {
      plugin.onLoad({ filter: /benchmarks[\\/]src[\\/]library[\\/]embedded\.ts$/ }, async () => {
        const library = '../packages/benchmarks/src/library/rule-files.ts'
        const { hashRuleFiles, readRuleFiles } = await tsImport(library, import.meta.url)
        const files = readRuleFiles()
        const text = JSON.stringify(files)
        const hash = JSON.stringify(hashRuleFiles(files))
        if (!beside)
          return { contents: `export const embedded = { hash: ${hash}, files: () => (${text}) }` }
        writeFileSync(beside, text)
        const url = `new URL(${JSON.stringify(`./${basename(beside)}`)}, import.meta.url)`
        const contents = [
          "import { readFileSync } from 'node:fs'",
          `const read = () => JSON.parse(readFileSync(${url}, 'utf8'))`,
          `export const embedded = { hash: ${hash}, files: read }`,
        ].join('\n')
        return { contents }
      })
    },
  }
}

/** `entry` is a path from the root of the checkout. */
export async function bundle(entry, outfile) {
  await build({ ...options, entryPoints: [`${root}/${entry}`], outfile })
}

/**
 * The same in several files beside each other, so that a short command loads no more than it needs:
 * what is not loaded costs neither time nor memory. The entry has the given name.
 */
export async function bundleInParts(entry, folder, name) {
  for (const file of readdirSync(folder)) {
    if (file.startsWith(`${name}-`)) rmSync(`${folder}/${file}`)
  }
  const { metafile } = await build({
    ...options,
    entryPoints: { [name]: `${root}/${entry}` },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: `${name}-[hash]`,
    splitting: true,
    metafile: true,
    plugins: [embedRules(`${folder}/${name}-rules.json`)],
  })
  refuseLateCommonJs(metafile)
}

/** A CommonJS module that is imported late has no named exports in a part of a bundle. */
function refuseLateCommonJs({ inputs }) {
  for (const [file, { imports }] of Object.entries(inputs)) {
    for (const { kind, path } of imports) {
      if (kind !== 'dynamic-import' || inputs[path]?.format !== 'cjs') continue
      throw new Error(`${file} imports ${path} late, which is CommonJS: import it at the top.`)
    }
  }
}

const options = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  banner: { js: banner },
  define: { __dirname: 'folderOfBundle' },
  external,
  // Its modules, and not the CommonJS that it has for Node: they can be taken apart.
  alias: { yaml: `${root}/node_modules/yaml/browser/index.js` },
  plugins: [embedRules()],
  legalComments: 'linked',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
}
