/** Names come from clusters and files; their control characters must not reach the terminal. */

/** Replaces C0, C1 controls and bidirectional overrides by `\u{..}`. */
export function escapeControls(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
    /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (it) => `\\u{${it.charCodeAt(0).toString(16)}}`,
  )
}
