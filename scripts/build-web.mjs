/** Builds the web application when its sources changed since the last build; `--force` always. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const web = `${root}/packages/web`
const stamp = `${web}/dist/.sources`

const key = hashSources()
const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === key
if (!isCurrent || process.argv.includes('--force')) {
  const { status } = spawnSync(
    process.execPath,
    [`${root}/node_modules/vite/bin/vite.js`, 'build', '--logLevel', 'warn'],
    { cwd: web, stdio: ['ignore', 2, 2] },
  )
  if (status !== 0) {
    console.error('The web application could not be built; the lines above say why.')
    process.exit(1)
  }
  writeFileSync(stamp, key)
}

/** Over everything that goes into the bundle, and the versions of what it imports. */
function hashSources() {
  const hash = createHash('sha256')
  const files = [
    `${root}/package-lock.json`,
    `${web}/index.html`,
    `${web}/vite.config.ts`,
    ...filesBelow(`${web}/src`),
    ...(existsSync(`${web}/public`) ? filesBelow(`${web}/public`) : []),
    ...filesBelow(`${root}/packages/model/src`),
  ]
  for (const file of files.sort()) {
    if (existsSync(file))
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file))
  }
  return hash.digest('hex')
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile() && !it.name.includes('.test.'))
    .map((it) => `${it.parentPath}/${it.name}`)
}
