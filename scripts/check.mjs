/** `npm run check`: Biome on everything, then the type checker in every package and over the tests. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
// Two packages own a `tsc`; this one is the native compiler.
const tsc = 'node_modules/@typescript/native/bin/tsc'

const steps = [
  ['biome', 'node_modules/@biomejs/biome/bin/biome', ['ci', '--max-diagnostics=50']],
  ...readdirSync(`${root}/packages`).map((name) => [
    `tsc ${name}`,
    tsc,
    ['-p', `packages/${name}`],
  ]),
  ['tsc tests and scripts', tsc, ['-p', '.']],
]

let failed = 0
for (const [name, script, args] of steps) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`)
  if (status !== 0) failed += 1
}
process.exit(failed === 0 ? 0 : 1)
