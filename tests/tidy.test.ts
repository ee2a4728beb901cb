/** Holds what ARCHITECTURE.md and STYLE.md say of the repository, so that nobody has to remember it. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** The one place that says which package may import which. ARCHITECTURE.md draws it. */
const mayImport: Record<string, string[]> = {
  rego: [],
  model: [],
  benchmarks: ['model', 'rego'],
  agent: ['benchmarks', 'model'],
  server: ['benchmarks', 'model', 'rego'],
  web: ['model'],
  cli: ['agent', 'benchmarks', 'model', 'rego', 'server'],
}
const packages = Object.keys(mayImport)

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder))) {
    if (['node_modules', 'dist', 'fixtures'].includes(entry)) continue
    const path = `${folder}/${entry}`
    if (statSync(join(root, path)).isDirectory()) yield* walk(path)
    else yield path
  }
}

/** `testing` holds what several tests share. */
const isTest = (path: string) => /\.test\.tsx?$|\/src\/testing\//.test(path)
const sources = packages
  .flatMap((name) => [...walk(`packages/${name}/src`)])
  .filter((path) => /\.tsx?$/.test(path))

interface ImportOf {
  from: string
  to: string
}

function importsOf(path: string): ImportOf[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s*['"]([^'"]+)['"]/g
  return [...read(path).matchAll(pattern)].map((match) => ({
    from: path,
    to: match[1] ?? match[2] ?? match[3] ?? '',
  }))
}

const imports = sources.flatMap(importsOf)

test.each(packages)('%s depends on no package but those it may import', (name) => {
  const manifest = JSON.parse(read(`packages/${name}/package.json`))
  const internal = Object.keys(manifest.dependencies ?? {})
    .filter((it) => it.startsWith('@evenkeel/'))
    .map((it) => it.slice('@evenkeel/'.length))
  const allowed = mayImport[name] ?? []
  expect(internal.filter((it) => !allowed.includes(it))).toEqual([])
})

test.each(packages)('%s imports only what its package.json names', (name) => {
  const manifest = JSON.parse(read(`packages/${name}/package.json`))
  const declared = new Set([
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.optionalDependencies ?? {}),
  ])
  const undeclared = imports
    .filter(
      ({ from, to }) =>
        from.startsWith(`packages/${name}/`) && !isTest(from) && !to.startsWith('.'),
    )
    .filter(({ to }) => !to.startsWith('node:'))
    .filter(({ to }) => !declared.has(packageName(to)))
    .map(({ from, to }) => `${from} imports ${to}`)
  expect(undeclared).toEqual([])
})

test.each(packages)('%s reaches other packages by their name, never by a path', (name) => {
  const outside = imports
    .filter(({ from, to }) => from.startsWith(`packages/${name}/`) && to.startsWith('.'))
    .filter(({ from, to }) => {
      const target = relative(join(root, 'packages', name), resolve(root, from, '..', to))
      return target.startsWith('..') && !isTest(from)
    })
    .map(({ from, to }) => `${from} imports ${to}`)
  expect(outside).toEqual([])
})

test.each(packages)('no two folders of %s import each other', (name) => {
  const edges = new Set<string>()
  for (const { from, to } of imports) {
    if (!from.startsWith(`packages/${name}/src/`) || !to.startsWith('.') || isTest(from)) continue
    const source = folderOf(name, from)
    const target = folderOf(name, relative(root, resolve(root, from, '..', to)))
    if (source && target && source !== target) edges.add(`${source} -> ${target}`)
  }
  const both = [...edges].filter((edge) => edges.has(edge.split(' -> ').reverse().join(' -> ')))
  expect(both).toEqual([])
})

test.each(['rego', 'model'])('%s has no platform of its own', (name) => {
  const platform = imports.filter(
    ({ from, to }) =>
      from.startsWith(`packages/${name}/`) && !isTest(from) && to.startsWith('node:'),
  )
  expect(platform).toEqual([])
})

test('every module begins with what it is for', () => {
  const silent = sources.filter(
    (path) =>
      !read(path)
        .replace(/^#!.*\n/, '')
        .startsWith('/**'),
  )
  expect(silent).toEqual([])
})

test('SQL stands in the storage and the migrations only', () => {
  const outside = sources.filter(
    (path) =>
      !isTest(path) &&
      !path.startsWith('packages/server/src/storage/') &&
      !path.startsWith('packages/server/src/migrations/') &&
      /from 'kysely'|\bsql`/.test(read(path)),
  )
  expect(outside).toEqual([])
})

test('code of the product builds no code from text but in the Rego printer', () => {
  const dynamic = sources.filter(
    (path) =>
      !isTest(path) &&
      !path.startsWith('packages/rego/src/codegen/') &&
      /\bnew Function\(|\beval\(/.test(read(path).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')),
  )
  expect(dynamic).toEqual([])
})

test('every dependency is pinned exactly', () => {
  const manifests = ['package.json', ...packages.map((name) => `packages/${name}/package.json`)]
  const loose = manifests.flatMap((path) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(read(path))
    return Object.entries<string>({ ...dependencies, ...devDependencies })
      .filter(([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(version))
      .map(([dependency, version]) => `${path}: ${dependency} ${version}`)
  })
  expect(loose).toEqual([])
})

function packageName(specifier: string): string {
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')
}

/** The first folder below src, or undefined for a module that lies in src itself. */
function folderOf(name: string, path: string): string | undefined {
  const parts = relative(`packages/${name}/src`, path).split('/')
  return parts.length > 1 ? parts[0] : undefined
}
