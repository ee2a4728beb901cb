/** The entry of the `evenkeel` command. */

import { run } from '../program.ts'

process.exitCode = await run(process.argv)
