/** Text in XML and HTML. */

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** For text and attributes; what XML 1.0 cannot hold is shown as `\u{..}`. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"'\n\t]/g, (it) => entities[it] ?? it)
    .replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
      /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      (it) => `\\u{${it.charCodeAt(0).toString(16)}}`,
    )
}
