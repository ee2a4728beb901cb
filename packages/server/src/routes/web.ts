/** Serves the built web application; every path that is not a file is a page of it. */

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'

const yearSeconds = 31_536_000
/** Stands in the page where the nonce of each answer goes. */
const placeholder = '__NONCE__'

export function webRoutes(webDir: string): FastifyPluginAsync {
  return async (app) => {
    const page = readFileSync(join(webDir, 'index.html'), 'utf8')
    // Of every file as well: the page has to load before anybody can log in.
    app.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' }
    })
    await app.register(fastifyStatic, {
      root: webDir,
      index: false,
      wildcard: false,
      globIgnore: ['index.html'],
      // Vite puts a hash into the names of assets, so what they hold never changes.
      setHeaders(reply, path) {
        const isHashed = path.includes('/assets/')
        reply.header(
          'cache-control',
          isHashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache',
        )
      },
    })
    const config = { access: 'public' as const }
    app.get('/', { config, schema: { hide: true } }, (_, reply) => sendPage(reply, page))
    app.get('/*', { config, schema: { hide: true } }, (request, reply) => {
      const isApi = /^\/(?:api|healthz|readyz|metrics|openapi\.json|assets)(?:\/|$)/.test(
        request.url.split('?')[0] ?? '',
      )
      return isApi ? reply.callNotFound() : sendPage(reply, page)
    })
  }
}

function sendPage(reply: FastifyReply, page: string) {
  const nonce = randomBytes(16).toString('base64')
  return reply
    .header('content-security-policy', contentSecurityPolicy(nonce))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page.replaceAll(placeholder, nonce))
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
