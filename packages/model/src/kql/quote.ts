/** Quotes a text so that KQL reads it back as it was. */

/** Always in quotes, never read as a keyword, a star or a typed word. */
export function quoteKql(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/[\t\r\n]/g, (it) => escapes[it] ?? it)}"`
}

const escapes: Record<string, string> = { '\t': '\\t', '\r': '\\r', '\n': '\\n' }

const plain = /^[\p{L}\p{N}_.\-/@+=,;!?#%&$'|~^[\]]+$/u
const words = /^(?:and|or|not|true|false|null)$/i

/** As it is where that is safe, else in quotes: what completion inserts and the printer prints. */
export function quoteKqlWhereNeeded(text: string): string {
  return plain.test(text) && !words.test(text) ? text : quoteKql(text)
}

/** Text outside of quotes, as a value without a star or between two stars. */
export function escapeKql(text: string): string {
  return text
    .split(' ')
    .map((word) => (/^(?:and|or|not)$/i.test(word) ? `\\${word}` : escapeWord(word)))
    .join(' ')
}

function escapeWord(word: string): string {
  return word
    .replace(/[\\():<>"*{}]/g, '\\$&')
    .replace(/[\t\r\n\u00a0]/g, (it) => escapes[it] ?? '\\u00a0')
}
