/** Reads a page's state from the address: what is not valid is left out and named. */

/** The text of one parameter as a value, or undefined where it is none of the allowed ones. */
export type Reader<T> = (text: string) => T | undefined

export type Readers<S> = { [K in keyof S]-?: Reader<NonNullable<S[K]>> }

export interface Parsed<S> {
  search: S
  /** Names of parameters that had a value which this page cannot use. */
  dropped: string[]
}

export function readSearch<S extends object>(
  readers: Readers<S>,
  raw: Record<string, unknown>,
): Parsed<S> {
  const search: Partial<S> = {}
  const dropped: string[] = []
  for (const name of Object.keys(readers) as (keyof S & string)[]) {
    const given = raw[name]
    if (given === undefined || given === '') continue
    const value = typeof given === 'string' ? readers[name](given) : undefined
    if (value === undefined) dropped.push(name)
    else search[name] = value
  }
  // Every reader's parameter is optional, so what was read so far is the whole.
  return { search: search as S, dropped }
}

/**
 * For a route: the router passes on what a page does not name, so what was dropped is named as unset.
 */
export function validSearch<S extends object>({ search, dropped }: Parsed<S>): S {
  return { ...search, ...Object.fromEntries(dropped.map((name) => [name, undefined])) }
}

export function text(lengthMax: number): Reader<string> {
  return (it) => (it.length <= lengthMax ? it : undefined)
}

export function word<const T extends readonly string[]>(...words: T): Reader<T[number]> {
  return (it) => words.find((word) => word === it)
}

/** `a,b,c`, every part one of the words. */
export function wordList<const T extends readonly string[]>(words: T): Reader<string> {
  return (it) => (it.split(',').every((part) => words.includes(part)) ? it : undefined)
}

/** `?q=a` to `{ q: 'a' }`; every value stays text. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') params.set(name, value)
  }
  const printed = params.toString()
  return printed === '' ? '' : `?${printed}`
}
