/** How text is cut into words for search, in the server's index and in memory alike. */

/** Letters and digits in lower case, in order. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

/** The words of one value between spaces, so that ` a b ` is found in it exactly where the phrase is. */
export function wordLine(text: string): string {
  return ` ${wordsOf(text).join(' ')} `
}

/** Any word of the search for plain text; all of them in a row for a quoted one. */
export function matchesWords(search: string, isPhrase: boolean, line: string): boolean {
  return wordNeedles(search, isPhrase).some((needle) => line.includes(needle))
}

/** What has to be found in a word line, one of them; none where the search has no word. */
export function wordNeedles(search: string, isPhrase: boolean): string[] {
  const words = wordsOf(search)
  if (words.length === 0) return []
  return isPhrase ? [` ${words.join(' ')} `] : words.map((word) => ` ${word} `)
}
