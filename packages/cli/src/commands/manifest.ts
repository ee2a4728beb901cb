/** `evenkeel manifest`: the manifest that deploys the agent, on standard output. */

import { readFile } from 'node:fs/promises'
import { generateManifest } from '@evenkeel/server/manifest'
import { parseDuration } from '../duration.ts'
import { Failure } from '../failure.ts'

export interface ManifestOptions {
  cluster: string
  server: string
  tokenFile?: string
  image?: string
  period: string
  namespace: string
  nodeChecks: boolean
}

export async function manifest(options: ManifestOptions): Promise<void> {
  const text = generateManifest({
    clusterName: options.cluster,
    serverUrl: checkUrl(options.server),
    token: await readToken(options.tokenFile),
    periodHours: parseDuration(options.period) / 3_600_000,
    namespace: options.namespace,
    nodeChecks: options.nodeChecks,
    ...(options.image ? { image: options.image } : {}),
  })
  process.stdout.write(text)
}

/** The token is no option of its own, so that it stands in no shell history and no process list. */
async function readToken(file: string | undefined): Promise<string> {
  const token = file ? await readTokenFile(file) : (process.env.EVENKEEL_TOKEN ?? '')
  if (token.trim() !== '') return token.trim()
  throw new Failure(
    'An enrolment token is needed: "Add cluster" on the Clusters page makes one; ' +
      'give it by --token-file or in $EVENKEEL_TOKEN.',
  )
}

async function readTokenFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new Failure(`The token file ${file} cannot be read.`, undefined, error)
  }
}

function checkUrl(text: string): string {
  const isWeb = URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
  if (isWeb) return text
  throw new Failure(`--server takes a URL such as https://evenkeel.example.com, not "${text}".`)
}
