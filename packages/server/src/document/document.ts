/** Makes the OpenAPI document: what the schemas of the routes say, and what everybody has to know beside it. */

import { actions, Problem } from '@evenkeel/model'
import type { FastifyContextConfig, FastifySchema } from 'fastify'
import {
  completeOperation,
  type Operation,
  problemResponses,
  sharedParameters,
} from './complete.ts'
import { operations, tags } from './operations.ts'

/** What is known of a route when the document is made. */
export interface RouteFacts {
  config: FastifyContextConfig
}

interface TransformInput {
  schema: FastifySchema
  url: string
  route: { method: string | string[]; config?: FastifyContextConfig }
}

/** Options of @fastify/swagger. */
export function documentOptions(version: string) {
  const facts = new Map<string, RouteFacts>()
  return {
    openapi: describeApi(version),
    transform: ({ schema, url, route }: TransformInput) => {
      const config = route.config ?? {}
      for (const method of [route.method].flat()) facts.set(keyOf(method, url), { config })
      return { schema, url }
    },
    transformObject: (input: object) => {
      const document = 'openapiObject' in input ? input.openapiObject : undefined
      complete(document as Document, facts)
      return document as Document
    },
  }
}

/** As they stand in the document: `GET /api/v1/findings/{id}`. */
function keyOf(method: string, url: string): string {
  return `${method.toUpperCase()} ${url.replace(/:(\w+)/g, '{$1}')}`
}

interface Document {
  paths: Record<string, Record<string, Operation>>
  components: Record<string, unknown>
}

function complete(document: Document, facts: ReadonlyMap<string, RouteFacts>): void {
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const key = keyOf(method, path)
      const config = facts.get(key)?.config ?? {}
      completeOperation(operation, { key, config, note: operations[key] })
    }
  }
  document.components.schemas = { Problem }
  document.components.responses = problemResponses
  document.components.parameters = sharedParameters
}

const description = `
Findings, resources, clusters, rules and scores.

**Errors** are problems as RFC 9457 has them, with the field at fault where there is one, and the id of the request.

**Pages** are passed on by \`cursor\`; they neither skip nor repeat while the data changes. Totals are exact.

**Times** are RFC 3339 in UTC; \`at\`, \`from\` and \`to\` also take \`now-7d\` and a day.

**Writes** with an \`Idempotency-Key\` may be sent again for a day: the answer is the one that was given before.

**Roles**, each with what the one before may: viewer, operator, editor, admin. ${Object.entries(
  actions,
)
  .map(([action, role]) => `\`${action}\` needs ${role}`)
  .join(', ')}. A role that people made (\`/roles\`) has any of these but \`access.manage\`.
`.trim()

function describeApi(version: string) {
  return {
    openapi: '3.1.0' as const,
    info: {
      title: 'Evenkeel',
      version,
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This server.' }],
    tags: Object.entries(tags).map(([name, text]) => ({ name, description: text })),
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey' as const,
          in: 'cookie' as const,
          name: 'evenkeel_session',
          description: 'Of a browser that logged in.',
        },
        bearer: {
          type: 'http' as const,
          scheme: 'bearer',
          description:
            'An API token; of agents a credential, and an enrolment token for enrolling.',
        },
      },
    },
  }
}
