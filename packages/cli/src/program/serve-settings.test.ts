/** The settings of the server: what comes before what, what is refused, and that all are described. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { afterEach, expect, test } from 'vitest'
import { serveSettings, serveVariables, toOption } from './serve-settings.ts'

const before = { ...process.env }
afterEach(() => {
  for (const { variable } of serveSettings) if (variable) delete process.env[variable]
  Object.assign(process.env, before)
})

/** What a command with these settings reads; throws what it complains about. */
function read(args: string[], env: Record<string, string> = {}): Record<string, unknown> {
  Object.assign(process.env, env)
  const command = new Command('serve').exitOverride().configureOutput({ writeErr: () => undefined })
  for (const setting of serveSettings) command.addOption(toOption(setting))
  command.parse(args, { from: 'user' })
  return command.opts()
}

test('an option comes before the environment, and that before the default', () => {
  const env = { EVENKEEL_PORT: '5000', EVENKEEL_LOG_LEVEL: 'warn' }
  expect(read([])).toMatchObject({ host: '0.0.0.0', port: 4400, logLevel: 'info', drainSeconds: 0 })
  expect(read([], env)).toMatchObject({ port: 5000, logLevel: 'warn' })
  expect(read(['--port=6000'], env)).toMatchObject({ port: 6000, logLevel: 'warn' })
  expect(read(['--oidc-group=a=viewer', '--oidc-group=b=admin'])).toMatchObject({
    oidcGroup: ['a=viewer', 'b=admin'],
  })
})

test.each([
  ['--port=http', /--port.*'http'.*from 0 to 65535/],
  ['--port=65536', /from 0 to 65535/],
  ['--port=', /from 0 to 65535/],
  ['--log-level=loud', /--log-level.*debug, info, warn, error/],
  ['--public-url=evenkeel.example.com', /--public-url.*https:/],
  ['--public-url=https://user:pw@evenkeel.example.com', /such as https/],
  ['--drain-seconds=-1', /from 0 to 600/],
  ['--drain-seconds=soon', /from 0 to 600/],
])('%s is refused with what is allowed', (argument, message) => {
  expect(() => read([argument])).toThrow(message)
  expect(() => read([argument])).toThrow(CommanderError)
})

test('a bad variable is named', () => {
  expect(() => read([], { EVENKEEL_PORT: 'x' })).toThrow(/EVENKEEL_PORT.*65535/)
})

test('an address keeps no slash at its end', () => {
  expect(read(['--public-url=https://e.example/'])).toMatchObject({
    publicUrl: 'https://e.example',
  })
})

/** What is read of the environment beside the settings, and why no page of the server names it. */
const others: Record<string, string> = {
  EVENKEEL_TOKEN: 'the manifest command; --token-file describes it',
  EVENKEEL_API_TOKEN: 'scan --publish; its option describes it',
}

test('every variable that the server and the command line read is described', () => {
  const described = new Set([
    ...serveSettings.map((it) => it.variable),
    ...serveVariables.map((it) => it.variable),
    ...Object.keys(others),
  ])
  const packages = join(import.meta.dirname, '../../..')
  const read = ['cli', 'server', 'benchmarks'].flatMap((name) => {
    const source = join(packages, name, 'src')
    return readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?<!\.test)\.ts$/.test(file) && !file.startsWith('testing/'))
      .flatMap((file) => [
        ...readFileSync(join(source, file), 'utf8').matchAll(/process\.env\.(\w+)/g),
      ])
      .map(([, variable = '']) => variable)
  })
  expect(read.length).toBeGreaterThan(2)
  expect(read.filter((it) => !described.has(it))).toEqual([])
})
