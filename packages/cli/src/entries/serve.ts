/** The entry of the server's bundle: `node evenkeel-server.mjs serve ...`. */

import { run } from '../program.ts'

const { argv } = process
process.exitCode = await run(
  argv[2] === 'serve' ? argv : [...argv.slice(0, 2), 'serve', ...argv.slice(2)],
)
