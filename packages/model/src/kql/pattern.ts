/** Matches texts against patterns with stars, in time linear in both. */

/** `segments` are the texts between the stars. Case matters. */
export function matchesPattern(segments: readonly string[], text: string): boolean {
  const [first = '', ...rest] = segments
  if (rest.length === 0) return text === first
  const last = rest.pop() ?? ''
  if (text.length < first.length + last.length) return false
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  let at = first.length
  const end = text.length - last.length
  for (const segment of rest) {
    const found = text.indexOf(segment, at)
    if (found === -1 || found + segment.length > end) return false
    at = found + segment.length
  }
  return true
}
