/** Which of two versions is the newer, by their first two numbers: the third only mends. */

/** Below zero where the first is older, undefined where one of them is no version. */
export function compareVersions(a: string, b: string): number | undefined {
  const [first, second] = [numbersOf(a), numbersOf(b)]
  if (!first || !second) return undefined
  return first[0] - second[0] || first[1] - second[1]
}

function numbersOf(version: string): [number, number] | undefined {
  const [, major, minor] = /^v?(\d{1,6})\.(\d{1,6})\./.exec(version) ?? []
  return major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)]
}
