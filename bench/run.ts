/** `npm run bench [NAME...]`: runs the benchmarks of this folder one after another, each in a fresh process. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'

const wanted = process.argv.slice(2)
const names = readdirSync(import.meta.dirname)
  .filter((it) => it.endsWith('.ts') && it !== 'run.ts' && !it.startsWith('_'))
  .map((it) => it.slice(0, -'.ts'.length))
  .filter((name) => wanted.length === 0 || wanted.some((it) => name.includes(it)))
  .sort()

if (names.length === 0) {
  console.error(`No benchmark is named like ${wanted.join(' or ')}.`)
  process.exit(2)
}

let failed = 0
for (const name of names) {
  console.log(`\n== ${name}`)
  const { status } = spawnSync(
    process.execPath,
    ['--expose-gc', '--import', 'tsx', `${import.meta.dirname}/${name}.ts`],
    { stdio: 'inherit' },
  )
  if (status !== 0) {
    console.error(`${name} ended with ${status}.`)
    failed += 1
  }
}
process.exit(failed === 0 ? 0 : 1)
