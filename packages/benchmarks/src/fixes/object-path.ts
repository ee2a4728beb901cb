/** Paths of evidence, such as `spec.containers[0].securityContext` and `metadata.labels[a/b.c]`. */

export type PathPart = string | number

/** Undefined where the text is no path into an object, such as `limit ranges`. */
export function parseObjectPath(text: string): PathPart[] | undefined {
  const pattern = /([A-Za-z_][\w-]*)|\[(\d+)\]|\[([^\]]+)\]/y
  const parts: PathPart[] = []
  let at = 0
  while (at < text.length) {
    // Names follow a dot, brackets follow at once.
    if (text[at] === '.' && at > 0) at += 1
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (!match) return undefined
    const [whole, name, index, key] = match
    parts.push(index === undefined ? (name ?? key ?? '') : Number(index))
    at += whole.length
  }
  return parts.length > 0 ? parts : undefined
}

/** The JSON pointer (RFC 6901) of a path. */
export function toPointer(parts: readonly PathPart[]): string {
  return parts.map((it) => `/${String(it).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** What stands at the path; undefined where nothing does. Only own properties are looked at. */
export function valueAt(root: unknown, parts: readonly PathPart[]): unknown {
  let value = root
  for (const part of parts) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = Reflect.get(value, part)
  }
  return value
}

/** Orders paths so that later elements of a list come first: taking them out moves no other. */
export function lastFirst(a: readonly PathPart[], b: readonly PathPart[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const [x, y] = [a[i], b[i]]
    if (x === y) continue
    if (typeof x === 'number' && typeof y === 'number') return y - x
    return String(x) < String(y) ? 1 : -1
  }
  return b.length - a.length
}
