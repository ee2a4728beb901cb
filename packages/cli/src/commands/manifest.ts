/** `evenkeel manifest`: the manifest that deploys the agent, on standard output. */

import { readFile } from 'node:fs/promises'
import { ManifestError, manifestOfOptions } from '@evenkeel/server/manifest'
import { Failure } from '../failure.ts'

/** By the names of the options; those of the chart's values as `valueFields` calls them. */
export interface ManifestOptions extends Record<string, string | boolean | undefined> {
  namespace: string
  tokenFile?: string
  serverCaFile?: string
}

export async function manifest(options: ManifestOptions): Promise<void> {
  const { namespace, tokenFile, serverCaFile, ...named } = options
  const texts = Object.entries(named).map(([name, value]): [string, string | undefined] => [
    toKebabCase(name),
    value === undefined ? undefined : String(value),
  ])
  const given = Object.fromEntries(texts)
  try {
    const text = manifestOfOptions(
      {
        ...given,
        server: checkUrl(given.server ?? ''),
        token: given['token-secret'] ? undefined : await readToken(tokenFile),
        'server-ca': serverCaFile ? await readNamed('certificate', serverCaFile) : undefined,
      },
      namespace,
    )
    process.stdout.write(text)
  } catch (error) {
    if (error instanceof ManifestError) throw new Failure(error.message)
    throw error
  }
}

function toKebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** The token is no option of its own, so that it stands in no shell history and no process list. */
async function readToken(file: string | undefined): Promise<string> {
  const token = file ? await readNamed('token', file) : (process.env.EVENKEEL_TOKEN ?? '')
  if (token.trim() !== '') return token.trim()
  throw new Failure(
    'An enrolment token is needed: "Add cluster" on the Clusters page makes one; ' +
      'give it by --token-file, in $EVENKEEL_TOKEN, or name the Secret that holds it by --token-secret.',
  )
}

async function readNamed(what: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new Failure(`The ${what} file ${file} cannot be read.`, undefined, error)
  }
}

function checkUrl(text: string): string {
  const isWeb = URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
  if (isWeb) return text
  throw new Failure(`--server takes a URL such as https://evenkeel.example.com, not "${text}".`)
}
