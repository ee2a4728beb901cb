/** Takes one flag off a line of an environment or unit file in which a command line stands. */

/**
 * The flag is known by its line, which counts from 1, and its value. Undefined where the line has
 * none or several with this value, since taking off another one would be worse than doing nothing.
 */
export function takeFlagOff(text: string, line: number, value: string): string | undefined {
  const lines = text.split('\n')
  const content = lines[line - 1]
  if (content === undefined || value === '') return undefined
  const escaped = value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = new RegExp(`(\\s?)--[\\w-]+(?:=|\\s+)${escaped}(?=["'\\s]|$)`, 'g')
  const [found, ...others] = [...content.matchAll(pattern)]
  if (!found || others.length > 0) return undefined
  const rest = content.slice(found.index + found[0].length)
  // Between two others one space stays.
  lines[line - 1] = content.slice(0, found.index) + (found[1] === '' ? rest.trimStart() : rest)
  return lines.join('\n')
}
