/** The entry of the `evenkeel` command. */

import { run } from '../program.ts'

// A reader that goes away (`| head`) has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await run(process.argv)
