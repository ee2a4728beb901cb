/** Where a worker thread starts: beside the bundle, or from TypeScript in a checkout. */

import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/**
 * `here` is the caller's `import.meta.url`, with its `worker.ts` beside it; `bundled` is what a build
 * calls that worker. TypeScript brings its own loader, since threads do not inherit one.
 */
export function workerEntry(here: string, bundled: string): URL {
  if (!here.endsWith('.ts')) return new URL(`./${bundled}`, here)
  // The form for `import`; `resolve` alone gives the one for `require`.
  const manifest = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'))
  const loader = new URL('./dist/esm/api/index.mjs', manifest).href
  const module = new URL('./worker.ts', here).href
  const source = `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(module)}) })`
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`)
}
