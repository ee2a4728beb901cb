/** What can go wrong between the agent and a Kubernetes API, told apart. */

export type KubeErrorKind =
  | 'forbidden'
  | 'not-found'
  | 'unauthorized'
  | 'expired-certificate'
  | 'unreachable'
  | 'gone'
  | 'conflict'
  | 'invalid-answer'
  | 'server-error'
  | 'too-slow'
  | 'too-many'

/** Its message is a sentence for people: what was asked, what came back, what to do. */
export class KubeError extends Error {
  readonly kind: KubeErrorKind
  readonly status: number | undefined

  constructor(
    kind: KubeErrorKind,
    message: string,
    options: { status?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'KubeError'
    this.kind = kind
    this.status = options.status
  }
}

export function isKubeError(error: unknown, kind?: KubeErrorKind): error is KubeError {
  return error instanceof KubeError && (kind === undefined || error.kind === kind)
}

/** The error of an HTTP answer; `detail` is the message of the API server's Status, if it sent one. */
export function answerError(what: string, status: number, detail: string | undefined): KubeError {
  const said = detail ? `: ${detail}` : '.'
  if (status === 401)
    return new KubeError(
      'unauthorized',
      `The API server does not accept the credentials for ${what}; log in again or renew the token.`,
      { status },
    )
  if (status === 403) return new KubeError('forbidden', `${what} is forbidden${said}`, { status })
  if (status === 404) return new KubeError('not-found', `${what} does not exist${said}`, { status })
  if (status === 409) return new KubeError('conflict', `${what} met a conflict${said}`, { status })
  if (status === 410)
    return new KubeError('gone', `${what} went on from a version that is too old${said}`, {
      status,
    })
  return new KubeError('server-error', `${what} was answered with status ${status}${said}`, {
    status,
  })
}

const expiredCodes = new Set(['CERT_HAS_EXPIRED', 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED'])
const untrustedCodes = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

const networkReasons: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused; is the API server running',
  ENOTFOUND: 'the name cannot be resolved; is the address right',
  EAI_AGAIN: 'the name cannot be resolved at the moment; is the network up',
  ECONNRESET: 'the connection was closed by the other side',
  EPIPE: 'the connection was closed by the other side',
  ETIMEDOUT: 'no answer came in time; is there a firewall in between',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no network to the host',
}

/** The error of a connection that did not come about or broke. */
export function connectionError(server: string, cause: unknown): KubeError {
  const code = codeOf(cause)
  if (expiredCodes.has(code))
    return new KubeError(
      'expired-certificate',
      `A certificate for ${server} has expired; renew it (kubeadm: kubeadm certs renew all).`,
      { cause },
    )
  if (untrustedCodes.has(code) || code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return new KubeError(
      'unreachable',
      `The certificate of ${server} is not trusted (${code}); the kubeconfig's certificate-authority must be the one that signed it.`,
      { cause },
    )
  const reason = networkReasons[code] ?? messageOf(cause)
  return new KubeError('unreachable', `${server} cannot be reached: ${reason}.`, { cause })
}

export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  // Node wraps the errors of several addresses.
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return codeOf(error.cause)
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/[.?]+$/, '')
}
