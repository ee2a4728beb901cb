/** Renders Helm charts and Kustomize folders with the programs of the user's machine. */

import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { ManifestFile, RenderedFolder, RenderFolder } from '@evenkeel/agent'
import type { Finding } from '@evenkeel/model'
import { runTool } from './run-tool.ts'
import { traceLine } from './trace-template.ts'

export interface RenderOptions {
  /** Values files for Helm, in their order. */
  values?: readonly string[] | undefined
  /** `name=value` for Helm. */
  set?: readonly string[] | undefined
  signal?: AbortSignal | undefined
}

export interface Renderer {
  render: RenderFolder
  /** Where the text lies that findings of this file were read from. */
  pathOf(file: string): string
  /** Rendered lines become lines of the templates, where they can be traced. */
  trace(findings: Finding[]): Promise<Finding[]>
  /** Removes what was rendered: it may hold secrets. */
  close(): Promise<void>
}

const kustomizations = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

export function createRenderer(options: RenderOptions): Renderer {
  let root: string | undefined
  /** By the name that findings call a file. */
  const rendered = new Map<string, { path: string; template: string | undefined }>()
  let count = 0

  /** A scan reads a folder once, a fix once a round. */
  const known = new Map<string, Promise<RenderedFolder | undefined>>()
  const render = (folder: string, names: readonly string[]) => {
    const result = known.get(folder) ?? renderFolder(folder, names)
    known.set(folder, result)
    return result
  }

  async function renderFolder(folder: string, names: readonly string[]) {
    const isChart = names.includes('Chart.yaml')
    if (!isChart && !names.some((it) => kustomizations.includes(it))) return undefined
    count += 1
    root ??= makeFolder()
    const result = isChart
      ? await renderChart(folder, join(root, `${count}`), options)
      : await renderKustomization(folder, join(root, `${count}.yaml`), options)
    if (result.state === 'failed') return result
    for (const { path, shown } of result.files) {
      if (shown) rendered.set(shown, { path, template: isChart ? shown : undefined })
    }
    return result
  }

  return {
    render,
    pathOf: (file) => rendered.get(file)?.path ?? file,
    trace: (findings) => traceFindings(findings, rendered),
    async close() {
      if (root !== undefined) await rm(root, { recursive: true, force: true })
    },
  }
}

/** Readable by this user alone, and gone when the process ends in whatever way it can notice. */
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-render-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function renderChart(
  folder: string,
  into: string,
  { values = [], set = [], signal }: RenderOptions,
): Promise<RenderedFolder> {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 53)
  const args = ['template', name || 'release', folder, '--output-dir', into, '--include-crds']
  for (const file of values) args.push('--values', file)
  for (const pair of set) args.push('--set', pair)
  const result = await runTool('helm', args, { signal })
  if (result.state === 'missing') {
    return failed(
      `${folder} is a Helm chart and the program helm is not there; install it, or give the output of "helm template".`,
    )
  }
  if (result.state === 'failed')
    return failed(`${folder} was not rendered by helm: ${result.reason}`)
  return { state: 'rendered', files: await listRendered(into, folder) }
}

/** Helm writes `<chart name>/templates/x.yaml`; the first step is the chart's own name. */
async function listRendered(into: string, folder: string): Promise<ManifestFile[]> {
  const entries = await readdir(into, { recursive: true, withFileTypes: true })
  return entries
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name))
    .sort()
    .map((path) => {
      const [, ...steps] = path.slice(into.length + 1).split('/')
      return { path, shown: join(folder, ...steps), isNamed: false }
    })
}

async function renderKustomization(
  folder: string,
  into: string,
  { signal }: RenderOptions,
): Promise<RenderedFolder> {
  const own = await runTool('kustomize', ['build', folder], { signal })
  const result =
    own.state === 'missing' ? await runTool('kubectl', ['kustomize', folder], { signal }) : own
  if (result.state === 'missing') {
    const reason = `${folder} is a Kustomize folder and neither kustomize nor kubectl is there; its files were read as they lie, without overlays.`
    return { state: 'failed', reason, goOn: true }
  }
  if (result.state === 'failed') {
    return failed(`${folder} was not rendered by kustomize: ${result.reason}`)
  }
  await writeFile(into, result.output, { mode: 0o600 })
  const files = [{ path: into, shown: join(folder, 'kustomization.yaml'), isNamed: false }]
  return { state: 'rendered', files }
}

function failed(reason: string): RenderedFolder {
  return { state: 'failed', reason: reason.endsWith('.') ? reason : `${reason}.`, goOn: false }
}

type Rendered = ReadonlyMap<string, { path: string; template: string | undefined }>

async function traceFindings(findings: Finding[], rendered: Rendered): Promise<Finding[]> {
  const texts = new Map<string, Promise<string[]>>()
  const linesOf = (path: string) => {
    const known = texts.get(path) ?? readLines(path)
    texts.set(path, known)
    return known
  }
  const traced: Finding[] = []
  for (const finding of findings) {
    const { source } = finding.resource
    const made = source && rendered.get(source.file)
    if (!made) {
      traced.push(finding)
      continue
    }
    const output = await linesOf(made.path)
    const template = made.template === undefined ? [] : await linesOf(made.template)
    const trace = (line: number | undefined) =>
      line === undefined ? undefined : traceLine(output, line, template)
    traced.push(relocate(finding, source.file, trace))
  }
  return traced
}

/** A line that cannot be traced is left out: it would be one of a file that nobody has. */
function relocate(
  finding: Finding,
  file: string,
  trace: (line: number | undefined) => { line: number; column: number } | undefined,
): Finding {
  const { resource, result } = finding
  const place = trace(resource.source?.line)
  const evidence = result.evidence.map((it) => {
    if (it.source?.file !== file || it.source.kind !== 'object') return it
    return { ...it, source: { kind: 'object', file, ...trace(it.source.line) } }
  })
  return {
    ...finding,
    resource: { ...resource, source: { file, ...(place ? { line: place.line } : {}) } },
    result: { ...result, evidence },
  }
}

async function readLines(path: string): Promise<string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n')
  } catch {
    // A template of a chart that is packed into another: its lines cannot be shown.
    return []
  }
}
