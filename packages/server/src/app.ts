/** Puts the HTTP application together: security, errors, documents and routes. */

import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import swagger from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { Ajv } from 'ajv'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
} from 'fastify'
import { documentOptions } from './document/document.ts'
import { addAccess } from './http/access.ts'
import { addAudit } from './http/audit.ts'
import { addDigests } from './http/digest.ts'
import { addEtags } from './http/etag.ts'
import { addHeaders } from './http/headers.ts'
import type { AppHost } from './http/host.ts'
import { addIdempotency } from './http/idempotency.ts'
import { addLimits } from './http/limits.ts'
import { ProblemError, sendProblem } from './http/problem.ts'
import { addRequestIds, readRequestId } from './http/request-id.ts'
import { accessPathRoutes } from './routes/access-paths.ts'
import { accountRoutes } from './routes/accounts.ts'
import { agentRoutes } from './routes/agent.ts'
import { agentCredentialRoutes } from './routes/agent-credentials.ts'
import { attestationRoutes } from './routes/attestations.ts'
import { auditRoutes } from './routes/audit.ts'
import { clusterAgentRoutes } from './routes/cluster-agents.ts'
import { clusterRoutes } from './routes/clusters.ts'
import { diffRoutes } from './routes/diff.ts'
import { eventRoutes } from './routes/events.ts'
import { exceptionRoutes } from './routes/exceptions.ts'
import { exportRoutes } from './routes/export.ts'
import { findingRoutes } from './routes/findings.ts'
import { frameworkRoutes } from './routes/frameworks.ts'
import { grantRoutes } from './routes/grants.ts'
import { healthRoutes } from './routes/health.ts'
import { inventoryRoutes } from './routes/inventory.ts'
import { noteRoutes } from './routes/notes.ts'
import { oidcRoutes } from './routes/oidc.ts'
import { relationRoutes } from './routes/relations.ts'
import { reportRoutes } from './routes/reports.ts'
import { resourceRoutes } from './routes/resources.ts'
import { roleRoutes } from './routes/roles.ts'
import { ruleSettingRoutes } from './routes/rule-settings.ts'
import { ruleRoutes } from './routes/rules.ts'
import { scoreRoutes } from './routes/scores.ts'
import { sessionRoutes } from './routes/session.ts'
import { systemRoutes } from './routes/system.ts'
import { viewRoutes } from './routes/views.ts'
import { webRoutes } from './routes/web.ts'

/** Of requests from browsers; agents may send more. */
const bodyBytesMax = 1024 * 1024
const compressFromBytes = 1024
const parameterLengthMax = 2048

export interface AppOptions {
  logger: FastifyBaseLogger | false
  /** Without one the address of a request is that of its connection. */
  trustedProxies?: string | undefined
}

export async function createApp(
  host: AppHost,
  { logger, trustedProxies }: AppOptions,
): Promise<FastifyInstance> {
  const logging: FastifyServerOptions = logger ? { loggerInstance: logger } : { logger: false }
  const app = Fastify({
    ...logging,
    bodyLimit: bodyBytesMax,
    trustProxy: trustedProxies ?? false,
    genReqId: readRequestId,
    routerOptions: { maxParamLength: parameterLengthMax },
    // Of addresses that no route is looked up for.
    frameworkErrors: sendProblem,
    // Paths may hold login tokens, so requests are logged by route, in one place.
    logController: new Fastify.LogController({ disableRequestLogging: true }),
  }).withTypeProvider<TypeBoxTypeProvider>()

  addValidation(app)
  app.setErrorHandler(sendProblem)
  app.setNotFoundHandler((request) => {
    throw new ProblemError(
      404,
      `There is nothing at ${request.method} ${request.url.split('?')[0]}.`,
    )
  })
  await app.register(swagger, documentOptions(host.version))
  await app.register(cookie)
  await app.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: host.mode === 'server',
  })
  // Before answers are packed: a tag is made of the plain text.
  addEtags(app)
  addDigests(app)
  addHeaders(app, host)
  addRequestIds(app)
  addIdempotency(app, host)
  // Bodies of agents are unpacked by their route, which holds them to a limit.
  await app.register(compress, {
    threshold: compressFromBytes,
    encodings: ['gzip'],
    globalDecompression: false,
  })
  await addLimits(app, host)
  addAccess(app, host)
  addAudit(app, host)
  addRequestLog(app)
  addRequestMetrics(app, host)

  await addRoutes(app, host)
  return app
}

async function addRoutes(app: FastifyInstance, host: AppHost): Promise<void> {
  await app.register(healthRoutes(host))
  await app.register(sessionRoutes(host))
  if (host.oidc) await app.register(oidcRoutes(host, host.oidc))
  for (const routes of [
    accessPathRoutes,
    accountRoutes,
    agentCredentialRoutes,
    agentRoutes,
    attestationRoutes,
    auditRoutes,
    clusterAgentRoutes,
    clusterRoutes,
    diffRoutes,
    eventRoutes,
    exceptionRoutes,
    ruleSettingRoutes,
    exportRoutes,
    findingRoutes,
    frameworkRoutes,
    grantRoutes,
    inventoryRoutes,
    noteRoutes,
    relationRoutes,
    reportRoutes,
    resourceRoutes,
    roleRoutes,
    ruleRoutes,
    scoreRoutes,
    systemRoutes,
    viewRoutes,
  ]) {
    await app.register(routes(host), { prefix: '/api/v1' })
  }
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, () =>
    app.swagger(),
  )
  if (host.webDir !== undefined) await app.register(webRoutes(host.webDir))
}

/** Text becomes numbers in query strings, which know no other type; in bodies nothing is turned. */
function addValidation(app: FastifyInstance): void {
  const options = {
    useDefaults: true,
    removeAdditional: false,
    strict: false,
    allowUnionTypes: true,
  }
  const strict = new Ajv(options)
  const lenient = new Ajv({ ...options, coerceTypes: true })
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? strict : lenient).compile(schema as object),
  )
}

function addRequestMetrics(app: FastifyInstance, { metrics }: AppHost): void {
  app.addHook('onResponse', async (request, reply) => {
    // The pattern of the route: what stands in a path may be secret, and has no end.
    const route = request.routeOptions.url ?? 'none'
    const { method } = request
    const seconds = reply.elapsedTime / 1000
    metrics.observeRequest({ method, route, status: reply.statusCode, seconds })
  })
}

function addRequestLog(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    )
  })
}
