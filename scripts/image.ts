/** Writes container image archives without a registry: from this machine's own programs and our bundle. */

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, realpathSync } from 'node:fs'
import { rename, stat } from 'node:fs/promises'
import { basename, posix } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

/** One file of a layer: its absolute path in the image, and its content or the file that holds it. */
export interface ImageFile {
  path: string
  content: string | { file: string }
  mode?: number
}

export interface Image {
  /** Every name that the image goes by, each with a tag. */
  names: string[]
  /** Lowest first. The same files give the same bytes, so what seldom changes goes below. */
  layers: ImageFile[][]
  config: { entrypoint: string[]; env?: string[]; user?: string; workingDirectory?: string }
}

interface TarEntry {
  name: string
  mode: number
  type: 'file' | 'folder'
  sizeBytes: number
  open: () => Readable
}

const tarBlockBytes = 512
/** Nothing in the archive tells when or where it was made. */
const epoch = '1970-01-01T00:00:00Z'

/** Writes images as one archive that `ctr images import` and `docker load` read. */
export async function writeImageArchive(path: string, images: Image[]): Promise<void> {
  const entries = new Map<string, TarEntry>()
  const manifest: object[] = []
  for (const image of images) {
    const layers = await Promise.all(image.layers.map(describeLayer))
    const config = textEntry('config', JSON.stringify(imageConfig(image, layers)))
    const configName = `${await digestOf(config.open())}.json`
    entries.set(configName, { ...config, name: configName })
    for (const layer of layers) entries.set(layer.name, layer)
    manifest.push({
      Config: configName,
      RepoTags: image.names,
      Layers: layers.map((layer) => layer.name),
    })
  }
  entries.set('manifest.json', textEntry('manifest.json', JSON.stringify(manifest)))

  // Under another name until it is whole, so that nobody imports half an archive.
  const unfinished = `${path}.unfinished`
  const output = createWriteStream(unfinished)
  await pipeline(Readable.from(tar([...entries.values()])), output)
  await rename(unfinished, path)
}

/** A program of this machine with the shared libraries that it loads, at the paths where it looks. */
export function programFiles(program: string, path = program): ImageFile[] {
  const files = new Map<string, ImageFile>()
  files.set(path, { path, content: { file: realpathSync(program) }, mode: 0o755 })
  for (const library of sharedLibraries(program)) {
    files.set(library, { path: library, content: { file: realpathSync(library) }, mode: 0o755 })
  }
  return [...files.values()]
}

/** The image of the agent: this Node, what it loads, and the bundle that `npm run build` makes. */
export function agentImage(names: string[], bundle: string): Image {
  return {
    names,
    layers: [
      [
        ...programFiles(process.execPath, '/usr/local/bin/node'),
        { path: '/etc/passwd', content: 'root:x:0:0:root:/:/sbin/nologin\n' },
        { path: '/etc/group', content: 'root:x:0:\n' },
      ],
      [{ path: '/app/evenkeel-agent.mjs', content: { file: bundle } }],
    ],
    config: {
      entrypoint: ['/usr/local/bin/node', '/app/evenkeel-agent.mjs'],
      env: ['NODE_ENV=production'],
      user: '0:0',
      workingDirectory: '/app',
    },
  }
}

function sharedLibraries(program: string): string[] {
  let listing: string
  try {
    listing = execFileSync('ldd', [program], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    // A static program has none; ldd says so on stderr and ends with 1.
    if (/not a dynamic executable/.test(String(error))) return []
    throw new Error(`The libraries of ${program} could not be listed by ldd.`, { cause: error })
  }
  // Lines are "libm.so.6 => /lib/.../libm.so.6 (0x...)" or, for the loader, "/lib64/ld-... (0x...)".
  return listing.split('\n').flatMap((line) => line.match(/(?:=>\s*|^\s*)(\/\S+) \(0x/)?.[1] ?? [])
}

function imageConfig(image: Image, layers: LayerEntry[]): object {
  const { entrypoint, env = [], user = '', workingDirectory = '/' } = image.config
  return {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    created: epoch,
    config: {
      Entrypoint: entrypoint,
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...env],
      User: user,
      WorkingDir: workingDirectory,
    },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${layer.digest}`) },
    history: layers.map(() => ({ created: epoch, created_by: 'evenkeel scripts/image.ts' })),
  }
}

interface LayerEntry extends TarEntry {
  digest: string
}

async function describeLayer(files: ImageFile[]): Promise<LayerEntry> {
  const entries = await layerEntries(files)
  const open = () => Readable.from(tar(entries))
  const hash = createHash('sha256')
  let sizeBytes = 0
  for await (const chunk of open()) {
    hash.update(chunk)
    sizeBytes += chunk.length
  }
  const digest = hash.digest('hex')
  return { name: `${digest}/layer.tar`, mode: 0o644, type: 'file', sizeBytes, open, digest }
}

/** The files of a layer with the folders above them, in the order of their names. */
async function layerEntries(files: ImageFile[]): Promise<TarEntry[]> {
  const entries = new Map<string, TarEntry>()
  for (const { path, content, mode = 0o644 } of files) {
    const name = path.replace(/^\/+/, '')
    for (let folder = posix.dirname(name); folder !== '.'; folder = posix.dirname(folder)) {
      const entry = { name: `${folder}/`, mode: 0o755, type: 'folder' as const, sizeBytes: 0 }
      entries.set(entry.name, { ...entry, open: () => Readable.from([]) })
    }
    if (typeof content === 'string') entries.set(name, { ...textEntry(name, content), mode })
    else {
      const { size } = await stat(content.file)
      const open = () => createReadStream(content.file)
      entries.set(name, { name, mode, type: 'file', sizeBytes: size, open })
    }
  }
  return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function textEntry(name: string, text: string): TarEntry {
  const bytes = Buffer.from(text)
  const open = () => Readable.from([bytes])
  return { name, mode: 0o644, type: 'file', sizeBytes: bytes.length, open }
}

async function digestOf(content: Readable): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of content) hash.update(chunk)
  return hash.digest('hex')
}

async function* tar(entries: TarEntry[]): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    yield tarHeader(entry)
    for await (const chunk of entry.open()) yield chunk
    yield Buffer.alloc(-entry.sizeBytes & (tarBlockBytes - 1))
  }
  yield Buffer.alloc(2 * tarBlockBytes)
}

/** A ustar header with every field that could differ between two machines set to nothing. */
function tarHeader({ name, mode, type, sizeBytes }: TarEntry): Buffer {
  const header = Buffer.alloc(tarBlockBytes)
  const [prefix, rest] = splitName(name)
  header.write(rest, 0)
  header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write(type === 'folder' ? '5' : '0', 156)
  header.write('ustar\u000000', 257)
  header.write(prefix, 345)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/** ustar holds 100 bytes of name and 155 of what stands before one of its slashes. */
function splitName(name: string): [prefix: string, rest: string] {
  if (Buffer.byteLength(name) <= 100) return ['', name]
  for (let slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
    const [prefix, rest] = [name.slice(0, slash), name.slice(slash + 1)]
    if (Buffer.byteLength(rest) <= 100 && Buffer.byteLength(prefix) <= 155) return [prefix, rest]
  }
  throw new Error(`The path ${name} is too long for an image archive.`)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      bundle: { type: 'string', default: 'dist/evenkeel-agent.mjs' },
      name: { type: 'string', default: 'evenkeel/agent:latest' },
      output: { type: 'string', default: 'dist/evenkeel-agent.tar' },
    },
  })
  await writeImageArchive(values.output, [agentImage([values.name], values.bundle)])
  const { size } = await stat(values.output)
  console.log(`${basename(values.output)}: ${values.name}, ${Math.round(size / 1e6)} MB`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
