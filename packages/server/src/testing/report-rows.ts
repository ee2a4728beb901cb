/** Reads a report's CSV, and names as its PDF prints them. */

/** By the names of the first row. */
export function readCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\n') rows.push([])
  }
  const [names = [], ...others] = rows.slice(0, -1)
  return others.map((row) =>
    Object.fromEntries(names.map((name, index) => [name, row[index] ?? ''])),
  )
}

/** Outside of Latin, Greek and Cyrillic a character stands as its number. */
export function printableName(name: string): string {
  return name.replace(
    /[\p{Script=Han}\p{Script=Arabic}\p{Cc}\p{Cf}]/gu,
    (it) => `\\u{${it.codePointAt(0)?.toString(16)}}`,
  )
}
