#!/usr/bin/env node
/** Starts the command line from a checkout: TypeScript is loaded as it is, by tsx. */
import { readFileSync } from 'node:fs'

// Answered here, so that asking for the version loads nothing else.
if (process.argv[2] === '--version' || process.argv[2] === '-V') {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  console.log(JSON.parse(manifest).version)
} else {
  const { register } = await import('tsx/esm/api')
  register()
  await import('../src/entries/evenkeel.ts')
}
