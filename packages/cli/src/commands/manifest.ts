/** `evenkeel manifest`: the manifest that deploys the agent, on standard output. */

import { readFile } from 'node:fs/promises'
import { type JsonMap, ManifestError, manifestOfOptions } from '@evenkeel/server/manifest'
import { Failure } from '../failure.ts'

/** By the names of the options; those of the chart's values as `valueFields` calls them. */
export interface ManifestOptions extends Record<string, string | boolean | undefined> {
  namespace: string
  tokenFile?: string
  serverCaFile?: string
  /** As the chart takes it. */
  values?: string
}

export async function manifest(options: ManifestOptions): Promise<void> {
  const { namespace, tokenFile, serverCaFile, values: valuesFile, ...named } = options
  const texts = Object.entries(named).map(([name, value]): [string, string | undefined] => [
    toKebabCase(name),
    value === undefined ? undefined : String(value),
  ])
  const given = Object.fromEntries(texts)
  const values = valuesFile ? await readValuesFile(valuesFile) : {}
  const hasToken = !tokenFile && Boolean(given['token-secret'] || isSaid(values, 'token'))
  const hasServer = isSaid(values, 'server') && given.server === undefined
  try {
    const text = manifestOfOptions(
      {
        ...given,
        server: hasServer ? undefined : checkUrl(given.server ?? ''),
        token: hasToken ? undefined : await readToken(tokenFile),
        'server-ca': serverCaFile ? await readNamed('certificate', serverCaFile) : undefined,
      },
      { namespace, values },
    )
    process.stdout.write(text)
  } catch (error) {
    if (error instanceof ManifestError) throw new Failure(error.message)
    throw error
  }
}

async function readValuesFile(file: string): Promise<JsonMap> {
  const { parse } = await import('yaml')
  const text = await readNamed('values', file)
  let values: unknown
  try {
    values = parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new Failure(`The values file ${file} is not YAML: ${reason}`, undefined, error)
  }
  if (isMap(values)) return values
  throw new Failure(`The values file ${file} must be a map, as values.yaml of the chart is.`)
}

function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What the value itself has to be, the manifest says. */
function isSaid(values: JsonMap, name: string): boolean {
  return isMap(values[name]) && Object.values(values[name]).some((it) => it !== '')
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
