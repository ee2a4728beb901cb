/** Every error of the API as application/problem+json, made here alone. */

import { KqlError, type Problem } from '@evenkeel/model'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { SortError } from '../storage/finding-sort.ts'

/** An answer that is not a success; the message is the sentence that the caller reads. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly status: number
  readonly field: string | undefined
  readonly type: string | undefined

  constructor(status: number, message: string, field?: string, type?: string) {
    super(message)
    this.status = status
    this.field = field
    this.type = type
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not logged in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  409: 'Conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  414: 'Address too long',
  415: 'Unsupported media type',
  421: 'Wrong host',
  422: 'Not the same request',
  429: 'Too many requests',
  503: 'Not available',
  507: 'No space left',
}

type Described = Pick<Problem, 'status' | 'detail' | 'field' | 'position' | 'fix'> &
  Partial<Pick<Problem, 'type'>>

export function sendProblem(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const described = describe(error)
  if (described.status >= 500) request.log.error({ err: error }, 'A request failed.')
  const problem: Problem = {
    type: 'about:blank',
    title: titles[described.status] ?? 'Internal error',
    ...described,
    request_id: request.id,
  }
  // JSON.stringify, because the route's own schemas do not describe errors.
  void reply
    .status(described.status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problem)
}

function describe(error: FastifyError): Described {
  if (error instanceof ProblemError) {
    return {
      status: error.status,
      detail: error.message,
      ...(error.field && { field: error.field }),
      ...(error.type && { type: error.type }),
    }
  }
  if (error instanceof KqlError) {
    const { message, range, fix } = error
    const position = { start: range.start, end: range.end }
    return { status: 400, detail: message, field: 'q', position, ...(fix && { fix }) }
  }
  if (error instanceof SortError) {
    return { status: 400, detail: error.message, field: error.field }
  }
  if (error.validation) return describeValidation(error)
  const known = frameworkSentences[error.code]
  if (known) return { status: error.statusCode ?? 400, detail: known }
  if (error.code === diskFullCode) {
    return {
      status: 507,
      detail:
        'The disk of the database is full, so nothing was written. Free some space; the server then goes on by itself.',
    }
  }
  if (isUnavailable(error)) {
    return { status: 503, detail: 'The database does not answer; try again in a moment.' }
  }
  const status = error.statusCode ?? 500
  // What Fastify itself says of a request names the thing; anything else stays in the log.
  return status < 500
    ? { status, detail: `${error.message.replace(/\.$/, '')}.` }
    : {
        status: 500,
        detail: 'Something went wrong in the server; its log says more under the request id.',
      }
}

/** What Fastify says of these holds the whole address, however long. */
const frameworkSentences: Readonly<Record<string, string>> = {
  FST_ERR_MAX_PARAM_LENGTH: 'A part of the address is too long.',
  FST_ERR_BAD_URL: 'The address is not a well-formed URI.',
}

function describeValidation(error: FastifyError): Described {
  const [first] = error.validation ?? []
  const pointer = first?.instancePath || `/${String(first?.params?.missingProperty ?? '')}`
  const field = error.validationContext === 'body' ? pointer : pointer.slice(1)
  const allowed = first?.params?.allowedValues
  const hint = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : ''
  return {
    status: 400,
    detail: `${error.validationContext ?? 'request'}${pointer === '/' ? '' : ` ${field}`} ${first?.message ?? 'is not valid'}${hint}.`,
    field,
  }
}

/** PostgreSQL's disk_full. */
const diskFullCode = '53100'

const unavailableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '53300',
])

function isUnavailable(error: FastifyError): boolean {
  return (
    unavailableCodes.has(error.code) || /connection (?:terminated|timeout)/i.test(error.message)
  )
}
