/** Can the agent keep its credential and what the server cannot take yet? */

import { mkdtemp, rmdir, statfs, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AgentConfig } from '../daemon/config.ts'
import { type Diagnosis, limited, messageOf, well } from './diagnosis.ts'

const freeBytesMin = 64 * 1024 * 1024

export async function* diagnoseState({ credentialFile }: AgentConfig): AsyncGenerator<Diagnosis> {
  if (!credentialFile) {
    yield limited(
      'state',
      'Credential and unsent cycles are kept in memory alone and are lost with a restart; set EVENKEEL_CREDENTIAL_FILE to a file in a folder that can be written.',
    )
    return
  }
  const folder = dirname(credentialFile)
  try {
    await tryToWrite(folder)
    const { bavail, bsize } = await statfs(folder)
    const free = bavail * bsize
    const size = `${Math.floor(free / 1024 / 1024)} MB free`
    yield free >= freeBytesMin
      ? well('state', `${folder} can be written, ${size}.`)
      : limited(
          'state',
          `${folder} has ${size}; cycles are lost while the server is away, make room.`,
        )
  } catch (error) {
    yield limited(
      'state',
      `${folder} cannot be written, so a restart enrols anew and unsent cycles are lost: ${messageOf(error)}; mount a volume there that user ${process.getuid?.() ?? ''} may write.`,
    )
  }
}

/** In a folder of its own, which is gone afterwards. */
async function tryToWrite(folder: string): Promise<void> {
  const own = await mkdtemp(join(folder, 'doctor-'))
  const file = join(own, 'file')
  try {
    await writeFile(file, 'x')
    await unlink(file)
  } finally {
    await rmdir(own).catch(() => undefined)
  }
}
