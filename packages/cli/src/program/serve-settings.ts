/** Every setting of the server: its option, its variable and what it does, at one place. */

import { InvalidArgumentError, Option } from 'commander'
import { collect, readPort } from './options.ts'

export interface ServeSetting {
  /** As commander takes it: `--port <n>`. */
  flags: string
  /** Undefined where a list would not fit into one. */
  variable: string | undefined
  about: string
  initial?: string | number
  /** Throws InvalidArgumentError with what is allowed. */
  read?: (text: string) => unknown
  choices?: readonly string[]
  isList?: boolean
}

const httpUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.search && !url.hash)
    return text.replace(/\/+$/, '')
  throw new InvalidArgumentError('Give an address such as https://evenkeel.example.com.')
}

const drainSecondsMax = 600

const seconds = (text: string): number => {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value <= drainSecondsMax) return value
  throw new InvalidArgumentError(`Give a number of seconds from 0 to ${drainSecondsMax}.`)
}

export const serveSettings: readonly ServeSetting[] = [
  {
    flags: '--host <address>',
    variable: 'EVENKEEL_HOST',
    about: 'the address to listen on',
    initial: '0.0.0.0',
  },
  {
    flags: '--port <n>',
    variable: 'EVENKEEL_PORT',
    about: 'the port to listen on',
    initial: 4400,
    read: readPort,
  },
  {
    flags: '--data-dir <folder>',
    variable: 'EVENKEEL_DATA_DIR',
    about: 'where the embedded database lies',
    initial: '.evenkeel',
  },
  {
    flags: '--public-url <url>',
    variable: 'EVENKEEL_PUBLIC_URL',
    about: 'how agents and browsers reach this server',
    read: httpUrl,
  },
  {
    flags: '--trust-proxy <addresses>',
    variable: 'EVENKEEL_TRUST_PROXY',
    about: 'proxies whose word on where requests come from counts, such as 10.0.0.0/8,127.0.0.1',
  },
  {
    flags: '--log-level <level>',
    variable: 'EVENKEEL_LOG_LEVEL',
    about: 'what is written to standard error, a line of JSON each; info has one for each request',
    initial: 'info',
    choices: ['debug', 'info', 'warn', 'error'],
  },
  {
    flags: '--drain-seconds <n>',
    variable: 'EVENKEEL_DRAIN_SECONDS',
    about:
      'how long requests are still taken after SIGTERM, while /readyz already turns load balancers away',
    initial: 0,
    read: seconds,
  },
  {
    flags: '--oidc-config <file>',
    variable: 'EVENKEEL_OIDC_CONFIG',
    about: 'a YAML file with the settings of the identity provider',
  },
  {
    flags: '--oidc-issuer <url>',
    variable: 'EVENKEEL_OIDC_ISSUER',
    about: 'the identity provider that people sign in at',
  },
  {
    flags: '--oidc-client-id <id>',
    variable: 'EVENKEEL_OIDC_CLIENT_ID',
    about: 'how this server is known there',
  },
  {
    flags: '--oidc-client-secret-file <file>',
    variable: 'EVENKEEL_OIDC_CLIENT_SECRET_FILE',
    about: 'holds the secret of that client',
  },
  {
    flags: '--oidc-group <group=role>',
    variable: undefined,
    about: 'what a group may: viewer, operator, editor or admin (repeatable)',
    isList: true,
  },
  {
    flags: '--login-link',
    variable: undefined,
    about: 'print a link that logs an administrator in, also where there is one already',
  },
]

/** What has no option, since command lines are seen by everybody on the machine. */
export const serveVariables: readonly { variable: string; about: string }[] = [
  {
    variable: 'DATABASE_URL',
    about:
      'The PostgreSQL server to use instead of the embedded database: `postgresql://USER:PASSWORD@HOST:5432/DATABASE?sslmode=verify-full`. Version 15 or newer.',
  },
  {
    variable: 'DATABASE_URL_FILE',
    about: 'A file that holds that address, so that the password stands in no environment.',
  },
  {
    variable: 'XDG_CACHE_HOME',
    about: 'Compiled rules are kept below it; `~/.cache` where it is not set.',
  },
  {
    variable: 'EVENKEEL_DEBUG',
    about: 'Set to anything, errors are printed with their stack.',
  },
]

export function toOption(setting: ServeSetting): Option {
  const option = new Option(setting.flags, setting.about)
  if (setting.isList) option.argParser(collect).default([])
  if (setting.read) option.argParser(setting.read)
  if (setting.choices) option.choices(setting.choices)
  if (setting.initial !== undefined) option.default(setting.initial)
  if (setting.variable) option.env(setting.variable)
  return option
}
