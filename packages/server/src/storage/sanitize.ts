/** Makes any value JSON text that PostgreSQL takes. */

/**
 * PostgreSQL has no NUL in text and no half surrogate pairs; both become U+FFFD.
 * JSON.stringify prints exactly these as escapes, so they are found in the text.
 */
export function toJsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null'
  if (!/\\u0000|\\ud[89a-f]/i.test(text)) return text
  return text.replace(/\\\\|\\u0000|\\ud[89a-f][0-9a-f]{2}/gi, (it) =>
    it === '\\\\' ? it : '\ufffd',
  )
}

/** A text as it reads when it comes back. */
export function toStoredText(text: string): string {
  return /[\0\ud800-\udfff]/.test(text) ? String(JSON.parse(toJsonText(text))) : text
}

/** It comes back as it is. */
export function isStoredAsIs(text: string): boolean {
  return toStoredText(text) === text
}
