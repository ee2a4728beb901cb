/** Adds to an operation of the API document what its route's schema does not say. */

import { actions } from '@evenkeel/model'
import type { FastifyContextConfig } from 'fastify'
import { actionOf } from '../http/access.ts'
import { type OperationNote, parameterExamples } from './operations.ts'

export type Operation = Record<string, unknown>

interface Facts {
  /** `GET /api/v1/findings/{id}` */
  key: string
  config: FastifyContextConfig
  /** Undefined for an endpoint that nobody described; a test complains of it. */
  note: OperationNote | undefined
}

export function completeOperation(operation: Operation, facts: Facts): void {
  const { key, config, note } = facts
  operation.operationId = operationIdOf(key)
  operation.security = securityOf(config)
  if (note) {
    operation.summary = note.summary
    operation.tags = [note.tag]
  }
  const needed = neededOf(key, config)
  if (needed) operation.description = needed
  addParameters(operation, facts)
  addBody(operation, note)
  addResponses(operation, facts)
  writeTuples(operation)
}

/** `GET /api/v1/findings/{id}/history` is `getFindingsIdHistory`. */
function operationIdOf(key: string): string {
  const words =
    key
      .replace('/api/v1', '')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? []
  return words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
}

function securityOf({ access = 'session' }: FastifyContextConfig) {
  if (access === 'public') return []
  return access === 'session' ? [{ session: [] }, { bearer: [] }] : [{ bearer: [] }]
}

function neededOf(key: string, config: FastifyContextConfig): string | undefined {
  if (config.access !== undefined && config.access !== 'session') return undefined
  const action = actionOf(config, key.startsWith('GET '))
  return `Needs the role ${actions[action]}, or one with \`${action}\`.`
}

interface Parameter {
  name?: string
  in?: string
  example?: unknown
}

function addParameters(operation: Operation, { key, config }: Facts): void {
  const parameters = (operation.parameters ?? []) as (Parameter | { $ref: string })[]
  for (const parameter of parameters) {
    const { name = '' } = parameter as Parameter
    if (Object.hasOwn(parameterExamples, name) && fits(parameter, parameterExamples[name])) {
      Object.assign(parameter, { example: parameterExamples[name] })
    }
  }
  const isSession = (config.access ?? 'session') === 'session'
  const shared = [
    ...(isSession && key.startsWith('POST ') ? ['IdempotencyKey'] : []),
    ...(config.hasEtag && key.startsWith('GET ') ? ['IfNoneMatch'] : []),
    ...(holdsMatch(key, config) ? ['IfMatch'] : []),
  ].map((name) => ({ $ref: `#/components/parameters/${name}` }))
  if (parameters.length + shared.length > 0) operation.parameters = [...parameters, ...shared]
}

function holdsMatch(key: string, { hasEtag, holdsMatch }: FastifyContextConfig): boolean {
  return holdsMatch === true || (hasEtag === true && !key.startsWith('GET '))
}

/** One name may stand for different things; an example is shown where its schema takes it. */
function fits(parameter: object, example: unknown): boolean {
  const { schema } = parameter as { schema?: { enum?: unknown[] } }
  return schema?.enum === undefined || schema.enum.includes(example)
}

function addBody(operation: Operation, note: OperationNote | undefined): void {
  const body = operation.requestBody as { content?: Record<string, object> } | undefined
  if (note?.example === undefined || !body?.content) return
  for (const media of Object.values(body.content)) Object.assign(media, { example: note.example })
}

/** Names of problemResponses by status. */
function addResponses(operation: Operation, { key, config, note }: Facts): void {
  const responses = operation.responses as Record<string, { description: string; content?: object }>
  if (key.startsWith('DELETE ') && !responses['200']?.content) {
    delete responses['200']
    responses['204'] = { description: 'Done.' }
  }
  for (const [status, response] of Object.entries(responses)) {
    if (/default response/i.test(response.description))
      response.description = words[status] ?? 'Done.'
    if (note?.answers && status.startsWith('2')) {
      response.content = Object.fromEntries(note.answers.map((type) => [type, {}]))
    }
  }
  const isWrite = !key.startsWith('GET ')
  const isSecured = config.access !== 'public'
  const hasInput = operation.parameters !== undefined || operation.requestBody !== undefined
  const problems: [status: string, applies: boolean][] = [
    ['304', config.hasEtag === true && !isWrite],
    ['400', hasInput],
    ['401', isSecured || key.endsWith('/session')],
    ['403', isSecured],
    ['404', key.includes('{') || namesCluster(operation)],
    ['409', isWrite],
    ['412', holdsMatch(key, config)],
    ['413', operation.requestBody !== undefined],
    ['415', operation.requestBody !== undefined],
    ['421', true],
    ['422', key.startsWith('POST ') && isSecured && !key.includes('/agent/')],
    ['429', config.rateLimit !== false],
    ['503', true],
  ]
  for (const [status, applies] of problems) {
    if (applies) responses[status] ??= { $ref: `#/components/responses/${status}` } as never
  }
}

/** One that is not there, or not within the caller's reach, is not found. */
function namesCluster({ parameters }: Operation): boolean {
  return Array.isArray(parameters) && parameters.some((it: Parameter) => it.name === 'cluster')
}

const words: Readonly<Record<string, string>> = {
  200: 'What was asked for.',
  201: 'What was made.',
  204: 'Done.',
  409: 'The rows that the server lacks; send them and try again.',
}

const problem = (text: string, status: number, detail: string) => ({
  description: text,
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      example: { type: 'about:blank', title: text.replace(/\.$/, ''), status, detail },
    },
  },
})

export const problemResponses = {
  304: { description: 'It is as the caller has it.' },
  400: problem('Bad request.', 400, 'querystring limit must be >= 1.'),
  401: problem('Not logged in.', 401, 'Log in first.'),
  403: problem('Not allowed.', 403, 'This needs the role editor; you have viewer.'),
  404: problem('Not found.', 404, 'There is no finding of this id.'),
  409: problem('Conflict.', 409, 'There is one of this name already.'),
  412: problem('Changed meanwhile.', 412, 'It was changed by somebody since you read it.'),
  413: problem('Too large.', 413, 'Request body is too large.'),
  415: problem('Unsupported media type.', 415, 'Unsupported Media Type.'),
  421: problem('Wrong host.', 421, 'This server does not answer to the name "evil.example".'),
  422: problem('Not the same request.', 422, 'This key came with another request before.'),
  429: {
    ...problem('Too many requests.', 429, 'Rate limit exceeded, retry in 1 minute.'),
    headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } },
  },
  503: problem('Not available.', 503, 'The database does not answer; try again in a moment.'),
}

const headerParameter = (name: string, description: string) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
})

export const sharedParameters = {
  IdempotencyKey: headerParameter(
    'Idempotency-Key',
    'Up to 200 visible characters of your choice. Sent again with the same request within a day, the answer is the one that was given before.',
  ),
  IfNoneMatch: headerParameter('If-None-Match', 'The ETag of the answer that you have.'),
  IfMatch: headerParameter('If-Match', 'The ETag of what you have read; if it changed, 412.'),
}

/** Tuples as JSON Schema 2020-12, which OpenAPI 3.1 is made of, writes them; validators here read the older way too. */
function writeTuples(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const schema = value as Record<string, unknown>
  if (Array.isArray(schema.items)) {
    schema.prefixItems = schema.items
    schema.items = schema.additionalItems ?? false
    delete schema.additionalItems
  }
  for (const inner of Object.values(schema)) writeTuples(inner)
}
