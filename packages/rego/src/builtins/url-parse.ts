/** URLs divided as Go's net/url divides them. */

import { quote } from '../values/print.ts'
import { BuiltinError } from './builtin.ts'
import { unescapeUrl } from './url-escape.ts'

export interface ParsedUrl {
  readonly scheme: string
  readonly opaque: string
  /** Name and password before the host; undefined where there are none. */
  readonly user: string | undefined
  readonly host: string
  readonly path: string
  /** As it was written, where writing the path again would not give the same. */
  readonly rawPath: string
  readonly omitHost: boolean
  readonly forceQuery: boolean
  readonly rawQuery: string
  readonly fragment: string
  readonly rawFragment: string
}

function failure(url: string, reason: string): BuiltinError {
  return new BuiltinError(`parse ${quote(url)}: ${reason}`)
}

/** Throws a `BuiltinError` in Go's words. */
export function parseUrl(url: string): ParsedUrl {
  const hash = url.indexOf('#')
  const before = hash < 0 ? url : url.slice(0, hash)
  const rawFragment = hash < 0 ? '' : url.slice(hash + 1)
  const parsed = parseWithoutFragment(url, before)
  const fragment = decode(url, rawFragment)
  return {
    ...parsed,
    fragment,
    rawFragment: escapeLike(fragment, fragmentCharacters) === rawFragment ? '' : rawFragment,
  }
}

function decode(url: string, text: string): string {
  try {
    return unescapeUrl(text, false)
  } catch (error) {
    if (error instanceof BuiltinError) throw failure(url, error.message)
    throw error
  }
}

const controlCharacter = /[^\P{Cc}\u0080-\u009f]/u

function parseWithoutFragment(
  url: string,
  text: string,
): Omit<ParsedUrl, 'fragment' | 'rawFragment'> {
  if (controlCharacter.test(text)) throw failure(url, 'net/url: invalid control character in URL')
  const empty = {
    scheme: '',
    opaque: '',
    user: undefined,
    host: '',
    path: '',
    rawPath: '',
    omitHost: false,
    forceQuery: false,
    rawQuery: '',
  }
  if (text === '*') return { ...empty, path: '*' }
  const { scheme, rest: schemeless } = splitScheme(url, text)
  const question = schemeless.indexOf('?')
  const forceQuery = question >= 0 && question === schemeless.length - 1
  const rawQuery = question < 0 ? '' : schemeless.slice(question + 1)
  let rest = question < 0 ? schemeless : schemeless.slice(0, question)
  const base = { ...empty, scheme, forceQuery, rawQuery }
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { ...base, opaque: rest }
    if (rest.split('/')[0]?.includes(':')) {
      throw failure(url, 'first path segment in URL cannot contain colon')
    }
  }
  let authority = { user: undefined as string | undefined, host: '' }
  let omitHost = false
  const hasAuthority = rest.startsWith('//')
  if (hasAuthority && (scheme !== '' || !rest.startsWith('///'))) {
    const end = rest.indexOf('/', 2)
    authority = parseAuthority(url, rest.slice(2, end < 0 ? undefined : end))
    rest = end < 0 ? '' : rest.slice(end)
  } else if (scheme !== '' && rest.startsWith('/')) omitHost = true
  const path = decode(url, rest)
  const rawPath = escapeLike(path, pathCharacters) === rest ? '' : rest
  return { ...base, ...authority, path, rawPath, omitHost }
}

function splitScheme(url: string, text: string): { scheme: string; rest: string } {
  const match = /^([^:/?]*)([:/?])?/.exec(text)
  const [, name = '', end] = match ?? []
  if (end !== ':' || !/^[A-Za-z]*[A-Za-z0-9+.-]*$/.test(name)) return { scheme: '', rest: text }
  if (name === '') throw failure(url, 'missing protocol scheme')
  if (!/^[A-Za-z]/.test(name)) return { scheme: '', rest: text }
  return { scheme: name.toLowerCase(), rest: text.slice(name.length + 1) }
}

const userCharacters = /^[\w.~!$&'()*+,;=%@:-]*$/

function parseAuthority(url: string, text: string): { user: string | undefined; host: string } {
  const at = text.lastIndexOf('@')
  const host = parseHost(url, text.slice(at + 1))
  if (at < 0) return { user: undefined, host }
  const user = text.slice(0, at)
  if (!userCharacters.test(user)) throw failure(url, 'net/url: invalid userinfo')
  return { user: decode(url, user), host }
}

function parseHost(url: string, host: string): string {
  const open = host.startsWith('[')
  if (open) {
    const close = host.lastIndexOf(']')
    if (close < 0) throw failure(url, "missing ']' in host")
    checkPort(url, host.slice(close + 1))
    return decodeHost(url, host, true)
  }
  const colon = host.lastIndexOf(':')
  if (colon >= 0) checkPort(url, host.slice(colon))
  return decodeHost(url, host, false)
}

function checkPort(url: string, text: string): void {
  if (text !== '' && !/^:\d*$/.test(text)) {
    throw failure(url, `invalid port ${quote(text)} after host`)
  }
}

/** In a host only what is not ASCII may be escaped, and of ASCII not all may stand. */
function decodeHost(url: string, host: string, isVersion6: boolean): string {
  const bad = /[ #/?@\\^`{|}]/
  for (let i = 0; i < host.length; i++) {
    const character = host.charAt(i)
    if (character === '%') {
      const code = host.slice(i, i + 3)
      if (!/^%[\da-fA-F]{2}$/.test(code)) throw failure(url, `invalid URL escape ${quote(code)}`)
      if (Number.parseInt(code.slice(1), 16) < 0x80 && !(isVersion6 && code === '%25')) {
        throw failure(url, `invalid URL escape ${quote(code)}`)
      }
      i += 2
    } else if (bad.test(character)) {
      throw failure(url, `invalid character ${quote(character)} in host name`)
    }
  }
  return decode(url, host)
}

/** The host without its port and brackets. */
export function hostnameOf({ host }: ParsedUrl): string {
  const bracketed = /^\[(.*)\](?::\d*)?$/.exec(host)?.[1]
  return bracketed ?? host.replace(/:\d*$/, '')
}

export function portOf({ host }: ParsedUrl): string {
  return /:(\d*)$/.exec(host.replace(/^\[.*\]/, ''))?.[1] ?? ''
}

const pathCharacters = /[\w.~$&+,/:;=@-]/
const fragmentCharacters = /[\w.~$&+,/:;=@!()*?-]/

/** Escapes all but some characters, as Go writes a path or fragment. */
function escapeLike(text: string, allowed: RegExp): string {
  return Array.from(text, (character) => {
    if (character.length === 1 && allowed.test(character)) return character
    return encodeURIComponent(character).replace(
      /[!'()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
    )
  }).join('')
}

/** The path as it is written in a request. */
export function escapedPath(url: ParsedUrl): string {
  if (url.rawPath !== '' && validPath.test(url.rawPath)) return url.rawPath
  return url.path === '*' ? '*' : escapeLike(url.path, pathCharacters)
}

const validPath = /^[\w.~!$&'()*+,;=:@[\]%/-]*$/

/** A URL written again from its parts. */
export function printUrl(url: ParsedUrl): string {
  const scheme = url.scheme === '' ? '' : `${url.scheme}:`
  const query = url.forceQuery || url.rawQuery !== '' ? `?${url.rawQuery}` : ''
  const fragment =
    url.fragment === '' ? '' : `#${url.rawFragment || escapeLike(url.fragment, fragmentCharacters)}`
  if (url.opaque !== '') return scheme + url.opaque + query + fragment
  const user = url.user === undefined ? '' : `${url.user}@`
  const isLocal = url.scheme === '' && url.host === '' && url.user === undefined
  const authority =
    isLocal || (url.omitHost && url.host === '' && url.user === undefined)
      ? ''
      : `//${user}${url.host}`
  const path = escapedPath(url)
  return scheme + authority + path + query + fragment
}
