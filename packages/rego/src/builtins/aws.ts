/** Requests to AWS, signed by its Signature Version 4. */

import { compare } from '../values/compare.ts'
import { marshal } from '../values/json.ts'
import { integerOf } from '../values/number.ts'
import {
  type AnyObject,
  getValue,
  isObject,
  keysOf,
  objectOf,
  sortedEntries,
} from '../values/object.ts'
import { printValue } from '../values/print.ts'
import { difference, type RegoSet, setOf } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import type { BuiltinContext, BuiltinTable } from './builtin.ts'
import { hexText, utf8Bytes } from './bytes.ts'
import { toLocalTime, utc } from './calendar.ts'
import { digest, macOf } from './hashes.ts'
import { chargeText } from './limits.ts'
import {
  numberOperand,
  objectOperand,
  operand,
  operandError,
  operandTypeError,
} from './operands.ts'
import { formatTime } from './time-layout.ts'
import { escapedPath, type ParsedUrl, parseUrl } from './url-parse.ts'

export const aws: BuiltinTable = {
  'providers.aws.sign_req': [3, signRequest],
}

const requiredConfig = setOf([
  'aws_service',
  'aws_access_key',
  'aws_secret_access_key',
  'aws_region',
])
const requiredParameters = setOf(['method', 'url'])
const knownParameters = setOf([
  'method',
  'url',
  'body',
  'enable_redirect',
  'force_json_decode',
  'force_yaml_decode',
  'headers',
  'raw_body',
  'tls_use_system_certs',
  'tls_ca_cert',
  'tls_ca_cert_file',
  'tls_ca_cert_env_variable',
  'tls_client_cert',
  'tls_client_cert_file',
  'tls_client_cert_env_variable',
  'tls_client_key',
  'tls_client_key_file',
  'tls_client_key_env_variable',
  'tls_insecure_skip_verify',
  'tls_server_name',
  'timeout',
  'cache',
  'force_cache',
  'force_cache_duration_seconds',
  'raise_error',
  'caching_mode',
  'max_retry_attempts',
  'cache_ignored_headers',
])
const secondNs = 1_000_000_000n

function signRequest(args: readonly Value[], context: BuiltinContext): Value {
  const request = objectOperand(args, 1)
  const config = objectOperand([operand(args, 2)], 1)
  checkConfig(config)
  const ns = integerOf(numberOperand([operand(args, 3)], 1))
  // OPA refuses a number written with an exponent (its case is -1e9). Numbers here do not remember how
  // they were written, so what is refused is a time before 1970, which no AWS service would accept.
  if (ns === undefined || ns < 0n || ns >= 2n ** 63n) {
    throw operandError(3, 'could not convert time_ns value into a unix timestamp')
  }
  checkRequest(request)
  const headers = getValue(request, 'headers') ?? objectOf([])
  if (!isObject(headers)) throw operandTypeError(0, headers, 'object')
  const isUnsigned = getValue(config, 'disable_payload_signing') ?? false
  const body = bodyOf(request)
  chargeText(context, body.length)
  const url = parseUrl(textIn(request, 'url'))
  if (typeof isUnsigned !== 'boolean') {
    throw operandError(2, "invalid value for 'disable_payload_signing' in AWS config")
  }
  const seconds = Number(ns / secondNs)
  const signed = sign(
    { method: textIn(request, 'method'), url, headers: headerTexts(headers) },
    isUnsigned ? 'UNSIGNED-PAYLOAD' : hexText(digest(256, utf8Bytes(body))),
    config,
    seconds,
  )
  const entries = sortedEntries(request).filter(([key]) => key !== 'headers')
  return objectOf([...entries, ['headers', objectOf(signed)]])
}

function names(set: RegoSet): string {
  return printValue(set)
}

function checkConfig(config: AnyObject): void {
  const missing = difference(requiredConfig, setOf(keysOf(config)))
  if (missing.size > 0) {
    throw operandError(2, `missing required AWS config parameters(s): ${names(missing)}`)
  }
  const invalid = setOf(
    requiredConfig.sorted().filter((name) => typeof getValue(config, name) !== 'string'),
  )
  if (invalid.size > 0) {
    throw operandError(2, `invalid values for required AWS config parameters(s): ${names(invalid)}`)
  }
}

function checkRequest(request: AnyObject): void {
  const keys = setOf(keysOf(request))
  const unknown = difference(keys, knownParameters)
  if (unknown.size > 0) throw operandError(1, `invalid request parameters(s): ${names(unknown)}`)
  const missing = difference(requiredParameters, keys)
  if (missing.size > 0) {
    throw operandError(1, `missing required request parameters(s): ${names(missing)}`)
  }
  const invalid = setOf(
    requiredParameters.sorted().filter((name) => typeof getValue(request, name) !== 'string'),
  )
  if (invalid.size > 0) {
    throw operandError(1, `invalid values for required request parameters(s): ${names(invalid)}`)
  }
}

/** A string, or nothing where another value stands. */
function textIn(object: AnyObject, name: string): string {
  const value = getValue(object, name)
  return typeof value === 'string' ? value : ''
}

function bodyOf(request: AnyObject): string {
  if (getValue(request, 'raw_body') !== undefined) return textIn(request, 'raw_body')
  const body = getValue(request, 'body')
  return body === undefined ? '' : marshal(body)
}

function headerTexts(headers: AnyObject): Map<string, string> {
  return new Map(
    sortedEntries(headers).map(([key, value]) => [
      typeof key === 'string' ? key : '',
      typeof value === 'string' ? value : '',
    ]),
  )
}

interface Request {
  readonly method: string
  readonly url: ParsedUrl
  readonly headers: ReadonlyMap<string, string>
}

/** Proxies may change these on the way. */
const unsignedHeaders = new Set(['authorization', 'user-agent', 'x-amzn-trace-id'])

function sign(
  request: Request,
  contentHash: string,
  config: AnyObject,
  seconds: number,
): [string, string][] {
  const time = toLocalTime({ seconds, nanoseconds: 0 }, utc)
  const date = formatTime(time, '20060102')
  const service = textIn(config, 'aws_service')
  const own = new Map([
    ['host', request.url.host],
    ['x-amz-date', formatTime(time, '20060102T150405Z')],
  ])
  if (service === 's3' || service === 'glacier') own.set('x-amz-content-sha256', contentHash)
  const token = textIn(config, 'aws_session_token')
  if (token !== '') own.set('x-amz-security-token', token)
  const signed = new Map(own)
  for (const [name, value] of request.headers) {
    const lower = name.toLowerCase()
    if (!unsignedHeaders.has(lower)) signed.set(lower, value)
  }
  const ordered = [...signed].sort(([a], [b]) => compare(a, b))
  const list = ordered.map(([name]) => name).join(';')
  const canonical = [
    request.method,
    escapedPath(request.url),
    request.url.rawQuery,
    ...ordered.map(([name, value]) => `${name}:${value}`),
    '',
    list,
    contentHash,
  ].join('\n')
  const scope = [date, textIn(config, 'aws_region'), service, 'aws4_request']
  const text = [
    'AWS4-HMAC-SHA256',
    own.get('x-amz-date'),
    scope.join('/'),
    hexText(digest(256, utf8Bytes(canonical))),
  ].join('\n')
  const key = scope.reduce(
    (previous, part) => macOf(256, previous, utf8Bytes(part)),
    utf8Bytes(`AWS4${textIn(config, 'aws_secret_access_key')}`) as Uint8Array,
  )
  const signature = hexText(macOf(256, key, utf8Bytes(text)))
  const credential = `${textIn(config, 'aws_access_key')}/${scope.join('/')}`
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${list},Signature=${signature}`
  return [...request.headers, ['Authorization', authorization], ...own]
}
