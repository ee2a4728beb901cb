/** `npm run dev`: the same as `npm start`, and the pages reload on change by Vite on port 4401. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = (args, cwd) => spawn(process.execPath, args, { cwd, stdio: 'inherit' })

const children = [
  run(
    ['--watch-path=packages', '--import', 'tsx', 'packages/cli/src/entries/evenkeel.ts', 'up'],
    root,
  ),
  run([`${root}/node_modules/vite/bin/vite.js`, '--port', '4401'], `${root}/packages/web`),
]
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal)
  })
}
