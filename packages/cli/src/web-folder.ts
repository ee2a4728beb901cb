/** Where the built pages lie; in a checkout they are built first when their sources changed. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Failure } from './failure.ts'

/** The folder of the built web application. */
export async function webFolder(): Promise<string> {
  // Beside a bundle the pages were built with it; in a checkout they are below packages/.
  const beside = fileURLToPath(new URL('./web', import.meta.url))
  if (existsSync(`${beside}/index.html`)) return beside
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const script = `${root}/scripts/build-web.mjs`
  if (existsSync(script)) {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 2, 2] })
    const [status] = await once(child, 'exit')
    if (status !== 0) throw new Failure('The pages could not be built; the lines above say why.')
  }
  return `${root}/packages/web/dist`
}
