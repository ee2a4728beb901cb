/** Can the agent keep its credential and what the server cannot take yet? */

import { existsSync } from 'node:fs'
import { mkdtemp, rmdir, statfs, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AgentConfig } from '../daemon/config.ts'
import { type Diagnosis, limited, messageOf, well } from './diagnosis.ts'

export async function* diagnoseState(config: AgentConfig): AsyncGenerator<Diagnosis> {
  const { credentialFile, spoolFolder, spoolBytesMax } = config
  if (credentialFile)
    yield await diagnoseFolder(dirname(credentialFile), {
      bytesMin: credentialBytesMin,
      loss: 'a restart enrols anew',
    })
  else
    yield limited(
      'state',
      'The credential is kept in memory alone, so a restart enrols anew; set EVENKEEL_CREDENTIAL_FILE to a file in a folder that can be written.',
    )
  if (spoolFolder)
    yield await diagnoseFolder(spoolFolder, {
      bytesMin: spoolBytesMax,
      loss: 'cycles that the server cannot take yet are lost with a restart',
    })
  else
    yield limited(
      'state',
      'Cycles that the server cannot take yet are kept in memory alone and are lost with a restart; set EVENKEEL_SPOOL_FOLDER to a folder that can be written.',
    )
}

const credentialBytesMin = 1024 * 1024

async function diagnoseFolder(
  folder: string,
  { bytesMin, loss }: { bytesMin: number; loss: string },
): Promise<Diagnosis> {
  try {
    // The agent makes the folder itself, within one that is there.
    const place = existsSync(folder) ? folder : dirname(folder)
    await tryToWrite(place)
    const { bavail, bsize } = await statfs(place)
    const free = bavail * bsize
    const size = `${Math.floor(free / mebibyte)} MB free`
    if (free >= bytesMin) return well('state', `${folder} can be written, ${size}.`)
    const wanted = Math.ceil(bytesMin / mebibyte)
    return limited(
      'state',
      `${folder} has ${size} of the ${wanted} MB that it may need, so ${loss}; make room.`,
    )
  } catch (error) {
    return limited(
      'state',
      `${folder} cannot be written, so ${loss}: ${messageOf(error)}; mount a volume there that user ${process.getuid?.() ?? ''} may write.`,
    )
  }
}

const mebibyte = 1024 * 1024

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
