/** Serves the built web application; every path that is not a file is a page of it. */

import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'

const yearSeconds = 31_536_000
/** Stands in the page where the nonce of each answer goes. */
const placeholder = '__NONCE__'

/**
 * The folder may be built anew while the server runs: the page and its assets are read when they are
 * asked for, so that a page that is opened then fits its assets.
 */
export function webRoutes(webDir: string): FastifyPluginAsync {
  return async (app) => {
    const readPage = () => readFile(join(webDir, 'index.html'), 'utf8')
    // A folder without a page is a mistake to be told of at the start.
    await readPage()
    // Of every file as well: the page has to load before anybody can log in.
    app.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' }
    })
    // Vite puts a hash into the names of assets, so what they hold never changes.
    await app.register(fastifyStatic, {
      root: join(webDir, 'assets'),
      prefix: '/assets/',
      index: false,
      setHeaders: (reply) =>
        reply.header('cache-control', `public, max-age=${yearSeconds}, immutable`),
    })
    await app.register(fastifyStatic, {
      root: webDir,
      index: false,
      wildcard: false,
      globIgnore: ['index.html', 'assets/**'],
      decorateReply: false,
      setHeaders: (reply) => reply.header('cache-control', 'no-cache'),
    })
    const config = { access: 'public' as const }
    app.get('/', { config, schema: { hide: true } }, async (_, reply) =>
      sendPage(reply, await readPage()),
    )
    app.get('/*', { config, schema: { hide: true } }, async (request, reply) => {
      const isApi = /^\/(?:api|healthz|readyz|metrics|openapi\.json|assets)(?:\/|$)/.test(
        request.url.split('?')[0] ?? '',
      )
      if (isApi) return reply.callNotFound()
      return sendPage(reply, await readPage())
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
