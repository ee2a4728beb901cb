/** Takes credentials out of any text: user and password of a URL, tokens, private keys, assignments. */

const mark = '[redacted]'

const urlCredentials = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi
const webToken = /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g
const privateKey =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g
const bearer = /\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi
/** Well-known shapes: AWS, GitHub, GitLab, Slack, Google, npm, Stripe. */
const knownTokens =
  /\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|xox[abprs]-[A-Za-z0-9-]{10,}|AIza[A-Za-z0-9_-]{30,}|npm_[A-Za-z0-9]{30,}|sk_live_[A-Za-z0-9]{16,})/g

/** `PASSWORD=x`, `"token": "x"`, `--api-key x`; a name that goes on (`token-file`) is not one. */
const assignment =
  /((?:^|[^A-Za-z])(?:[A-Za-z0-9_.-]*[_.-])?(?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key|client[_-]?secret|private[_-]?key|credentials?)["']?\s*[=:]\s*["']?)([^\s"',;&]+)/gi

/** Plain words that a switch of such a name takes; they tell nothing. */
const harmless = /^(true|false|yes|no|on|off|none|null|\d{1,5}|\$[({].*|\/.*|\[redacted\].*)$/i

/** The same text object where nothing was found. */
export function redactText(text: string): string {
  if (text.length < 6) return text
  let result = text
  if (result.includes('://')) result = result.replace(urlCredentials, `$1${mark}@`)
  if (result.includes('eyJ')) result = result.replace(webToken, mark)
  if (result.includes('PRIVATE KEY')) result = result.replace(privateKey, mark)
  if (/bearer|basic/i.test(result)) result = result.replace(bearer, `$1 ${mark}`)
  return result.replace(knownTokens, mark)
}

/** For command lines and scripts, where assignments are likely. */
export function redactCommandText(text: string): string {
  return redactText(text).replace(assignment, (whole, head: string, value: string) =>
    harmless.test(value) ? whole : head + mark,
  )
}

/** A flag whose value is itself a secret: `--token`, `--password`; not `--token-auth-file`. */
export function isSecretFlag(name: string): boolean {
  return /(?:^|-)(?:token|password|passwd|passphrase|secret|api-?key|access-?key|secret-?key|client-?secret|credentials?)$/.test(
    name.replaceAll('_', '-').toLowerCase(),
  )
}
